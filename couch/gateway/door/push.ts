/**
 * In order, each act with those accepted before it. Batches of one database run one after the other, so nothing changes
 * during judging, including the writer's rights.
 */
import type { Person, Session } from '#couch/accounts/accounts.ts';
import { revisionsOf } from '#couch/base/databases.ts';
import { nativeIsSignedBy, nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Deed } from '#couch/accounts/audit.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { signedPartOf } from '#lib/domain/act/content-id.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  DEVICE_REQUEST_PREFIX,
  parseDeviceRequest,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { SignatureChecks } from '#lib/crypto/verify.ts';
import { parseReservation } from '#lib/domain/balance/balance-documents.ts';
import { DEVICE_NOT_CERTIFIED, isCertified } from '#lib/domain/door/blocks.ts';
import { isReachSetting } from '#lib/domain/outreach/reach.ts';
import { PUBLIC_SETTING_ID } from '#lib/domain/registration/public-naming.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import type { Problem } from '#lib/domain/result.ts';
import { admitActs, readBrought, type Brought } from './admit-acts.ts';
import { isPrintCodeDocument, judgePrintCode, admitVersions, judgeBlocks } from './admit-documents.ts';
import { confirmHeld, readHeldIds, type HeldActs } from './held-acts.ts';
import { runImmediately, scheduleSliced, SlicedTask, type Turn } from '#couch/base/sliced-task.ts';
import { judgeDocument } from '#lib/domain/door/door.ts';
import { isActDocument, isBlockDocument, isReservationDocument, stagesOf } from '#lib/domain/door/blocks.ts';
import type { Limits } from '#couch/base/limits.ts';
import { Mutex } from '#couch/base/turns.ts';
import { administrationOf } from './note-administration.ts';
import { refusal } from '../bounds/refusal.ts';
import { codeOfRow, problemsOfRow, storeBatch, toRefusedRow, type RefusedRow } from './store-batch.ts';
import { BalanceRegister } from './balance-register.ts';
import { CompanyRegister } from './company-register.ts';
import { PublicRegister } from '#couch/database/public-register.ts';
import type { KeyRegister, NamedDatabase, NumberRegister, Stored } from '#couch/database/registers.ts';
import type { RoomBook } from './room-book.ts';

const MAX_ASKED_SINGLY = 5;

/** The key’s own role is judged with its signature. */
const ISSUERS_SERVER = { id: 'carried', name: 'Carried', function: 'Carried', role: 'system' } as const;

export interface PushOptions {
  readonly keys: KeyRegister;
  readonly numbers: NumberRegister;
  readonly held: HeldActs;
  readonly room: RoomBook;
  readonly clock: () => number;
  readonly limits: Limits;
  readonly demonstration: boolean;
  readonly noteTrade: (of: AuthorityCode, at: Instant) => Promise<void>;
  readonly noteNaming: (of: AuthorityCode) => Promise<void>;
  readonly noteReach: (of: AuthorityCode) => Promise<void>;
  readonly noteRequest: (request: DeviceRequestDocument) => Promise<void>;
  readonly noteOnce: (deeds: readonly Deed[]) => Promise<void>;
  readonly countPush: (accepted: number, codes: readonly string[]) => void;
}

interface Writing {
  readonly writer: Person;
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly brought?: Brought;
  lookAgain(): Promise<Pick<Session, 'person'>>;
}

interface CarriedBetween {
  /** Null: the issuer has no database here, so it has reserved no number. */
  readonly home: NamedDatabase | null;
  readonly addressee: NamedDatabase;
  readonly reference: NamedDatabase;
}

export class Pushes {
  readonly #options: PushOptions;
  readonly #mutex = new Mutex();
  readonly #published = new PublicRegister();
  readonly #balances = new BalanceRegister(this.#published);
  readonly #companies = new CompanyRegister();

  constructor(options: PushOptions) {
    this.#options = options;
  }

  async push(writing: Writing, body: unknown): Promise<RefusedRow[]> {
    const documents = parseBatch(body, this.#options.limits);
    const of = writing.writer.authority;
    const { refused } = await this.#mutex.run(
      writing.target.name,
      () =>
        documents.length > MAX_ASKED_SINGLY
          ? this.#pushInTurn(writing, documents, scheduleSliced(of))
          : runImmediately(of, (turn) => this.#pushInTurn(writing, documents, turn)),
      ({ last }) => this.#remember(last, writing)
    );
    this.#options.countPush(documents.length - refused.length, refused.map(codeOfRow));
    return refused;
  }

  settled(): Promise<void> {
    return this.#options.room.close();
  }

  inTurn<T>(target: string, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(target, work);
  }

  /**
   * An act that its addressee brings, as if its issuer had pushed it. One database is read after the other, so that two
   * countries never wait for each other.
   */
  async pushCarried(act: Act, { home, addressee, reference }: CarriedBetween): Promise<readonly Problem[]> {
    if (home === null) return [{ code: 'carried.issuer', path: 'body.issuer' }];
    const { numbers, held } = this.#options;
    const brought = await this.inTurn(addressee.name, async () =>
      readBrought(act, { numbers, target: addressee, shelf: await held.of(addressee) })
    );
    const issuer = { ...ISSUERS_SERVER, authority: act.body.issuer };
    const lookAgain = async (): Promise<{ person: Person }> => ({ person: issuer });
    const writing = { writer: issuer, target: home, reference, brought, lookAgain };
    const refused = await this.push(writing, { docs: [act], new_edits: false });
    return refused.flatMap(problemsOfRow);
  }

  /** The writer is read again while the batch is judged, and nothing is stored before the result. */
  async #pushInTurn(writing: Writing, documents: readonly unknown[], turn: Turn): Promise<Pushed> {
    const { writer, target, reference, brought } = writing;
    const again = writing.lookAgain();
    again.catch(() => undefined);
    const refused: RefusedRow[] = [];
    const good: object[] = [];
    const checks = new SignatureChecks(this.#options.keys.known, nativeIsSignedBy);
    const work = new SlicedTask(turn);
    const refuse = (document: unknown, problems: readonly Problem[]): void =>
      void refused.push(toRefusedRow(document, problems));
    for (const document of documents) {
      await work.yieldWhenDue();
      if (this.#judgeForm(document, { writer, target, checks, refuse })) good.push(document as object);
    }
    const bounds = { ...this.#options.limits, keptRevisions: revisionsOf(target.name) };
    const { documents: admitted, among } = await admitVersions(good, target, { bounds, work }, refuse);
    let last: Stored | null = null;
    for (const stage of stagesOf(admitted)) {
      await this.#remember(last, writing);
      const judged = await this.#admit(stage, { writer, target, reference, checks, work, refuse, brought });
      const { person } = await again;
      // Judged under an old role: nothing is stored.
      if (person.role !== writer.role)
        return this.#pushInTurn({ ...writing, writer: person }, documents, turn);
      const { documents: accepted, note } = await this.#options.room.admit(judged, {
        writer,
        target,
        work,
        refuse
      });
      await this.#noteAdministration(accepted, { writer, target, reference });
      const { failed, stored } = await storeBatch(target, accepted, { among, work });
      note();
      refused.push(...failed);
      last = stored;
      await this.#follow(stored, { writer, target });
      await this.#noteRequests(accepted, writer.authority);
    }
    return { refused, last };
  }

  /** The door's judgement of these documents with nothing stored, in a place that accepts such a mark. */
  async check(
    { writer, target, reference }: Writing,
    acts: readonly Act[],
    demonstration: Invented
  ): Promise<readonly { readonly id: string; readonly problems: readonly Problem[] }[]> {
    const found: { readonly id: string; readonly problems: readonly Problem[] }[] = [];
    const refuse = (document: unknown, problems: readonly Problem[]): void =>
      void found.push({ id: (document as Act)._id, problems });
    const checks = new SignatureChecks(this.#options.keys.known, nativeIsSignedBy);
    await this.#mutex.run(target.name, async () => {
      const work = new SlicedTask(scheduleSliced(writer.authority));
      const good = acts.filter((act) => this.#judgeForm(act, { writer, target, checks, refuse }));
      await this.#admit(good, { writer, target, reference, checks, work, refuse, demonstration });
    });
    return found;
  }

  #judgeForm(document: unknown, { writer, target, checks, refuse }: FormJudge): boolean {
    let hashed = '';
    const problems = judgeDocument(document, {
      writer,
      database: target.name,
      limits: this.#options.limits,
      hashOf: (text) => nativeSha256((hashed = text)),
      bytesOf: Buffer.byteLength
    });
    if (problems.length > 0) {
      refuse(document, problems);
      return false;
    }
    // Only by the text that hashes to the act's id.
    if (hashed !== '' && isActDocument(document as object))
      checks.begin(document as Act, signedPartOf(hashed));
    return true;
  }

  async #admit(stage: readonly object[], about: Stage): Promise<object[]> {
    const { target } = about;
    const { keys, numbers, held } = this.#options;
    const { demonstration = this.#options.demonstration } = about;
    const now = this.#now();
    const shelf = await held.of(target);
    const acts = stage.filter(isActDocument);
    const seen = new Set(await readHeldIds(target, acts, shelf));
    // The first of duplicates is judged; its copies share the refusal.
    const fresh = acts.filter(({ _id }) => !seen.has(_id) && seen.add(_id));
    const refuse = (refused: Act, problems: readonly Problem[]): void => {
      for (const copy of acts) if (copy._id === refused._id) about.refuse(copy, problems);
    };
    const accepted = new Set<object>(
      await admitActs(fresh, {
        ...about,
        refuse,
        keys,
        numbers,
        published: this.#published,
        balances: this.#balances,
        companies: may(about.writer, 'carry') ? null : this.#companies,
        shelf,
        now,
        demonstration
      })
    );
    const blocks = stage.filter(isBlockDocument);
    const judged = await this.#judgeBlocks(blocks, about);
    for (const block of judged) accepted.add(block);
    for (const one of await this.#judgeReservations(stage.filter(isReservationDocument), about))
      accepted.add(one);
    for (const code of stage.filter(isPrintCodeDocument)) {
      await about.work.yieldWhenDue();
      const admitted = acts.filter((act) => accepted.has(act));
      const problems = await judgePrintCode(code, admitted, { ...about, keys });
      if (problems.length > 0) about.refuse(code, problems);
      else accepted.add(code);
    }
    return stage.filter(
      (document) => accepted.has(document) || !JUDGED.some((isJudged) => isJudged(document))
    );
  }

  async #noteAdministration(
    accepted: readonly object[],
    { writer, target, reference }: Omit<Stage, 'refuse' | 'checks' | 'work'>
  ): Promise<void> {
    const { keys, noteOnce } = this.#options;
    const trust = async (): Promise<Trust> => (await keys.keyring([reference, target])).trust;
    const deeds = await administrationOf(accepted, writer, { database: target.database, trust });
    if (deeds.length > 0) await noteOnce(deeds);
  }

  async #follow(stored: Stored, { writer, target }: Pick<Stage, 'writer' | 'target'>): Promise<void> {
    await this.#options.keys.learn(target, stored, this.#now());
    const acts = stored.documents.filter(isActDocument);
    if (acts.some(isDossierAct)) await this.#options.noteTrade(writer.authority, this.#now());
    if (stored.documents.some(({ _id }) => _id === PUBLIC_SETTING_ID))
      await this.#options.noteNaming(writer.authority);
    if (stored.documents.some(({ _id }) => isReachSetting(String(_id))))
      await this.#options.noteReach(writer.authority);
  }

  /** Registers read on before each question, so they need not read these documents again. */
  async #remember(stored: Stored | null, { writer, target }: Writing): Promise<void> {
    if (stored === null) return;
    await this.#options.numbers.learn(target, writer.authority, stored);
    await this.#options.held.learn(target, stored);
  }

  async #noteRequests(accepted: readonly object[], home: AuthorityCode): Promise<void> {
    for (const document of accepted) {
      const request = idOf(document).startsWith(DEVICE_REQUEST_PREFIX)
        ? parseDeviceRequest(document, home)
        : null;
      if (request?.ok) await this.#options.noteRequest(request.value);
    }
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }

  get published(): PublicRegister {
    return this.#published;
  }

  get companies(): CompanyRegister {
    return this.#companies;
  }

  get balances(): BalanceRegister {
    return this.#balances;
  }

  async #judgeReservations(documents: readonly object[], stage: Stage): Promise<object[]> {
    if (documents.length === 0) return [];
    const { writer, target, reference, work, refuse } = stage;
    const country = writer.authority as CountryCode;
    const { trust } = await this.#options.keys.keyring([reference, target]);
    const shelf = await this.#options.held.of(target);
    const place = { target, reference, shelf, now: this.#now(), work };
    const { balance, ...asking } = await this.#balances.heldOf(country, place, trust);
    const accepted = documents.filter((document) => {
      const parsed = parseReservation(document);
      const problems = parsed.ok
        ? [
            ...(isCertified(parsed.value, country, trust) ? [] : [DEVICE_NOT_CERTIFIED]),
            ...balance.judgeReservation(parsed.value, asking)
          ]
        : parsed.problems;
      if (problems.length > 0) refuse(document, problems);
      else balance.reservations.take(document);
      return problems.length === 0;
    });
    const { rows } = await target.database.allDocs({ keys: accepted.map(idOf) });
    const held = new Set(rows.flatMap((row) => ('value' in row && !row.value.deleted ? [row.id] : [])));
    return accepted.filter((document) => !held.has(idOf(document)));
  }

  async #judgeBlocks(blocks: readonly object[], stage: Stage): Promise<object[]> {
    if (blocks.length === 0) return [];
    const { writer, target, reference, work, refuse } = stage;
    const country = writer.authority as CountryCode;
    const { trust } = await this.#options.keys.keyring([reference, target]);
    const { holders: used, blocks: shelf } = await this.#options.numbers.known(target, country);
    const held = shelf.all();
    const known = new Set<string>(held.map(({ _id }) => _id));
    const judged = await judgeBlocks(blocks, held, { country, trust, used }, work);
    for (const [block, problems] of judged) if (problems.length > 0) refuse(block, problems);
    await confirmHeld(
      target,
      [...known].filter((id) => blocks.some((block) => idOf(block) === id))
    );
    return blocks.filter((block) => judged.get(block)?.length === 0 && !known.has(idOf(block)));
  }
}

/** Documents that are stored only if they were accepted here; others have only a form. */
const JUDGED = [isActDocument, isBlockDocument, isReservationDocument, isPrintCodeDocument];

interface Pushed {
  readonly refused: RefusedRow[];
  readonly last: Stored | null;
}

interface Stage {
  readonly writer: Person;
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly checks: SignatureChecks;
  readonly work: SlicedTask;
  /** Other than this installation's, for a check. */
  readonly demonstration?: Invented;
  readonly brought?: Brought | undefined;
  refuse(document: object, problems: readonly Problem[]): void;
}

interface FormJudge extends Pick<Stage, 'writer' | 'target' | 'checks'> {
  refuse(document: unknown, problems: readonly Problem[]): void;
}

function parseBatch(body: unknown, limits: Limits): readonly unknown[] {
  if (!isPlainObject(body)) throw refusal(400, 'request.body.malformed');
  const { docs, new_edits: newEdits, ...rest } = body;
  if (!Array.isArray(docs) || Object.keys(rest).length > 0)
    throw refusal(400, 'request.body.malformed', 'docs');
  // Only replication can write: revisions come with their documents and are never made here.
  if (newEdits !== false) throw refusal(400, 'request.newEdits.refused', 'new_edits');
  // A client without this bound sends all versions of a hundred drafts in one request.
  const isTooMuch =
    docs.length > limits.revisionsPerRequest || countDocuments(docs) > limits.documentsPerBatch;
  if (isTooMuch) throw refusal(400, 'request.tooMany', 'docs');
  return docs;
}

function countDocuments(docs: readonly unknown[]): number {
  return new Set(docs.map((one) => (isPlainObject(one) ? (one['_id'] ?? one) : one))).size;
}

function idOf(document: object): string {
  return (document as { readonly _id: string })._id;
}
