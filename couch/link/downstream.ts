/**
 * Replicates one central database, page by page and then live. Every document is judged before it is stored. The
 * position moves after a page is safe.
 */
import { RowWriter } from '#couch/exchange/write-rows.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import { REFERENCE_DATABASE, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { LinkError, type Answer } from './central-client.ts';
import type { LinkTools } from './link-state.ts';
import { sortArrivals, type Arrival } from './sort-arrivals.ts';

interface DownstreamTools extends LinkTools {
  /** The keyring includes all stored documents. */
  readonly keyring: () => Promise<Keyring>;
  readonly arrived: (database: DatabaseName, ids: readonly string[]) => void;
}

interface Row {
  readonly id: string;
  readonly deleted?: boolean;
  readonly changes: readonly { readonly rev: string }[];
}

interface Page {
  readonly results: readonly Row[];
  readonly last_seq: string | number;
  /** Time of the request, by the central server's clock. */
  readonly at: Instant | null;
}

/** Acts in the order of the central feed, with the position reached. */
interface ActIdPage {
  readonly ids: readonly string[];
  readonly to: string | number;
}

const PAGE = 200;
/** Fewer than the gateway's bound of a page. */
const MAX_LEAVES = 1000;
const BODIES_AT_ONCE = 100;
const IDS_AT_ONCE = 1000;
const HEARTBEAT_MS = 20_000;
const MAX_WAITING = 10_000;

export class Downstream {
  readonly name: DatabaseName;
  readonly #tools: DownstreamTools;
  readonly #writer = new RowWriter();

  constructor(name: DatabaseName, tools: DownstreamTools) {
    this.name = name;
    this.#tools = tools;
  }

  /** Reads to the current end. */
  async catchUp(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const page = await this.#readPage('normal', signal);
      await this.#takePage(page, signal);
      if (isLast(page)) return;
    }
  }

  /** Until the signal; throws failures. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.#takePage(await this.#readPage('longpoll', signal), signal);
  }

  async takeWaiting(signal: AbortSignal): Promise<void> {
    const waiting = this.#tools.state.now.waiting[this.name] ?? [];
    if (waiting.length === 0) return;
    const documents: Arrival[] = [];
    for await (const some of this.#readInPortions(
      waiting.map((id) => ({ id })),
      signal
    ))
      documents.push(...some);
    const left = new Set(await this.#take(documents));
    await this.#tools.state.update((record) => {
      const held = record.waiting[this.name] ?? [];
      const still = held.filter((id) => !waiting.includes(id) || left.has(id));
      return { waiting: { ...record.waiting, [this.name]: still } };
    });
  }

  async *readActIds(from: string | number, signal: AbortSignal): AsyncGenerator<ActIdPage, void> {
    for (let [since, isMore] = [from, true]; isMore && !signal.aborted;) {
      const path = `_changes?since=${encodeURIComponent(String(since))}&limit=${IDS_AT_ONCE}`;
      const { results, last_seq } = (await this.#ask(path, undefined, signal)).body as Page;
      const acts = results.filter(({ id, deleted }) => id.startsWith('act:') && deleted !== true);
      yield { ids: acts.map(({ id }) => id), to: last_seq };
      [since, isMore] = [last_seq, results.length === IDS_AT_ONCE];
    }
  }

  /** Leaves out acts that wait for their signer. */
  async listTakable(ids: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    const { country, keyring } = this.#tools;
    const takable: string[] = [];
    for await (const documents of this.#readInPortions(
      ids.map((id) => ({ id })),
      signal
    )) {
      const { own, foreign } = await sortArrivals(documents, this.name, country, await keyring());
      takable.push(...[...own, ...foreign].map(({ _id }) => _id));
    }
    return takable;
  }

  async #readPage(feed: 'normal' | 'longpoll', signal: AbortSignal): Promise<Page> {
    const since = encodeURIComponent(String(this.#tools.state.now.down[this.name] ?? 0));
    const wait = feed === 'longpoll' ? `&feed=longpoll&heartbeat=${HEARTBEAT_MS}` : '';
    const path = `_changes?since=${since}&limit=${PAGE}&style=all_docs${wait}`;
    const { body, time } = await this.#ask(path, undefined, signal);
    return { ...(body as Omit<Page, 'at'>), at: time };
  }

  async #takePage({ results, last_seq, at }: Page, signal: AbortSignal): Promise<void> {
    const missing = await this.#listMissing(results);
    const waiting: string[] = [];
    for await (const documents of this.#readInPortions(missing, signal))
      waiting.push(...(await this.#take(documents)));
    const isKnown = this.name === REFERENCE_DATABASE && isLast({ results }) && at !== null;
    await this.#tools.state.update((record) => {
      const all = [...new Set([...(record.waiting[this.name] ?? []), ...waiting])];
      return {
        down: { ...record.down, [this.name]: last_seq },
        ...(isKnown ? { knownAt: at } : {}),
        waiting: { ...record.waiting, [this.name]: all.slice(-MAX_WAITING) }
      };
    });
  }

  /** Equal ids are equal acts, whatever their revision. */
  async #listMissing(results: Page['results']): Promise<{ id: string; rev: string }[]> {
    const rows = results.filter(({ id }) => !id.startsWith('_'));
    if (rows.length === 0) return [];
    const database = this.#tools.engine.open(this.name);
    const revs = Object.fromEntries(rows.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
    const diff = await database.revsDiff(revs);
    const acts = Object.keys(diff).filter((id) => id.startsWith('act:'));
    const held = acts.length === 0 ? { rows: [] } : await database.allDocs({ keys: acts });
    const here = new Set(held.rows.flatMap((row) => ('value' in row && !row.value.deleted ? [row.key] : [])));
    return Object.entries(diff).flatMap(([id, { missing = [] }]) =>
      here.has(id) ? [] : missing.map((rev) => ({ id, rev }))
    );
  }

  /** A document written again in between has no longer this revision and comes later. */
  async *#readInPortions(
    asked: readonly { readonly id: string; readonly rev?: string }[],
    signal: AbortSignal
  ): AsyncGenerator<Arrival[]> {
    for (let at = 0; at < asked.length; at += BODIES_AT_ONCE) {
      const { body } = await this.#ask('_bulk_get', { docs: asked.slice(at, at + BODIES_AT_ONCE) }, signal);
      const { results } = body as {
        readonly results: readonly { readonly docs: readonly { readonly ok?: Arrival }[] }[];
      };
      yield results.flatMap((row) => row.docs.flatMap(({ ok }) => (ok ? [ok] : [])));
    }
  }

  /** Returns the ids that wait for a certificate. */
  async #take(documents: readonly Arrival[]): Promise<readonly string[]> {
    const { engine, country, keyring, arrived } = this.#tools;
    if (documents.length === 0) return [];
    const sorted = await sortArrivals(documents, this.name, country, await keyring());
    const refused = [
      ...(await this.#writer.write(this.name, engine.openAsExchange(this.name), sorted.foreign)),
      ...(await this.#writer.write(this.name, engine.open(this.name), sorted.own))
    ];
    await this.#setAside([...sorted.setAside, ...refused]);
    arrived(
      this.name,
      [...sorted.own, ...sorted.foreign].map(({ _id }) => _id)
    );
    return sorted.waiting;
  }

  async #setAside(those: readonly { readonly id: string; readonly code: string }[]): Promise<void> {
    const { log, state } = this.#tools;
    if (those.length === 0) return;
    for (const { id, code } of those)
      log.warn({ id, code, database: this.name }, 'Not taken from the central server.');
    await state.update(({ setAside }) => ({ setAside: setAside + those.length }));
  }

  async #ask(path: string, body: object | undefined, signal: AbortSignal): Promise<Answer> {
    const question = { path: `/db/${this.name}/${path}`, signal };
    const answer = await this.#tools.client.ask(body ? { ...question, method: 'POST', body } : question);
    if (answer.epoch !== this.#tools.state.now.epochs[this.name])
      throw new LinkError('replaced', `The central database ${this.name} is another one than before.`);
    return answer;
  }
}

/** A page is short at the end, or if many versions fill it. */
function isLast({ results }: Pick<Page, 'results'>): boolean {
  const leaves = results.reduce((sum, { changes }) => sum + changes.length, 0);
  return results.length < PAGE && leaves < MAX_LEAVES;
}
