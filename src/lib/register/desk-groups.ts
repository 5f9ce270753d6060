import type { CalendarDate } from '#lib/domain/ids.ts';
import { isInFigures, isInTab } from '#lib/store/index/query-register.ts';
import type { Desk, DeskItem, RegisterRow } from '#lib/store/api.ts';

export type GroupKey = 'decide' | 'answer' | 'endorse' | 'match' | 'compare' | 'expiring' | 'ship';

export interface DeskGroup {
  readonly key: GroupKey;
  readonly items: readonly DeskItem[];
}

export function layGroups(desk: Desk): readonly DeskGroup[] {
  const groups: readonly DeskGroup[] = [
    { key: 'decide', items: desk.toDecide },
    { key: 'answer', items: desk.toAnswer },
    { key: 'endorse', items: desk.toEndorse },
    { key: 'match', items: desk.toMatch },
    { key: 'compare', items: desk.toCompare },
    { key: 'ship', items: desk.toShip },
    { key: 'expiring', items: desk.expiring }
  ];
  return groups.filter((group) => group.items.length > 0);
}

/** Today's badge: counts work for a person here, not documents that only wait for a connection or expire. */
export function countWaiting(desk: Desk): number {
  const { toDecide, toAnswer, toEndorse, toMatch, toCompare, toShip, refused, deviceRequests } = desk;
  return [toDecide, toAnswer, toEndorse, toMatch, toCompare, toShip, refused, deviceRequests].reduce(
    (sum, one) => sum + one.length,
    0
  );
}

export interface Figures {
  readonly open: number;
  readonly issued: number;
  readonly received: number;
  readonly partners: number;
}

export function figuresOf(rows: readonly RegisterRow[], today: CalendarDate): Figures {
  const month = today.slice(0, 7);
  const partners = new Set<string>();
  let [open, issued, received] = [0, 0, 0];
  for (const row of rows.filter(isInFigures)) {
    partners.add(row.partner);
    if (isInTab(row, 'open')) open++;
    if (!row.issuedOn.startsWith(month)) continue;
    if (row.own) issued++;
    else received++;
  }
  return { open, issued, received, partners: partners.size };
}
