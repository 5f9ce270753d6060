/**
 * Asks each copy of a cluster's database for written documents. CouchDB answers writes with given revisions
 * (`new_edits: false`) with 201 however few copies took them, and one copy answers questions of missing ones. A single
 * node is not asked.
 */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Fetch } from './answer-in-time.ts';
import type { Written } from './database.ts';
import { majorityOf, tooFewCopies } from './majority.ts';

interface Layout {
  /** By node, the parts of the database that it has a copy of. */
  readonly copies: ReadonlyMap<string, readonly string[]>;
  readonly perDocument: number;
  readonly readAt: number;
}

/** Only an administrator moves copies, so seldom. */
const LAYOUT_KNOWN_MS = 60_000;

type Revisions = Readonly<Record<string, readonly string[]>>;

export class StoredCopies {
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: Fetch;
  readonly #layouts = new Map<string, Layout>();

  constructor(address: string, headers: Readonly<Record<string, string>>, fetch: Fetch) {
    this.#address = address;
    this.#headers = headers;
    this.#fetch = fetch;
  }

  /** Rejects if fewer than a majority of the copies has each document. */
  async confirm(name: string, written: readonly Written[]): Promise<void> {
    if (written.length === 0) return;
    const { copies, perDocument } = await this.#layoutOf(name);
    if (perDocument <= 1) return;
    const revisions: Record<string, string[]> = {};
    for (const { id, rev } of written) (revisions[id] ??= []).push(rev);
    const counts = new Map(written.map((one) => [keyOf(one), 0]));
    const needed = majorityOf(perDocument);
    const looks = [...copies].map(async ([node, parts]) => {
      const held = await this.#heldBy(node, parts, revisions);
      for (const key of held) counts.set(key, (counts.get(key) ?? 0) + 1);
      if ([...counts.values()].some((count) => count < needed)) throw tooFewCopies();
    });
    // A silent node is not waited for after enough others have answered.
    await Promise.any(looks).catch(() => {
      throw tooFewCopies();
    });
  }

  async #layoutOf(name: string): Promise<Layout> {
    const known = this.#layouts.get(name);
    if (known && performance.now() - known.readAt < LAYOUT_KNOWN_MS) return known;
    const layout = parseLayout(name, await this.#ask(`_node/_local/_dbs/${encodeURIComponent(name)}`));
    this.#layouts.set(name, layout);
    return layout;
  }

  async #heldBy(node: string, parts: readonly string[], revisions: Revisions): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    const looks = parts.map(async (part) => {
      const path = `_node/${encodeURIComponent(node)}/${encodeURIComponent(part)}/_revs_diff`;
      const missing = await this.#ask(path, revisions);
      for (const [id, asked] of Object.entries(revisions)) {
        const row = missing[id];
        const absent: unknown = isPlainObject(row) ? row['missing'] : [];
        for (const rev of asked)
          if (!Array.isArray(absent) || !absent.includes(rev)) held.add(keyOf({ id, rev }));
      }
    });
    await Promise.all(looks);
    return held;
  }

  async #ask(path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    const json = { method: 'POST', body: JSON.stringify(body) };
    const headers = { ...this.#headers, 'content-type': 'application/json' };
    const response = await this.#fetch(`${this.#address}/${path}`, { headers, ...(body ? json : {}) });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok || !isPlainObject(answer)) throw tooFewCopies();
    return answer;
  }
}

function keyOf({ id, rev }: Written): string {
  return `${rev} ${id}`;
}

/** The layout in `_dbs`: the suffix of the parts as character codes, and the parts of each node. */
function parseLayout(
  name: string,
  { shard_suffix, by_node, by_range }: Readonly<Record<string, unknown>>
): Layout {
  if (!isPlainObject(by_node) || !isPlainObject(by_range) || !Array.isArray(shard_suffix))
    throw tooFewCopies();
  const ending = String.fromCharCode(...(shard_suffix as number[]));
  const copies = Object.entries(by_node).map(([node, ranges]) => {
    const parts = (ranges as readonly string[]).map((range) => `shards/${range}/${name}${ending}`);
    return [node, parts] as const;
  });
  const perDocument = Math.max(
    ...Object.values(by_range).map((nodes) => (nodes as readonly string[]).length)
  );
  return { copies: new Map(copies), perDocument, readAt: performance.now() };
}
