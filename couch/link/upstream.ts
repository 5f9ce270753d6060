/**
 * Sends the country's documents through the central server's door. Refusals are noted here for its officers and
 * repeated after new arrivals.
 */
import { listDocuments, storedAs } from '#couch/database/documents.ts';
import { readDocument, type Database } from '#couch/engine/engine.ts';
import { boundsOf, LIMITS } from '#couch/base/limits.ts';
import { parseStrictJson } from '#couch/base/strict-json.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isBlockTakenAway } from '#lib/domain/exchange/authority.ts';
import {
  centralRefusalOf,
  mayBecomeAcceptable,
  parseCentralRefusal,
  REFUSAL_PREFIX,
  type CentralRefusal
} from '#lib/domain/exchange/central-refusal.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { Problem } from '#lib/domain/result.ts';
import { LinkError } from './central-client.ts';
import type { LinkTools } from './link-state.ts';

interface Leaf {
  readonly _id: string;
  readonly _rev: string;
}

interface RefusedRow {
  readonly id: string;
  readonly rev?: string;
  readonly error?: string;
  readonly reason?: string;
}

const PAGE = 100;
/** The central gateway takes twice as much. */
const MAX_BYTES = 1024 * 1024;
const MAX_AT_ONCE = 200;
const MAX_AGAIN = 200;
/** Ids under which refusals are noted; the doctor lists any others. */
const OWN =
  /^(?:draft|company|setting|block|reservation|device-request|print-code|partner-invitation|return|application|shipment-announcement):[A-Za-z0-9:_-]{1,160}$/;
const REVISION = /^[0-9]{1,9}-[0-9a-f]{32}$/;

export class Upstream {
  readonly #name: DatabaseName;
  readonly #tools: LinkTools;

  constructor(name: DatabaseName, tools: LinkTools) {
    this.#name = name;
    this.#tools = tools;
  }

  async sendAll(signal: AbortSignal): Promise<void> {
    const database = this.#tools.engine.open(this.#name);
    while (!signal.aborted) {
      const { state } = this.#tools;
      const page = await database.changes({ since: state.now.up, limit: PAGE, style: 'all_docs' });
      const own = page.results.filter(({ id }) => this.#isOwn(id));
      await this.#send(
        own.flatMap(({ id, changes }) =>
          changes.flatMap(({ rev }) => (REVISION.test(rev) ? [{ id, rev }] : []))
        ),
        signal
      );
      if (page.results.length > 0) await state.update(() => ({ up: page.last_seq }));
      if (page.results.length < PAGE) return;
    }
  }

  async sendRefused(signal: AbortSignal): Promise<void> {
    const waiting = (await this.#readRefusals()).filter(({ problems }) => mayBecomeAcceptable(problems));
    const again = waiting.slice(0, MAX_AGAIN).map(({ of, rev }) => ({ id: of, rev }));
    if (again.length > 0) await this.#sendLeaves(await this.#readLeaves(again), signal);
  }

  async countRefusals(): Promise<number> {
    return (await this.#readRefusals()).length;
  }

  #isOwn(id: string): boolean {
    return id.startsWith('act:') ? parseActId(id)?.issuer === this.#tools.country : OWN.test(id);
  }

  async #send(leaves: readonly { id: string; rev: string }[], signal: AbortSignal): Promise<void> {
    if (leaves.length === 0) return;
    const revs: Record<string, string[]> = {};
    for (const { id, rev } of leaves) (revs[id] ??= []).push(rev);
    const diff = (await this.#ask('_revs_diff', revs, signal)) as Record<string, { missing?: string[] }>;
    const missing = Object.entries(diff).flatMap(([id, row]) =>
      (row.missing ?? []).map((rev) => ({ id, rev }))
    );
    for (let at = 0; at < missing.length; at += MAX_AT_ONCE)
      await this.#sendLeaves(await this.#readLeaves(missing.slice(at, at + MAX_AT_ONCE)), signal);
  }

  async #readLeaves(asked: readonly { id: string; rev: string }[]): Promise<Leaf[]> {
    if (asked.length === 0) return [];
    const { results } = await this.#tools.engine.open(this.#name).bulkGet({ docs: [...asked], revs: true });
    const leaves = results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok as Leaf] : [])));
    return leaves.filter((leaf) => !isBlockTakenAway(leaf));
  }

  async #sendLeaves(leaves: readonly Leaf[], signal: AbortSignal): Promise<void> {
    const unread = leaves.flatMap((leaf) => {
      const problems = judgeReadable(leaf);
      return problems.length > 0 ? [{ leaf, problems }] : [];
    });
    for (const { leaf, problems } of unread) await this.#noteOne(leaf, problems);
    const others = new Set(unread.map(({ leaf }) => leaf));
    for (const portion of inPortions(leaves.filter((leaf) => !others.has(leaf)))) {
      const body = { docs: portion, new_edits: false };
      const rows = (await this.#ask('_bulk_docs', body, signal)) as readonly RefusedRow[];
      await this.#note(portion, rows);
    }
  }

  async #note(sent: readonly Leaf[], rows: readonly RefusedRow[]): Promise<void> {
    // An older central server does not name the version.
    const refused = new Map(
      rows.filter(({ error }) => error).map((row) => [`${row.id} ${row.rev ?? ''}`, row])
    );
    for (const leaf of sent) {
      const row = refused.get(`${leaf._id} ${leaf._rev}`) ?? refused.get(`${leaf._id} `);
      await this.#noteOne(leaf, row ? reasonToProblems(row.reason) : null);
    }
  }

  async #noteOne({ _id, _rev }: Leaf, problems: readonly Problem[] | null): Promise<void> {
    const refusedAt = this.#tools.now();
    const next = problems && centralRefusalOf({ of: _id, rev: _rev, problems, refusedAt });
    await settle(this.#tools.engine.open(this.#name), REFUSAL_PREFIX + _id, next);
  }

  #readRefusals(): Promise<CentralRefusal[]> {
    const database = this.#tools.engine.open(this.#name);
    return listDocuments(database, REFUSAL_PREFIX, storedAs(parseCentralRefusal));
  }

  async #ask(path: string, body: object, signal: AbortSignal): Promise<unknown> {
    const { client, state } = this.#tools;
    const answer = await client.ask({ method: 'POST', path: `/db/${this.#name}/${path}`, body, signal });
    if (answer.status === 413) throw new LinkError('offline', 'The central server takes no more at once.');
    if (answer.epoch !== state.now.epochs[this.#name])
      throw new LinkError('replaced', `The central database ${this.#name} is another one than before.`);
    return answer.body;
  }
}

/** One unreadable document spoils the whole request, so it is not sent. */
function judgeReadable(leaf: Leaf): readonly Problem[] {
  const bytes = new TextEncoder().encode(JSON.stringify({ docs: [leaf], new_edits: false }));
  if (bytes.length > LIMITS.bulkBytes)
    return [{ code: 'document.tooLarge', values: { most: LIMITS.documentBytes } }];
  const read = parseStrictJson(bytes, boundsOf(LIMITS));
  return read.ok ? [] : read.problems;
}

/** Written only on a change, so that an equal refusal wakes no device. */
async function settle(database: Database, id: string, next: CentralRefusal | null): Promise<void> {
  const held = await readDocument<CentralRefusal & { readonly _rev: string }>(database, id);
  if (next === null) {
    if (held) await database.put({ _id: id, _rev: held._rev, _deleted: true } as object);
    return;
  }
  if (held && held.rev === next.rev && JSON.stringify(held.problems) === JSON.stringify(next.problems))
    return;
  await database.put({ ...next, ...(held ? { _rev: held._rev } : {}) });
}

function inPortions(leaves: readonly Leaf[]): Leaf[][] {
  const portions: Leaf[][] = [];
  let bytes = Infinity;
  for (const leaf of leaves) {
    const size = Buffer.byteLength(JSON.stringify(leaf), 'utf8');
    if (bytes + size > MAX_BYTES) {
      portions.push([]);
      bytes = 0;
    }
    portions[portions.length - 1]?.push(leaf);
    bytes += size;
  }
  return portions;
}

/** The door answers with the domain's problems; other texts are passed on. */
function reasonToProblems(reason: string | undefined): readonly Problem[] {
  try {
    const parsed: unknown = JSON.parse(reason ?? '');
    if (Array.isArray(parsed) && parsed.length > 0) return parsed as Problem[];
  } catch {
    // Not from our door.
  }
  return [{ code: 'write.refused' }];
}
