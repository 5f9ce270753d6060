/** The balances of one country and year for a page: what is left, what is unknown, and until when it lasts at this pace. */
import { issuedOnOf } from '../act/dossier-key.ts';
import { addDays, dateToDayNumber } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Asking, Balance } from './balance.ts';
import { takenOn } from './claims.ts';
import { remainingIn, type Room } from './judge-balance.ts';
import type { Drawn } from './ledger.ts';

export interface BalanceRow extends Room {
  /** Micrograms that are in no balance: for re-export, and exports without an import authorization here. */
  readonly reExport: number;
  readonly unmatched: number;
  /** First day without anything left at the pace of the year so far; null if that is not in this year. */
  readonly lastsUntil: CalendarDate | null;
  /** In any order. */
  readonly drawn: readonly Drawn[];
}

/** Fewer days than these say nothing about the pace of a year. */
const MIN_DAYS = 14;

/** With a figure or with anything drawn, those with the least left first; without a figure last. */
export function balanceRows(
  balance: Balance,
  asking: Asking,
  {
    country,
    year,
    substances
  }: { readonly country: CountryCode; readonly year: number; readonly substances: Iterable<string> }
): readonly BalanceRow[] {
  const drawn = balance.ledger.keys().filter((one) => one.country === country && one.year === year);
  const all = new Set([...substances, ...drawn.map(({ substance }) => substance)]);
  return Array.from(all, (substance) => rowOf(balance, asking, { country, year, substance }))
    .filter(({ total, drawn, opening }) => total !== null || drawn.length > 0 || opening > 0)
    .sort((a, b) => shareLeft(a) - shareLeft(b) || (a.substance < b.substance ? -1 : 1));
}

/** Part of the figure that is left; without a figure, more than any. */
export function shareLeft(room: Room): number {
  if (room.total === null) return 2;
  return room.total === 0 ? 0 : remainingIn(room) / room.total;
}

function rowOf(
  balance: Balance,
  asking: Asking,
  of: Pick<Room, 'country' | 'year' | 'substance'>
): BalanceRow {
  const room = balance.roomOf(of, asking);
  const sums = balance.ledger.sums(of, asking.today);
  return {
    ...room,
    drawn: balance.ledger.drawn(of),
    reExport: sums['re-export'],
    unmatched: sums.unmatched,
    lastsUntil: lastsUntil(room, asking.today)
  };
}

function lastsUntil(room: Room, today: CalendarDate): CalendarDate | null {
  const { year, taken, opening, total } = room;
  const begin = `${year}-01-01` as CalendarDate;
  const days = dateToDayNumber(today) - dateToDayNumber(begin) + 1;
  const spent = taken + opening;
  if (total === null || Number(today.slice(0, 4)) !== year || days < MIN_DAYS || spent <= 0) return null;
  const remaining = remainingIn(room);
  if (remaining <= 0) return today;
  const last = addDays(today, Math.min(400, Math.floor((remaining * days) / spent)));
  return Number(last.slice(0, 4)) === year ? last : null;
}

/** Micrograms taken by the end of each month, by the month of issue; figures of the time before I2ES come first. */
export function takenByMonth({ drawn, opening, year }: BalanceRow, today: CalendarDate): readonly number[] {
  const months: number[] = Array.from({ length: 12 }, () => 0);
  for (const one of drawn) {
    if (one.standing !== 'counted') continue;
    const issuedOn = issuedOnOf(one.dossier);
    // A partner's number of December can be cited under the next year's date.
    const month = Number(issuedOn.slice(0, 4)) === year ? Number(issuedOn.slice(5, 7)) - 1 : 0;
    months[month] = (months[month] ?? 0) + takenOn(one, today);
  }
  let sum = opening;
  return months.map((month) => (sum += month));
}
