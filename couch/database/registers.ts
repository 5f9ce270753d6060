/** In memory and updated before each batch. */
import { Mutex } from '#couch/base/turns.ts';
import { countsWrites, idsFrom, type ChangeRow, type Database } from '#couch/engine/engine.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { isAuthorizationKind, parseNumber } from '#lib/domain/act/number.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { BlockShelf, isBlockId } from '#lib/domain/door/blocks.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, Instant, KeyId } from '#lib/domain/ids.ts';
import { isKeyId } from '#lib/domain/registration/key-id.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

/** A test of the id avoids parsing it: most acts are of a trade. */
const ABOUT_KEYS = /:(?:certificate|withdrawal):/;

/** As stored, perhaps by someone else than the gateway. */
interface KeyBody {
  readonly kind?: unknown;
  readonly keyId?: unknown;
  readonly holder?: { readonly authority?: unknown };
}

export interface WithdrawalListener {
  note(key: KeyId): void;
  settle(trust: () => Trust): Promise<void>;
}

export function isAboutKeys(id: string): boolean {
  return ABOUT_KEYS.test(id);
}

export async function readKeyActs(database: Database): Promise<readonly object[]> {
  const { rows } = await database.allDocs(idsFrom('act:'));
  const keys = rows.map(({ id }) => id).filter(isAboutKeys);
  const read = await database.allDocs({ keys, include_docs: true });
  return read.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

export class KeyRegister {
  readonly #readings = new Map<string, Reading>();
  readonly #keyring: Keyring;
  readonly #withdrawn: WithdrawalListener | null;
  /** INCB's own keys, and the key of each certificate and revocation. */
  readonly #boardKeys = new Set<unknown>();
  readonly #keyOf = new Map<string, unknown>();

  constructor(roots: readonly PublicKey[], withdrawn: WithdrawalListener | null = null) {
    this.#keyring = new Keyring(roots);
    this.#withdrawn = withdrawn;
  }

  get known(): Keyring {
    return this.#keyring;
  }

  /** A certificate or revocation of a key of INCB; complete up to the last `keyring`. */
  isOfBoard(id: string): boolean {
    return this.#boardKeys.has(this.#keyOf.get(id));
  }

  /** The caller does not wait for sessions that end by the revocations. */
  async keyring(databases: readonly NamedDatabase[]): Promise<Keyring> {
    await Promise.all(databases.map((one) => this.#readingOf(one).readOn(one.database, this.#wanted())));
    void this.settled();
    return this.#keyring;
  }

  async learn(where: NamedDatabase, stored: Stored, firstSeen: Instant): Promise<void> {
    await this.#readingOf(where).tell(stored, this.#wanted(firstSeen));
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.#withdrawn?.settle(() => this.#keyring.trust);
  }

  #wanted(firstSeen?: Instant): Wanted {
    return {
      isWanted: (id) => isAboutKeys(id) && isActId(id),
      take: (act) => {
        const { _id, body } = act as { readonly _id: string; readonly body?: KeyBody };
        const { kind, keyId, holder } = body ?? {};
        this.#keyOf.set(_id, keyId);
        if (kind === 'certificate' && holder?.authority === 'INCB') this.#boardKeys.add(keyId);
        if (kind === 'withdrawal' && isKeyId(keyId)) this.#withdrawn?.note(keyId);
        return this.#keyring.addAct(act, firstSeen);
      }
    };
  }

  #readingOf(where: NamedDatabase): Reading {
    const place = placeOf(where);
    const reading = this.#readings.get(place) ?? new Reading();
    this.#readings.set(place, reading);
    return reading;
  }
}

export interface KnownNumbers {
  readonly holders: ReadonlyMap<string, ActId>;
  /** Authorizations by the draft that they came from. */
  readonly drafts: ReadonlyMap<string, readonly ActId[]>;
  /** Records of partners' papers by `bareNumber`, without those that were corrected. */
  readonly papersOf: (bare: string) => readonly ActId[];
  readonly blocks: BlockShelf;
}

interface Numbers extends Wanted, KnownNumbers {
  readonly reading: Reading;
}

export class NumberRegister {
  readonly #known = new Map<string, Numbers>();
  /** Of questions at the same time, the first reads for all. */
  readonly #mutex = new Mutex();

  async known(where: NamedDatabase, issuer: string): Promise<KnownNumbers> {
    const numbers = this.#numbersOf(where, issuer);
    await this.#mutex.run(placeOf(where, issuer), () => numbers.reading.readOn(where.database, numbers));
    return numbers;
  }

  learn(where: NamedDatabase, issuer: string, stored: Stored): Promise<void> {
    const numbers = this.#numbersOf(where, issuer);
    return numbers.reading.tell(stored, numbers);
  }

  #numbersOf(where: NamedDatabase, issuer: string): Numbers {
    const place = placeOf(where, issuer);
    const known = this.#known.get(place) ?? openNumbers(issuer);
    this.#known.set(place, known);
    return known;
  }
}

function placeOf({ name, epoch }: NamedDatabase, issuer = ''): string {
  return `${name}@${epoch}/${issuer}`;
}

function openNumbers(issuer: string): Numbers {
  const holders = new Map<string, ActId>();
  const drafts = new Map<string, ActId[]>();
  const papers = new Map<string, ActId[]>();
  const corrected = new Set<unknown>();
  const blocks = new BlockShelf();
  return {
    reading: new Reading(),
    holders,
    drafts,
    papersOf: (bare) => (papers.get(bare) ?? []).filter((id) => !corrected.has(id)),
    blocks,
    isWanted: (id) => isBlockId(id) || isNumberedBy(issuer, id),
    take: (document) => {
      const { _id } = document as { readonly _id: string };
      if (isBlockId(_id)) blocks.take(document);
      else note({ holders, drafts, papers, corrected }, _id as ActId, document);
    },
    drop: (id) => blocks.drop(id)
  };
}

function isNumberedBy(issuer: string, id: string): boolean {
  const parts = parseActId(id);
  return parts?.issuer === issuer && (isAuthorizationKind(parts.kind) || parts.kind === 'paper-record');
}

/**
 * The server operator can store anything under an act's id (threats P6). Nothing else is checked, so that a number once
 * used is never given again.
 */
function note({ holders, drafts, papers, corrected }: Noted, id: ActId, document: object): void {
  const body = 'body' in document ? document.body : null;
  const { number, draft, paper, corrects } = isPlainObject(body) ? body : {};
  if (typeof draft === 'string' && drafts.get(draft)?.includes(id) !== true) addTo(drafts, draft, id);
  if (isPlainObject(corrects)) corrected.add(corrects['of']);
  if (isPlainObject(paper)) {
    const bare = isAuthorizationKind(paper['instrument']) ? bareNumber(String(paper['number'])) : '';
    if (bare !== '' && papers.get(bare)?.includes(id) !== true) addTo(papers, bare, id);
  }
  if (typeof number !== 'string' || holders.has(number) || !parseNumber(number).ok) return;
  holders.set(number, id);
}

interface Noted {
  readonly holders: Map<string, ActId>;
  readonly drafts: Map<string, ActId[]>;
  readonly papers: Map<string, ActId[]>;
  readonly corrected: Set<unknown>;
}

/**
 * Each question first reads on from there, so no other writer is missed. This gateway's own writes are passed directly:
 * an act's id is the hash of its content.
 */
const PAGE = 1000;
const READ_AT_ONCE = 200;
const MAX_SHOWN = 5000;

export interface NamedDatabase {
  readonly name: string;
  readonly epoch: string;
  readonly database: Database;
}

type Since = number | string;

export interface Stored {
  readonly documents: readonly { readonly _id: string }[];
  readonly span: { readonly from: Since; readonly to: Since } | null;
}

export interface Wanted {
  isWanted(id: string): boolean;
  take(document: object): Promise<void> | void;
  drop?(id: string): void;
}

export class Reading {
  #since: Since = 0;
  /** Passed documents that the feed has not delivered yet. */
  readonly #told = new Set<string>();

  async readOn(database: Database, wanted: Wanted): Promise<void> {
    const isCounted = countsWrites(database);
    if (isCounted && (await database.info()).update_seq === this.#since) return;
    for (let since = this.#since; ;) {
      const page = await database.changes({
        since,
        limit: PAGE,
        batch_size: PAGE,
        // The embedded engine reads bodies anyway.
        ...(isCounted ? { include_docs: true } : {})
      });
      const fresh = page.results.filter((row) => !this.#wasTold(row) && wanted.isWanted(row.id));
      for (const { id, deleted } of fresh) if (deleted) wanted.drop?.(id);
      const kept = fresh.filter(({ deleted }) => !deleted);
      if (isCounted) for (const { doc } of kept) await wanted.take(doc as object);
      else
        await takeByIds(
          database,
          kept.map(({ id }) => id),
          wanted
        );
      since = page.last_seq;
      if (page.results.length === PAGE) continue;
      this.#since = since;
      return;
    }
  }

  /** By a writer behind the gateway, it is new. */
  #wasTold({ id, deleted, changes: [leaf] }: ChangeRow): boolean {
    return this.#told.delete(id) && !deleted && leaf?.rev.startsWith('1-') === true;
  }

  async tell({ documents, span }: Stored, wanted: Wanted): Promise<void> {
    // A block of this id can belong to another gateway by now.
    const mine = documents.filter(({ _id }) => _id.startsWith('act:') && wanted.isWanted(_id));
    for (const document of mine) await wanted.take(document);
    if (span !== null && span.from === this.#since) this.#since = span.to;
    // An unread database is read from the beginning. Forgotten documents are read once more.
    else if (this.#since !== 0 && this.#told.size + mine.length <= MAX_SHOWN)
      for (const { _id } of mine) this.#told.add(_id);
  }
}

async function takeByIds(database: Database, ids: readonly string[], wanted: Wanted): Promise<void> {
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    const { rows } = await database.allDocs({ keys: ids.slice(at, at + READ_AT_ONCE), include_docs: true });
    for (const row of rows) if ('doc' in row && row.doc) await wanted.take(row.doc);
  }
}
