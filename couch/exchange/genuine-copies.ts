/**
 * Genuine copies of faulty acts: in earlier revisions, then with other holders. Without one the act might never have
 * existed, and no finding is made.
 */
import type { Database } from '#couch/engine/engine.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { authorityToDatabase, shareScope, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { listDelivered } from './receipts.ts';
import type { StatingTools } from './tools.ts';

interface GenuineCopies {
  readonly found: ReadonlyMap<ActId, Act>;
  /** A database did not answer: repeat later. */
  readonly isIncomplete: boolean;
}

type SearchTools = Pick<StatingTools, 'targets' | 'keyring' | 'now'>;

export class CopySearch {
  readonly #tools: SearchTools;

  constructor(tools: SearchTools) {
    this.#tools = tools;
  }

  async find(ids: readonly ActId[], where: DatabaseName): Promise<GenuineCopies> {
    const found = new Map<ActId, Act>();
    let isIncomplete = false;
    for (const name of this.#placesFor(ids, where)) {
      const left = ids.filter((id) => !found.has(id));
      const database = left.length === 0 ? null : this.#tools.targets.open(name);
      if (database === null) continue;
      const read = name === where ? readEarlier(database, left) : readHeld(database, left);
      const documents = await read.catch(() => ((isIncomplete = true), []));
      const genuine = await this.#genuine(documents, where);
      const believed = await this.#withoutDoubted(genuine, name).catch(() => ((isIncomplete = true), []));
      for (const act of believed) found.set(act._id, act);
    }
    return { found, isIncomplete };
  }

  /** Its own first, the issuers' next, the others after them. */
  #placesFor(ids: readonly ActId[], where: DatabaseName): DatabaseName[] {
    const issuers = ids.map((id) => authorityToDatabase(id.split(':')[2] as AuthorityCode) ?? where);
    const all = this.#tools.targets.countries.map((country) => authorityToDatabase(country) ?? where);
    return [...new Set([where, ...issuers, ...all, 'incb', 'reference'])];
  }

  async #genuine(documents: readonly object[], where: DatabaseName): Promise<Act[]> {
    const verifications = await verifyActs(documents, this.#tools.keyring);
    return (documents as readonly Act[]).filter(
      (act, index) => verifications[index]?.verdict === 'good' && shareScope(act.body).includes(where)
    );
  }

  /**
   * Administrators of the issuer's database can add backdated acts. Under a key that has ended, an act of only that
   * database counts if the exchange has a receipt of it.
   */
  async #withoutDoubted(acts: readonly Act[], name: DatabaseName): Promise<readonly Act[]> {
    const { keyring, targets, now } = this.#tools;
    const isDoubted = ({ body, signature }: Act): boolean =>
      authorityToDatabase(body.issuer) === name &&
      keyring.trust.judge(body, signature.key, now()).verdict !== 'good';
    const doubted = new Set(acts.filter(isDoubted).map(({ _id }) => _id));
    const issuers = doubted.size === 0 ? null : targets.open(name);
    if (issuers === null) return acts;
    const delivered = await listDelivered(issuers, [...doubted], keyring);
    return acts.filter(({ _id }) => !doubted.has(_id) || delivered.has(_id));
  }
}

async function readHeld(database: Database, ids: readonly ActId[]): Promise<object[]> {
  const { rows } = await database.allDocs({ keys: [...ids], include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

/** First revisions, available until the database is compacted. */
async function readEarlier(database: Database, ids: readonly ActId[]): Promise<object[]> {
  const documents: object[] = [];
  for (const id of ids) {
    const leaves = await database.get(id, { open_revs: 'all', revs: true }).catch(() => []);
    for (const rev of new Set(leaves.flatMap(firstRevisionOf))) {
      const document = await database.get(id, { rev }).catch(() => null);
      if (document) documents.push(document);
    }
  }
  return documents;
}

function firstRevisionOf({ ok }: { readonly ok?: object }): string[] {
  const { _revisions } = (ok ?? {}) as { readonly _revisions?: { start: number; ids: readonly string[] } };
  const { start = 0, ids = [] } = _revisions ?? {};
  return ids.length === start && start > 0 ? [`1-${ids[start - 1] ?? ''}`] : [];
}
