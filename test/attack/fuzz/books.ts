/**
 * What was pushed and how it was answered. At the end every document that was acknowledged is there once, in the
 * revision that it was pushed with, and none of ours that was refused.
 */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { send, type Answer, type Sent } from '../wire.ts';
import type { Filled } from './send.ts';

/** Longer than any answer takes. */
const MAX_BUSY_MS = 60_000;

interface Pushed {
  readonly id: string;
  readonly rev: string;
}

const PUSH = /^\/db\/([a-z-]+)\/_bulk_docs$/;

export class Books {
  /** By database, then by id, the revisions that were acknowledged. */
  readonly #taken = new Map<string, Map<string, Set<string>>>();
  /** Refused by name, or in a push of which nobody knows how it ended. */
  readonly #refused = new Map<string, Set<string>>();
  readonly #unknown = new Set<string>();

  note({ method, path, body }: Filled, { status, json }: Answer): void {
    const database = PUSH.exec(path)?.[1];
    if (method !== 'POST' || database === undefined || body === null) return;
    const pushed = documentsIn(body);
    if (status <= 0) for (const { id, rev } of pushed) this.#unknown.add(`${id} ${rev}`);
    if (status <= 0 || status === 429 || status >= 400) return;
    const rows = Array.isArray(json) ? (json as { id?: unknown; rev?: unknown }[]) : [];
    const refused = new Set(rows.map(({ id, rev }) => keyOf(String(id), String(rev))));
    const keys = pushed.map(({ id, rev }) => keyOf(id, rev));
    for (const { id, rev } of pushed) {
      const key = keyOf(id, rev);
      if (!refused.has(key)) this.#take(database, id, rev);
      // Of a document that came twice in one push a row does not say which.
      else if (keys.indexOf(key) !== keys.lastIndexOf(key)) this.#unknown.add(`${id} ${rev}`);
      else entryOf(this.#refused, database, () => new Set<string>()).add(`${id} ${rev}`);
    }
  }

  get size(): number {
    return [...this.#taken.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** What is not as it was acknowledged, in sentences. */
  async compare(base: string, cookieOf: (database: string) => Promise<string>): Promise<string[]> {
    const faults: string[] = [];
    for (const [database, documents] of this.#taken)
      faults.push(...(await this.#compareOne(base, database, documents, await cookieOf(database))));
    return faults;
  }

  async #compareOne(
    base: string,
    database: string,
    documents: Map<string, Set<string>>,
    cookie: string
  ): Promise<string[]> {
    const faults: string[] = [];
    const rows = await readChanges(base, database, cookie);
    const leaves = new Map<string, string[]>();
    for (const { id, changes } of rows) {
      if (leaves.has(id)) faults.push(`${database} tells of ${id} twice`);
      leaves.set(
        id,
        changes.map(({ rev }) => rev)
      );
    }
    for (const [id, revisions] of documents) {
      if (!leaves.has(id)) faults.push(`${database} lacks ${id}, which was acknowledged`);
      // An act is one act whatever revision it comes with.
      else if (!id.startsWith('act:'))
        faults.push(...(await missingOf(base, database, { id, revisions, cookie })));
    }
    for (const refused of this.#refused.get(database) ?? []) {
      const [id = '', rev = ''] = refused.split(' ');
      const isOther = documents.get(id)?.has(rev) || this.#unknown.has(refused) || id.startsWith('act:');
      if (!isOther && leaves.get(id)?.includes(rev))
        faults.push(`${database} has ${refused}, which was refused`);
    }
    return faults;
  }

  #take(database: string, id: string, rev: string): void {
    const documents = entryOf(this.#taken, database, () => new Map<string, Set<string>>());
    entryOf(documents, id, () => new Set<string>()).add(rev);
  }
}

/** As far as a row tells of it. */
function keyOf(id: string, rev: string): string {
  return `${id.slice(0, 300)} ${rev.slice(0, 60)}`;
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const held = map.get(key) ?? make();
  map.set(key, held);
  return held;
}

function documentsIn(body: Uint8Array): Pushed[] {
  try {
    const { docs } = JSON.parse(new TextDecoder().decode(body)) as { docs?: unknown };
    if (!Array.isArray(docs)) return [];
    return docs.flatMap((one) =>
      isPlainObject(one) && typeof one['_id'] === 'string' && typeof one['_rev'] === 'string'
        ? [{ id: one['_id'], rev: one['_rev'] }]
        : []
    );
  } catch {
    return [];
  }
}

interface Row {
  readonly id: string;
  readonly changes: readonly { readonly rev: string }[];
}

/** What was asked for is under way for a while after its sender has gone: whoever is told when to come back does. */
async function sendInTime(base: string, sent: Sent): Promise<Answer> {
  const until = Date.now() + MAX_BUSY_MS;
  for (;;) {
    const answer = await send(base, sent);
    const seconds = Number(answer.headers['retry-after']);
    if ((answer.status !== 503 && answer.status !== 429) || !(seconds > 0) || Date.now() > until)
      return answer;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function readChanges(base: string, database: string, cookie: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let since = '0'; ;) {
    const path = `/db/${database}/_changes?style=all_docs&since=${encodeURIComponent(since)}`;
    const { json, text } = await sendInTime(base, { path, headers: { cookie } });
    const { results, last_seq } = (json ?? {}) as { results?: Row[]; last_seq?: unknown };
    if (!results) throw new Error(`${database} cannot be read: ${text}`);
    rows.push(...results);
    if (results.length === 0) return rows;
    since = String(last_seq);
  }
}

interface Asked {
  readonly id: string;
  readonly revisions: ReadonlySet<string>;
  readonly cookie: string;
}

async function missingOf(
  base: string,
  database: string,
  { id, revisions, cookie }: Asked
): Promise<string[]> {
  const body = { [id]: [...revisions].slice(0, 100) };
  const answer = await sendInTime(base, {
    method: 'POST',
    path: `/db/${database}/_revs_diff`,
    headers: { cookie },
    body
  });
  if (answer.status !== 200) return [`${database} does not say what it lacks of ${id}: ${answer.text}`];
  const missing = (answer.json as Record<string, { missing?: string[] }>)[id]?.missing ?? [];
  return missing.map((rev) => `${database} lacks ${id} ${rev}, which was acknowledged`);
}
