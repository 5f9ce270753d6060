import { databaseToCountry } from '#couch/base/databases.ts';
import { errorToText } from '#couch/base/error-text.ts';
import { type Database, type Engine, putUnlessChanged, readDocument } from '#couch/engine/engine.ts';
import {
  isNothing,
  isSameUsage,
  parseUsage,
  type UsageCount,
  usageId,
  type UsageRecord,
  usageText
} from '#lib/domain/usage/usage-record.ts';
import { type Month, type UsageRow, usageRows } from '#lib/domain/usage/usage-rows.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { countMonth } from '#lib/domain/usage/count-month.ts';

const USAGE_VIEW = 'usage/by-month';
/** Sorts after every text in CouchDB's order. */
const AFTER = {};

export type ReadApps = (
  country: CountryCode,
  month: Month
) => Promise<Pick<UsageRecord, 'languages' | 'versions'> | null>;

export interface CountTools {
  readonly board: Database;
  readonly key: SigningKey;
  readonly readApps: ReadApps;
  readonly now: () => Instant;
}

export async function countUsage(
  country: CountryCode,
  month: Month,
  home: Database,
  tools: CountTools
): Promise<boolean> {
  const counted = countMonth(country, month, await readMonth(home, month));
  return writeUsage(counted, tools);
}

async function readMonth(home: Database, month: Month): Promise<readonly UsageRow[]> {
  const range = { startkey: [month], endkey: [month, AFTER] };
  const { rows } = await home.query<UsageRow['value']>(USAGE_VIEW, { ...range, reduce: false });
  return rows.map(({ key, value }) => ({ key: key as UsageRow['key'], value }));
}

async function writeUsage(counted: UsageCount, tools: CountTools): Promise<boolean> {
  const { board, key, now } = tools;
  const id = usageId(counted.country, counted.month);
  const apps = await tools.readApps(counted.country, counted.month);
  for (;;) {
    const lying = await readDocument<{ readonly _rev: string }>(board, id);
    const held = parse(lying);
    // Otherwise a reply to a false act could record a month without any activity.
    if (lying === null && isNothing(counted) && !isAnyDevice(apps)) return false;
    const { languages, versions } = apps ?? held ?? { languages: {}, versions: {} };
    const unsigned = {
      _id: id,
      schema: 1,
      ...counted,
      languages,
      versions,
      at: now(),
      by: key.keyId
    } as const;
    const stated: UsageRecord = { ...unsigned, signature: await signText(usageText(unsigned), key) };
    if (held !== null && isSameUsage(held, stated)) return false;
    ensureReadable(stated);
    if (await putUnlessChanged(board, lying === null ? stated : { ...stated, _rev: lying._rev })) return true;
  }
}

/** The embedded engine would keep a record that no reader can parse; CouchDB refuses it. */
function ensureReadable(stated: UsageRecord): void {
  const read = parseUsage(stated);
  if (read.ok) return;
  const told = read.problems.map(({ code, path }) => (path === undefined ? code : `${code} at ${path}`));
  throw new Error(`The figures of ${stated.month} cannot be recorded: ${told.join(', ')}.`);
}

/** A country still uses the system if its people only signed in. */
function isAnyDevice(apps: Awaited<ReturnType<ReadApps>>): boolean {
  return apps !== null && Object.keys({ ...apps.languages, ...apps.versions }).length > 0;
}

function parse(value: unknown): UsageRecord | null {
  const read = parseUsage(value);
  return read.ok ? read.value : null;
}

/** Or one made from another number of rows than the index has. */
export async function listStaleMonths(
  country: CountryCode,
  home: Database,
  board: Database
): Promise<readonly Month[]> {
  const { rows } = await home.query<number>(USAGE_VIEW, { reduce: true, group: true, group_level: 1 });
  const held = new Map<Month, number>();
  const range = { startkey: usageId(country, ''), endkey: usageId(country, '\ufff0') };
  const { rows: records } = await board.allDocs({ ...range, include_docs: true });
  for (const { doc } of records) {
    const read = parse(doc);
    if (read) held.set(read.month, read.rows);
  }
  return rows.flatMap(({ key, value }) => {
    const month = (key as readonly Month[])[0] ?? '';
    return held.get(month) === value ? [] : [month];
  });
}

const PAGE = 1000;

interface Rebuilt {
  readonly country: CountryCode;
  readonly acts: number;
  readonly months: number;
  readonly written: readonly Month[];
  /** Null if the whole database is unreadable. */
  readonly failed: readonly { readonly month: Month | null; readonly reason: string }[];
}

export async function rebuildUsage(engine: Engine, tools: CountTools): Promise<readonly Rebuilt[]> {
  const rebuilt: Rebuilt[] = [];
  for (const name of await engine.list()) {
    const country = databaseToCountry(name);
    if (country === null) continue;
    try {
      rebuilt.push(await rebuildCountry(country, engine.open(name), tools));
    } catch (error) {
      const failed = [{ month: null, reason: errorToText(error) }];
      rebuilt.push({ country, acts: 0, months: 0, written: [], failed });
    }
  }
  return rebuilt;
}

async function rebuildCountry(country: CountryCode, home: Database, tools: CountTools): Promise<Rebuilt> {
  const { acts, months } = await readAll(home);
  for (const month of await listRecorded(country, tools.board)) if (!months.has(month)) months.set(month, []);
  const written: Month[] = [];
  const failed: { month: Month; reason: string }[] = [];
  for (const [month, rows] of [...months].sort(([a], [b]) => (a < b ? -1 : 1)))
    try {
      if (await writeUsage(countMonth(country, month, rows), tools)) written.push(month);
    } catch (error) {
      failed.push({ month, reason: errorToText(error) });
    }
  return { country, acts, months: months.size, written, failed };
}

async function readAll(home: Database): Promise<{ acts: number; months: Map<Month, UsageRow[]> }> {
  const months = new Map<Month, UsageRow[]>();
  let acts = 0;
  for (let startkey = 'act:'; ;) {
    const { rows } = await home.allDocs({ startkey, endkey: 'act:\ufff0', limit: PAGE, include_docs: true });
    for (const { doc } of rows) {
      const found = usageRows(doc);
      acts++;
      for (const row of found) {
        const held = months.get(row.key[0]);
        if (held) held.push(row);
        else months.set(row.key[0], [row]);
      }
    }
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return { acts, months };
    startkey = `${last.id}\u0000`;
  }
}

async function listRecorded(country: CountryCode, board: Database): Promise<readonly Month[]> {
  const range = { startkey: usageId(country, ''), endkey: usageId(country, '\ufff0') };
  const { rows } = await board.allDocs({ ...range, include_docs: true });
  return rows.flatMap(({ doc }) => {
    const read = parseUsage(doc);
    return read.ok ? [read.value.month] : [];
  });
}
