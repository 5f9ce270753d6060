/**
 * A pushed batch: judged document by document, in order, each act with those accepted before it; what is
 * good is written with the revision it came with, the rest is told why. Batches of one database follow
 * one another, so that nothing is judged by what is about to change.
 */
import type { Person } from '#couch/accounts/accounts.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isPlainObject } from '#lib/domain/act/shape.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { admitActs } from './admit-acts.ts';
import { judgeDocument } from './door.ts';
import type { Limits } from './limits.ts';
import { Mutex } from './mutex.ts';
import { refusal } from './refusal.ts';
import type { KeyRegister, NamedDatabase, NumberRegister } from './registers.ts';

export interface PushOptions {
  readonly keys: KeyRegister;
  readonly numbers: NumberRegister;
  readonly clock: () => number;
  readonly limits: Limits;
  readonly demonstration: boolean;
}

/** As CouchDB tells it: replication goes on with the rest and emits `denied` for these. */
export interface RefusedRow {
  readonly id: string;
  readonly error: 'forbidden';
  readonly status: 403;
  /** JSON of the problems. */
  readonly reason: string;
}

const MOST_PROBLEMS_TOLD = 10;

export class Pushes {
  readonly #options: PushOptions;
  readonly #mutex = new Mutex();

  constructor(options: PushOptions) {
    this.#options = options;
  }

  /** Rows of what was refused; nothing for what was stored. */
  push(
    writer: Person,
    target: NamedDatabase,
    reference: NamedDatabase,
    body: unknown
  ): Promise<RefusedRow[]> {
    const documents = parseBatch(body, this.#options.limits);
    return this.#mutex.run(target.name, () => this.#pushInTurn(writer, target, reference, documents));
  }

  async #pushInTurn(
    writer: Person,
    target: NamedDatabase,
    reference: NamedDatabase,
    documents: readonly unknown[]
  ): Promise<RefusedRow[]> {
    const refused: RefusedRow[] = [];
    const good: object[] = [];
    for (const document of documents) {
      const problems = judgeDocument(document, writer, target.name, this.#options.limits);
      if (problems.length > 0) refused.push(toRefusedRow(document, problems));
      else good.push(document as object);
    }
    const acts = good.filter(isActDocument);
    const held = await readHeldIds(target, acts);
    const fresh = acts.filter(
      (act, index) => !held.has(act._id) && acts.findIndex((one) => one._id === act._id) === index
    );
    const { keys, numbers, clock, demonstration } = this.#options;
    const now = new Date(clock()).toISOString() as Instant;
    const refuse = (act: Act, problems: readonly Problem[]): void =>
      void refused.push(toRefusedRow(act, problems));
    const accepted = new Set(
      await admitActs(fresh, { keys, numbers, target, reference, now, demonstration, refuse })
    );
    const written = good.filter((document) => !isActDocument(document) || accepted.has(document));
    const failed = written.length === 0 ? [] : await target.database.bulkDocs(written, { new_edits: false });
    return refused.concat((failed as ErrorRow[]).filter(isErrorRow).map(toEngineRow));
  }
}

function parseBatch(body: unknown, limits: Limits): readonly unknown[] {
  if (!isPlainObject(body)) throw refusal(400, 'request.body.malformed');
  const { docs, new_edits: newEdits, ...rest } = body;
  if (!Array.isArray(docs) || Object.keys(rest).length > 0)
    throw refusal(400, 'request.body.malformed', 'docs');
  // The one way in is replication's: revisions come with their documents and are never made here.
  if (newEdits !== false) throw refusal(400, 'request.newEdits.refused', 'new_edits');
  if (docs.length > limits.documentsPerBatch) throw refusal(400, 'request.tooMany', 'docs');
  return docs;
}

function isActDocument(document: object): document is Act {
  return (document as Act)._id.startsWith('act:');
}

/** An act that is here is the same act, whatever revision it was pushed with: nothing to write. */
async function readHeldIds(target: NamedDatabase, acts: readonly Act[]): Promise<ReadonlySet<string>> {
  if (acts.length === 0) return new Set();
  const { rows } = await target.database.allDocs({ keys: acts.map((act) => act._id) });
  return new Set(rows.filter((row) => 'value' in row && !row.value.deleted).map((row) => String(row.key)));
}

function toRefusedRow(document: unknown, problems: readonly Problem[]): RefusedRow {
  const id = isPlainObject(document) ? String(document['_id']).slice(0, 300) : '';
  const reason = JSON.stringify(problems.slice(0, MOST_PROBLEMS_TOLD));
  return { id, error: 'forbidden', status: 403, reason };
}

interface ErrorRow {
  readonly id?: string;
  readonly error?: unknown;
  readonly reason?: string;
}

function isErrorRow(row: object): boolean {
  return 'error' in row && Boolean((row as ErrorRow).error);
}

/**
 * CouchDB's own validator, the second wall, speaks in the same codes. Any other failure is the server's
 * own: the whole request fails and replication tries it again, since a document once denied is not sent twice.
 */
function toEngineRow(row: ErrorRow): RefusedRow {
  const forbidden = row.error === 'forbidden' || (row as { name?: string }).name === 'forbidden';
  if (!forbidden) throw refusal(503, 'request.engine.failed');
  const isList = /^\[.*\]$/s.test(row.reason ?? '');
  const reason = isList && row.reason ? row.reason : JSON.stringify([{ code: 'door.engine.refused' }]);
  return { id: row.id ?? '', error: 'forbidden', status: 403, reason };
}
