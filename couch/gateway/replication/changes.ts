/** A short page is filled up, because clients take it for the end. */
import { Readable } from 'node:stream';
import { countsWrites, isStatus, type ChangedDocuments, type Database } from '#couch/engine/engine.ts';
import type { Reading } from '#lib/domain/registration/observed.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Limits } from '#couch/base/limits.ts';
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import { refusal } from '../bounds/refusal.ts';

export interface ChangesQuery {
  readonly since: string;
  readonly limit: number;
  /** Without a limit: page after page, as CouchDB's replicator requires. */
  readonly isWhole: boolean;
  readonly feed: 'normal' | 'longpoll';
  readonly style: 'main_only' | 'all_docs';
  readonly heartbeat: number | null;
  readonly timeout: number | null;
  readonly seqInterval: number | null;
  readonly hidden?: Reading['hidden'];
}

const KNOWN = ['since', 'limit', 'feed', 'style', 'heartbeat', 'timeout', 'seq_interval'];
const SINCE = /^(?:now|[0-9]{1,15}(?:-[A-Za-z0-9_-]{0,4000})?)$/;

/**
 * Filters, views, ids and all unlisted parameters are refused (threats: reading across borders). `include_docs` too,
 * since 5,000 documents have no bound: bodies come by `_bulk_get`.
 */
export function parseChangesQuery(query: unknown, limits: Limits): Result<ChangesQuery> {
  if (!isPlainObject(query)) return refuse({ code: 'request.query.malformed' });
  const stray = Object.keys(query).find((key) => !KNOWN.includes(key) || typeof query[key] !== 'string');
  if (stray !== undefined) return refuse({ code: 'request.query.unknown', path: stray.slice(0, 60) });
  const text = (key: string, fallback: string): string => String(query[key] ?? fallback);
  const since = text('since', '0');
  const feed = text('feed', 'normal');
  const style = text('style', 'main_only');
  const limit = integer(query['limit'], 0, limits.changesPerPage) ?? limits.changesPerPage;
  const wrong =
    (!SINCE.test(since) && 'since') ||
    (feed !== 'normal' && feed !== 'longpoll' && 'feed') ||
    (style !== 'main_only' && style !== 'all_docs' && 'style') ||
    ['limit', 'heartbeat', 'timeout', 'seq_interval'].find(
      (key) =>
        query[key] !== undefined &&
        integer(query[key], 0, key === 'limit' ? limits.changesPerPage : 3_600_000) === null
    );
  if (wrong) return refuse({ code: 'request.query.malformed', path: wrong });
  return accept({
    since,
    // Limit 0 asks for the pending count; 1 is as cheap and does not mean the end.
    limit: Math.max(1, limit),
    isWhole: query['limit'] === undefined && feed === 'normal',
    feed: feed === 'longpoll' ? 'longpoll' : 'normal',
    style: style === 'all_docs' ? 'all_docs' : 'main_only',
    heartbeat: integer(query['heartbeat'], 1000, 3_600_000),
    timeout: integer(query['timeout'], 0, 3_600_000),
    seqInterval: integer(query['seq_interval'], 1, 10_000)
  });
}

function integer(value: unknown, least: number, most: number): number | null {
  if (typeof value !== 'string' || !/^[0-9]{1,9}$/.test(value)) return null;
  const number = Number(value);
  return number >= least && number <= most ? number : null;
}

export interface ChangesPage {
  readonly results: readonly {
    readonly id: string;
    readonly seq: string | number;
    readonly changes: readonly unknown[];
  }[];
  readonly last_seq: string | number;
}

/**
 * The document that reaches the bound of leaves ends the page, since readers request them all. Reading on from
 * `last_seq` misses nothing.
 */
export async function readChanges(
  database: Database,
  query: ChangesQuery,
  limits: PageLimits,
  work: SlicedTask
): Promise<ChangesPage> {
  return (await readOn(database, query, limits, work)).page;
}

type PageLimits = Pick<Limits, 'leavesPerPage'>;

interface ReadPage {
  readonly page: ChangesPage;
  readonly isLast: boolean;
}

async function readOn(
  database: Database,
  query: ChangesQuery,
  { leavesPerPage }: PageLimits,
  work: SlicedTask
): Promise<ReadPage> {
  const results: ChangesPage['results'][number][] = [];
  let since: string | number = toSince(database, query.since);
  let leaves = 0;
  const atOnce = countsWrites(database) ? ROWS_AT_ONCE : Infinity;
  for (;;) {
    const limit = Math.min(query.limit - results.length, atOnce);
    let page = await readPage(database, query, since, limit);
    const most = countUpTo(page.results, leavesPerPage - leaves);
    const isCut = most < page.results.length;
    // Read again, since rows might lack a sequence to continue from.
    if (isCut) page = await readPage(database, query, since, most);
    const hidden = await query.hidden?.(page.results.map(({ id }) => id));
    for (const change of page.results.filter(({ id }) => !id.startsWith('_') && !hidden?.has(id))) {
      results.push(change);
      leaves += change.changes.length;
    }
    since = page.last_seq;
    const isFull = results.length === query.limit || leaves >= leavesPerPage;
    const isLast = !isCut && page.results.length < limit;
    if (isCut || isFull || isLast) return { page: { results, last_seq: since }, isLast };
    await work.yieldWhenDue(page.results.length);
  }
}

/** On the main thread, holding all their revision trees. CouchDB pages without this. */
const ROWS_AT_ONCE = 100;

function readPage(
  database: Database,
  { style, seqInterval }: ChangesQuery,
  since: string | number,
  limit: number
): Promise<ChangedDocuments> {
  const interval = seqInterval === null ? {} : { seq_interval: seqInterval };
  return database.changes({ since, limit, batch_size: limit, style, ...interval }).catch(refuseSince);
}

function countUpTo(rows: ChangesPage['results'], most: number): number {
  let leaves = 0;
  const last = rows.findIndex(({ changes }) => (leaves += changes.length) >= most);
  return last < 0 ? rows.length : last + 1;
}

function refuseSince(error: unknown): never {
  throw isStatus(error, 400) ? refusal(400, 'request.query.malformed', 'since') : error;
}

export async function readAllChanges(
  database: Database,
  query: ChangesQuery,
  limits: PageLimits,
  work: SlicedTask
): Promise<ChangesPage | Readable> {
  const first = await readOn(database, query, limits, work);
  if (first.isLast) return first.page;
  const next = (since: string): Promise<ReadPage> => readOn(database, { ...query, since }, limits, work);
  return Readable.from(pagesFrom(first, next));
}

async function* pagesFrom(
  first: ReadPage,
  next: (since: string) => Promise<ReadPage>
): AsyncGenerator<Buffer, void> {
  let { page, isLast } = first;
  yield Buffer.from(`{"results":[${toRows(page)}`);
  while (!isLast) {
    ({ page, isLast } = await next(String(page.last_seq)));
    if (page.results.length > 0) yield Buffer.from(`,${toRows(page)}`);
  }
  yield Buffer.from(`],"last_seq":${JSON.stringify(page.last_seq)},"pending":0}`);
}

function toRows({ results }: ChangesPage): string {
  return results.map((row) => JSON.stringify(row)).join(',');
}

/** Numbers on the embedded engine, opaque texts on CouchDB. */
function toSince(database: Database, since: string): string | number {
  return countsWrites(database) && since !== 'now' ? Number.parseInt(since, 10) : since;
}
