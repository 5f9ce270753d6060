import type { CalendarDate } from '#lib/domain/ids.ts';
import { addTo } from '#lib/domain/groups.ts';
import { REMINDERS } from '#lib/domain/dossier/needs.ts';
import type { Need, RegisterRow, Today, TodayItem, TodayNeed } from '../api.ts';

const ORDER: readonly TodayNeed[] = [
  'suspended',
  'decide',
  'answer',
  'confirm',
  'endorse',
  'record',
  'copy',
  'match',
  'reconcile',
  'compare',
  'ship',
  'remind',
  'expiring'
];

/**
 * Only verified good rows have needs (register.ts), so nothing pending or bad is ever actionable. The order of the rows
 * does not matter.
 */
export function buildToday({
  rows,
  ...rest
}: Omit<Today, 'needs'> & { readonly rows: Iterable<RegisterRow> }): Today {
  return { ...rest, needs: groupByNeed(rows) };
}

function groupByNeed(rows: Iterable<RegisterRow>): Today['needs'] {
  const found = new Map<Need, TodayItem[]>();
  for (const row of rows) for (const why of row.needs) addTo(found, why, itemOf(row, why));
  const needs = new Map<TodayNeed, readonly TodayItem[]>();
  for (const need of ORDER) {
    const whys: readonly Need[] = need === 'answer' ? ['answer', 'settle'] : [need];
    const items = whys.flatMap((why) => found.get(why)?.sort(comparePressing) ?? []);
    if (items.length > 0) needs.set(need, items);
  }
  return needs;
}

/** Not documents that only wait for a connection or expire. */
export function countWaiting({ needs, refused, deviceRequests }: Omit<Today, 'toSend'>): number {
  return workOf(needs).length + refused.length + deviceRequests.length;
}

/** An authorization with two needs is in two. */
export function workOf(needs: Today['needs']): readonly TodayItem[] {
  return [...needs].flatMap(([need, items]) => (REMINDERS.includes(need) ? [] : items));
}

function itemOf(row: RegisterRow, why: Need): TodayItem {
  return { row, why, due: dueOf(row, why), overdue: isDated(why) && row.overdue };
}

function isDated(why: Need): boolean {
  return why === 'endorse' || why === 'record' || why === 'copy';
}

function dueOf(row: RegisterRow, why: Need): CalendarDate | null {
  if (isDated(why)) return row.endorseBy;
  return why === 'decide' || why === 'ship' || why === 'expiring' ? row.validUntil : null;
}

function comparePressing(a: TodayItem, b: TodayItem): number {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  if (a.row.validUntil !== b.row.validUntil) return a.row.validUntil < b.row.validUntil ? -1 : 1;
  return a.row.id < b.row.id ? -1 : 1;
}
