/**
 * What the door must know of a whole database, kept in memory and brought up to date before each batch:
 * the keys that certificates name, and the numbers that authorizations bear. Reading on from the last
 * sequence when it is needed leaves no moment in which the register is behind.
 */
import type { Database } from '#couch/engine/engine.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import { parseActId, type ActIdParts } from '#lib/domain/act/act-id.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import { isAuthorization } from './door.ts';

const PAGE = 1000;
const READ_AT_ONCE = 200;

/** A database by name and epoch: one that was made anew is read anew. */
export interface NamedDatabase {
  readonly name: string;
  readonly epoch: string;
  readonly database: Database;
}

type Since = number | string;

/** Calls `take` with each new document whose id is wanted; returns up to where it read. */
async function readOn(
  database: Database,
  since: Since,
  isWanted: (id: ActIdParts) => boolean,
  take: (document: object) => Promise<void> | void
): Promise<Since> {
  for (;;) {
    const page = await database.changes({ since, limit: PAGE, batch_size: PAGE });
    const ids = page.results.map(({ id }) => id).filter((id) => isWantedId(id, isWanted));
    for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
      const { rows } = await database.allDocs({ keys: ids.slice(at, at + READ_AT_ONCE), include_docs: true });
      for (const row of rows) if ('doc' in row && row.doc) await take(row.doc);
    }
    since = page.last_seq;
    if (page.results.length < PAGE) return since;
  }
}

function isWantedId(id: string, isWanted: (id: ActIdParts) => boolean): boolean {
  const parts = parseActId(id);
  return parts !== null && isWanted(parts);
}

/** Certificates and withdrawals of everybody, from `reference` and from the countries that were asked for. */
export class KeyRegister {
  readonly #roots: readonly PublicKey[];
  readonly #read = new Map<string, Since>();
  #keyring: Keyring;

  constructor(roots: readonly PublicKey[]) {
    this.#roots = roots;
    this.#keyring = new Keyring(this.#roots);
  }

  /** Up to date with these databases. */
  async keyring(databases: readonly NamedDatabase[]): Promise<Keyring> {
    for (const { name, epoch, database } of databases) {
      const place = `${name}@${epoch}`;
      const isKeyAct = ({ kind }: ActIdParts): boolean => kind === 'certificate' || kind === 'withdrawal';
      const upTo = await readOn(database, this.#read.get(place) ?? 0, isKeyAct, (act) =>
        this.#keyring.addAct(act)
      );
      this.#read.set(place, upTo);
    }
    return this.#keyring;
  }

  /** What has just been stored, and when; a write that failed is none of its business. */
  async learn(acts: readonly Act[], firstSeen: Instant): Promise<void> {
    for (const act of acts) await this.#keyring.addAct(act, firstSeen);
  }
}

/** Which act bears which number, for one country's own authorizations; nothing but what is stored. */
export class NumberRegister {
  readonly #read = new Map<string, { since: Since; readonly holders: Map<string, ActId> }>();

  /** Up to date with the database. */
  async holders(
    { name, epoch, database }: NamedDatabase,
    issuer: string
  ): Promise<ReadonlyMap<string, ActId>> {
    const place = `${name}@${epoch}`;
    const known = this.#read.get(place) ?? { since: 0, holders: new Map<string, ActId>() };
    this.#read.set(place, known);
    const isOwn = ({ kind, issuer: by }: ActIdParts): boolean =>
      by === issuer && kind.endsWith('-authorization');
    known.since = await readOn(database, known.since, isOwn, (document) =>
      note(known.holders, document as Act)
    );
    return known.holders;
  }
}

function note(holders: Map<string, ActId>, act: Act): void {
  if (isAuthorization(act) && !holders.has(act.body.number)) holders.set(act.body.number, act._id);
}
