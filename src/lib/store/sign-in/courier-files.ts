/**
 * Documents that travel in a file. Each passes the door that it would have met on the network: a partner's document
 * counts here only with the exchange's receipt that it arrived at our server, and otherwise waits until the server has
 * accepted it; a colleague's work is judged like a file of unsent work.
 */
import { randomBytes } from '#lib/crypto/bytes.ts';
import {
  openCourier,
  parseCourier,
  writeCourier,
  type CourierEntry,
  type OpenedCourier
} from '#lib/crypto/courier.ts';
import type { Keyring } from '#lib/crypto/keyring.ts';
import { verifyAct, verifyActs, type Verification } from '#lib/crypto/verify.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Act, KeyRole } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { isCountry } from '#lib/domain/country.ts';
import { rightToShare } from '#lib/domain/door/shared-documents.ts';
import {
  COURIER_KIND,
  COURIER_PART,
  isArrivalAt,
  isForOffice,
  isForPartner,
  judgeCourierHead,
  type CourierHead
} from '#lib/domain/exchange/courier-file.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  CODE_BYTES,
  confirmationCodeText,
  parseConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { keepBrought } from '../commands/brought-acts.ts';
import { saveOwn } from '../commands/own-documents.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { Opened, SealedDatabase } from '../disk/sealed-database.ts';
import type { OpenStore } from '../opening/open-store.ts';
import { isWriteOf } from '../sync/own-writes.ts';
import { isWork, readLeaves, takeWork, type Leaf } from './unsent-work.ts';

export interface CourierFile {
  readonly name: string;
  readonly lines: readonly string[];
  /** Four groups of five characters. It opens the file and must not travel with it. */
  readonly code: string;
  readonly documents: number;
}

export interface CourierTaken {
  readonly from: CountryCode;
  readonly at: Instant;
  readonly taken: number;
  /** They were here before. */
  readonly held: number;
  /** In no total until the server has accepted them. */
  readonly waiting: number;
  /** Each with its first problem. */
  readonly refused: readonly Problem[];
  /** Settings and companies that only an administrator writes and loads, or that were changed here since. */
  readonly left: number;
}

/** Of this device only: the files that were loaded. */
const TAKEN = 'kept:courier:';

export async function writeCourierFile(store: OpenStore, to: CountryCode): Promise<Result<CourierFile>> {
  const { person, signing } = store;
  const key = signing.key();
  if (!isCountry(person.authority) || !may(person, 'issue')) return refuse({ code: 'courier.right' });
  if (key === null) return refuse({ code: 'courier.device' });
  await store.whole;
  await store.drafts.flush();
  const from = person.authority;
  const acts = from === to ? [] : listForPartner(store, from, to);
  if (from !== to && acts.length === 0) return refuse({ code: 'courier.none' });
  const code = bytesToConfirmationCode(randomBytes(CODE_BYTES));
  const id = bytesToBase64url(randomBytes(16));
  const at = store.now();
  const lines = await writeCourier(
    { kind: COURIER_KIND, version: 1, id, from, to, at },
    async (add) => {
      await addKeys(store, from === to ? null : from, add);
      if (from === to) await addAll(store, add);
      else await addSome(store.country, acts, add);
    },
    { code, key }
  );
  const { documents } = JSON.parse(lines[0] ?? '') as CourierHead;
  const name = `${from}-${to}-${at.slice(0, 10)}-${id.slice(0, 4)}.i2es`.toLowerCase();
  return accept({ name, lines, code: confirmationCodeText(code), documents });
}

type Add = (portion: readonly CourierEntry[]) => Promise<void>;

function listForPartner({ records }: OpenStore, from: CountryCode, to: CountryCode): readonly string[] {
  const acts = Array.from(records.shelf.acts.values());
  const own = acts.filter(({ _id, body }) => isForPartner(body, from, to) && records.counts(_id));
  const stated = own.filter(({ body }) => !isKeyKind(body.kind));
  if (stated.length === 0) return [];
  const arrivals = acts.filter(({ _id, body }) => isArrivalAt(body, to) && records.counts(_id));
  return [...arrivals, ...stated].map(({ _id }) => _id);
}

/** First in every file, so that its reader knows the writer's key. `of`: null for all. */
async function addKeys({ records, reference, country }: OpenStore, of: CountryCode | null, add: Add) {
  const keys = [...records.shelf.ofKind('certificate'), ...records.shelf.ofKind('withdrawal')];
  const meant = keys.filter(({ body }) => {
    const holder = body.kind === 'certificate' ? body.holder.authority : body.issuer;
    return of === null || body.issuer === of || holder === of;
  });
  const ids = meant.map(({ _id }) => _id);
  const published = await documentsOf(reference, ids);
  const own = await documentsOf(
    country,
    ids.filter((id) => !published.some(({ _id }) => _id === id))
  );
  await addPortions([...published, ...own], 'reference', add);
}

async function documentsOf(database: SealedDatabase, ids: readonly string[]): Promise<StoredDocument[]> {
  return (await database.loadSome(ids)).flatMap(({ document }) => (document ? [document] : []));
}

async function addSome(database: SealedDatabase, ids: readonly string[], add: Add): Promise<void> {
  for (let at = 0; at < ids.length; at += COURIER_PART)
    await addPortions(await documentsOf(database, ids.slice(at, at + COURIER_PART)), 'country', add);
}

async function addPortions(
  documents: readonly StoredDocument[],
  place: CourierEntry['in'],
  add: Add
): Promise<void> {
  for (let at = 0; at < documents.length; at += COURIER_PART)
    await add(documents.slice(at, at + COURIER_PART).map((document) => ({ in: place, document })));
}

/** Documents with a history need all of it, or another device would see two versions. */
async function addAll(store: OpenStore, add: Add): Promise<void> {
  const take = async (place: CourierEntry['in'], page: readonly Opened[]): Promise<void> => {
    const held = page.filter(({ id, deleted }) => !deleted && !id.startsWith('kept:'));
    const acts = held.flatMap(({ id, document }) => (document && id.startsWith('act:') ? [document] : []));
    const leaves = held
      .filter(({ id }) => !id.startsWith('act:'))
      .flatMap(({ id, rev, conflicts }): Leaf[] => [rev, ...conflicts].map((one) => ({ id, rev: one })));
    await addPortions([...acts, ...(await readLeaves(store, leaves))], place, add);
  };
  const options = { conflicts: true, size: COURIER_PART };
  await store.country.load('', '\uffff', (page) => take('country', page), options);
  await store.reference.load('', '\uffff', (page) => take('reference', page), options);
}

/** Anyone can supply such a file. Loading the same one twice changes nothing, and is refused with the reason. */
export async function takeCourierFile(
  store: OpenStore,
  file: Blob,
  code: string
): Promise<Result<CourierTaken>> {
  if (!may(store.person, 'issue')) return refuse({ code: 'courier.right' });
  await store.whole;
  const opened = await openFor(store, file, code, store.records.keyring.fork());
  if (!opened.ok) return opened;
  const { courier, keyring, roles } = opened.value;
  const { head } = courier;
  const before = store.records.shelf.others.get(TAKEN + head.id);
  if (before) return refuse({ code: 'courier.taken', values: { at: String(before['takenAt']) } });
  const proven = head.from === head.to ? new Set<string>() : await listArrived(courier, keyring, head.to);
  const taking = new Taking(store, keyring, { ...head, roles }, proven);
  for await (const portion of courier.entries()) await taking.take(portion);
  const taken = await taking.end();
  if (taken.refused.length === 0)
    await saveOwn(store, { _id: TAKEN + head.id, from: head.from, at: head.at, takenAt: store.now() });
  return accept(taken);
}

/** Bytes; fifty thousand documents are about forty million. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

type ReaderStore = Pick<OpenStore, 'person' | 'now'>;

interface OpenedFile {
  readonly courier: OpenedCourier;
  readonly keyring: Keyring;
  /** Of the writer's key. */
  readonly roles: readonly KeyRole[];
}

export async function openFor(
  store: ReaderStore,
  file: Blob,
  typed: string,
  keyring: Keyring
): Promise<Result<OpenedFile>> {
  if (file.size > MAX_FILE_BYTES) return refuse({ code: 'courier.malformed' });
  const text = await file.text().catch(() => null);
  if (text === null) return refuse({ code: 'courier.unreadable' });
  const parsed = parseCourier(text);
  if (!parsed.ok) return parsed;
  const reader = { authority: store.person.authority, now: store.now() };
  const problems = judgeCourierHead(parsed.value.head, reader);
  if (problems.length > 0) return refuse(...problems);
  const code = parseConfirmationCode(typed);
  if (!code.ok) return refuse({ code: 'courier.code.malformed' });
  const courier = await openCourier(parsed.value, code.value);
  if (!courier.ok) return courier;
  for await (const act of courier.value.keyActs()) await keyring.addAct(act);
  const signed = await courier.value.judgeSignature(keyring);
  return signed.ok ? accept({ courier: courier.value, keyring, roles: signed.value }) : signed;
}

/** Acts that the exchange wrote into our database at the server, by its receipts. */
async function listArrived(
  courier: OpenedCourier,
  keyring: Keyring,
  to: AuthorityCode
): Promise<Set<string>> {
  const arrived = new Set<string>();
  for await (const portion of courier.entries())
    for (const { document } of portion) {
      const { body } = document as { readonly body?: Act['body'] };
      if (!body || !isArrivalAt(body, to) || body.kind !== 'receipt') continue;
      if ((await verifyAct(document, keyring)).verdict === 'good') for (const id of body.of) arrived.add(id);
    }
  return arrived;
}

type Fate = 'keep' | 'bring' | 'work' | 'left' | 'skip' | Problem;
type Written = CourierHead & Pick<OpenedFile, 'roles'>;

/** Documents of one file, portion by portion. */
class Taking {
  readonly #store: OpenStore;
  readonly #keyring: Keyring;
  readonly #head: Written;
  readonly #proven: ReadonlySet<string>;
  readonly #brought: Act[] = [];
  readonly #refused: Problem[] = [];
  readonly #counts = { taken: 0, held: 0, waiting: 0, left: 0 };

  constructor(store: OpenStore, keyring: Keyring, head: Written, proven: ReadonlySet<string>) {
    [this.#store, this.#keyring, this.#head, this.#proven] = [store, keyring, head, proven];
  }

  async take(portion: readonly CourierEntry[]): Promise<void> {
    for (const place of ['reference', 'country'] as const) {
      const documents = portion.filter((one) => one.in === place).map(({ document }) => document);
      const fresh = await this.#withoutHeld(place, documents as readonly StoredDocument[]);
      const fates = await this.#judge(place, fresh);
      const meant = (fate: Fate): StoredDocument[] => fresh.filter((_, index) => fates[index] === fate);
      await this.#store[place].putRevisions(meant('keep').map(asAct));
      // Signatures of later documents are verified with these keys.
      if (place === 'reference' && meant('keep').length > 0) await this.#store.records.catchUp();
      this.#counts.taken += meant('keep').length;
      this.#counts.left += meant('left').length;
      this.#brought.push(...meant('bring').map((one) => one as unknown as Act));
      this.#refused.push(...fates.filter((fate) => typeof fate !== 'string'));
      await this.#takeWork(meant('work'));
    }
  }

  /** Documents that partners stated first are sent first, since later ones can rely on them. */
  async end(): Promise<CourierTaken> {
    const { records } = this.#store;
    await records.catchUp();
    for (const { _id, body, signature } of this.#brought.sort((a, b) => (a.body.at < b.body.at ? -1 : 1))) {
      const kept = await keepBrought(this.#store, { _id, body, signature });
      if (kept.ok) this.#counts[kept.value]++;
      else this.#refused.push(...kept.problems.slice(0, 1));
    }
    return { from: this.#head.from, at: this.#head.at, ...this.#counts, refused: this.#refused };
  }

  /** An act has one content under any revision. Another document is here with each version of its own. */
  async #withoutHeld(
    place: CourierEntry['in'],
    documents: readonly StoredDocument[]
  ): Promise<readonly StoredDocument[]> {
    if (documents.length === 0) return [];
    const { pouch } = this.#store[place];
    const { rows } = await pouch.allDocs({ keys: documents.map(({ _id }) => _id) });
    const revisions = new Map<string, string[]>();
    for (const { _id, _rev = '' } of documents) addTo(revisions, _id, _rev);
    const missing = await pouch.revsDiff(Object.fromEntries(revisions));
    const fresh = documents.filter(({ _id, _rev = '' }, index) => {
      const row = rows[index]!;
      if (!('value' in row)) return true;
      return _id.startsWith('act:') ? row.value.deleted : missing[_id]?.missing?.includes(_rev);
    });
    this.#counts.held += documents.length - fresh.length;
    return fresh;
  }

  async #judge(place: CourierEntry['in'], documents: readonly StoredDocument[]): Promise<readonly Fate[]> {
    const verifications = await verifyActs(documents, this.#keyring);
    return documents.map((document, index) => {
      const { authority } = this.#store.person;
      const isOffice = this.#head.from === authority;
      if (isOffice && place === 'country' && isWriteOf(document._id, authority))
        return this.#judgeWork(document, verifications[index]!);
      if (!document._id.startsWith('act:'))
        return isOffice ? 'skip' : { code: 'document.unknown', path: '_id' };
      const act = parseCarriedAct(document);
      if (!act.ok) return act.problems[0] ?? { code: 'document.malformed' };
      return this.#judgeAct(place, act.value, verifications[index]!);
    });
  }

  /** A document without a signature of its own has only the rights of the file's writer. */
  #judgeWork(document: StoredDocument, verification: Verification): Fate {
    if (document._id.startsWith('act:')) {
      const { verdict } = verification;
      return verdict === 'bad' || verdict === 'unknown-key' ? verification.problem : 'work';
    }
    const checked = checkCountryDocument(document, null);
    if (!checked.ok) return checked.problems[0]!;
    if (!isWork(document, this.#store.person)) return { code: 'document.malformed' };
    const right = rightToShare(document._id);
    return right === null || this.#head.roles.some((role) => may({ role }, right)) ? 'work' : 'left';
  }

  #judgeAct(place: CourierEntry['in'], { _id, body }: CarriedAct, verification: Verification): Fate {
    const { from, to } = this.#head;
    const isMeant = from === to ? isForOffice(body, to) : isForPartner(body, from, to);
    if (from !== to && isArrivalAt(body, to)) return 'skip';
    if (place === 'reference' ? !isPublic(body) : !isMeant) return { code: 'courier.foreign' };
    const isStored = from === to || place === 'reference' || body.kind === 'receipt' || this.#proven.has(_id);
    const { verdict } = verification;
    // Our server has a colleague's documents with any other verdict, and the register shows it.
    const isTaken = verdict === 'good' || (from === to && verdict !== 'bad' && verdict !== 'unknown-key');
    if (!isTaken) return verification.problem;
    return isStored ? 'keep' : 'bring';
  }

  async #takeWork(work: readonly StoredDocument[]): Promise<void> {
    if (work.length === 0) return;
    const taken = await takeWork(
      this.#store,
      work.map((one) => (one._id.startsWith('act:') ? asAct(one) : one))
    );
    if (!taken.ok) return void this.#refused.push(...taken.problems.slice(0, 1));
    const { acts, drafts, doubted, left } = taken.value;
    this.#counts.taken += acts + drafts;
    this.#counts.left += left;
    for (let at = 0; at < doubted; at++) this.#refused.push({ code: 'signature.value.wrong' });
  }
}

function isPublic({ to }: Pick<CarriedAct['body'], 'to'>): boolean {
  return to.indexOf('*') >= 0;
}

/** With its only revision and nothing else of the file. */
export function asAct({ _id, body, signature, ...rest }: StoredDocument): StoredDocument {
  const { _rev = actRevision(_id as ActId) } = rest;
  return { _id, _rev, _revisions: { start: 1, ids: [_rev.slice(2)] }, body, signature };
}
