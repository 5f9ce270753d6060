/** Builds Today: work for this authority, sorted by the required action, most urgent first. */
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { Desk, DeskItem, DeviceRequest, Need, RefusedWrite, RegisterRow } from '../api.ts';

interface DeskParts {
  readonly rows: readonly RegisterRow[];
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly deviceRequests: readonly DeviceRequest[];
}

/** Only verified good rows have needs (register.ts), so nothing pending or bad is ever actionable. */
export function layDesk({ rows, toSend, refused, deviceRequests }: DeskParts): Desk {
  return {
    toDecide: itemsOf(rows, 'decide'),
    toAnswer: [...itemsOf(rows, 'answer'), ...itemsOf(rows, 'settle')],
    toEndorse: itemsOf(rows, 'endorse'),
    toMatch: itemsOf(rows, 'match'),
    toCompare: itemsOf(rows, 'compare'),
    toShip: itemsOf(rows, 'ship'),
    toSend,
    refused,
    expiring: itemsOf(rows, 'expiring'),
    deviceRequests
  };
}

function itemsOf(rows: readonly RegisterRow[], why: Need): readonly DeskItem[] {
  const items = rows.filter((row) => row.needs.includes(why)).map((row) => toItem(row, why));
  return items.sort(comparePressing);
}

function toItem(row: RegisterRow, why: Need): DeskItem {
  return { row, why, due: dueOf(row, why), overdue: why === 'endorse' && row.overdue };
}

function dueOf(row: RegisterRow, why: Need): CalendarDate | null {
  if (why === 'endorse') return row.endorseBy;
  return why === 'decide' || why === 'ship' || why === 'expiring' ? row.validUntil : null;
}

function comparePressing(a: DeskItem, b: DeskItem): number {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  if (a.row.validUntil !== b.row.validUntil) return a.row.validUntil < b.row.validUntil ? -1 : 1;
  return a.row.id < b.row.id ? -1 : 1;
}
