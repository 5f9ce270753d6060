/** The exchange's own receipts are its only memory of what it issued. */
import type { Database } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';

const PAGE = 1000;
const READ_AT_ONCE = 200;
/** Clocks of offices can be a day ahead of the exchange's. */
const DAYS_AHEAD = 2;

/** Receipts come after their acts, so this day leaves none out. */
export function dayBefore(ids: readonly ActId[]): CalendarDate {
  const days = ids.flatMap((id) => parseActId(id)?.date ?? []).sort();
  return addDays(days[0] ?? ('1970-01-01' as CalendarDate), -DAYS_AHEAD);
}

/** Page by page; the caller must verify signatures. */
export async function* readReceipts(
  database: Database,
  since: CalendarDate
): AsyncGenerator<readonly Act<ReceiptBody>[], void> {
  let startkey = `act:${since.replace(/-/g, '')}`;
  for (let isMore = true; isMore;) {
    const { rows } = await database.allDocs({ startkey, endkey: 'act:\uffff', limit: PAGE });
    const ids = rows.map(({ id }) => id).filter((id) => id.includes(':EXCHANGE:receipt:'));
    for (let at = 0; at < ids.length; at += READ_AT_ONCE)
      yield await readByIds(database, ids.slice(at, at + READ_AT_ONCE));
    startkey = `${rows[rows.length - 1]?.id ?? ''}\u0000`;
    isMore = rows.length === PAGE;
  }
}

export async function readByIds(database: Database, keys: string[]): Promise<Act<ReceiptBody>[]> {
  const { rows } = await database.allDocs<Act<ReceiptBody>>({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && isReceipt(row.doc) ? [row.doc] : []));
}

export function isReceipt(document: unknown): document is Act<ReceiptBody> {
  const { body } = (document ?? {}) as { readonly body?: Partial<ReceiptBody> | null };
  return body?.kind === 'receipt' && Array.isArray(body.of);
}
