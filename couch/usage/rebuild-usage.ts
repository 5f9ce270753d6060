/**
 * Counts again from the acts, without the index, if an operator doubts the figures. A month without any act is written
 * with zeros.
 */
import { databaseToCountry } from '#couch/base/databases.ts';
import { errorToText } from '#couch/base/error-text.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { countMonth } from '#lib/domain/usage/count-month.ts';
import { parseUsage, usageId } from '#lib/domain/usage/usage-record.ts';
import { usageRows, type Month, type UsageRow } from '#lib/domain/usage/usage-rows.ts';
import { writeUsage, type CountTools } from './count-usage.ts';

const PAGE = 1000;

interface Rebuilt {
  readonly country: CountryCode;
  readonly acts: number;
  readonly months: number;
  readonly written: readonly Month[];
  /** Months that cannot be counted; null if the whole database is unreadable. */
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
