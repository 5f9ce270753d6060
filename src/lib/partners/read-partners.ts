import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isOnPaper, memberSince, membershipOf, type Membership } from '#lib/domain/partners/membership.ts';
import { PartnerTable, type PartnerRow } from '#lib/domain/partners/partner-rows.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';

type PartnerStore = Pick<
  Store,
  'actsOf' | 'counts' | 'dossiers' | 'hasReached' | 'person' | 'today' | 'trustAge'
>;

export function readPartners(store: PartnerStore, days: Days): readonly PartnerRow[] {
  const authority = ownCountry(store);
  const memberOf = readMembers(store);
  const isOff = (partner: CountryCode): boolean => isOnPaper(memberOf(partner));
  if (!authority) return [];
  const held = tables.get(store);
  const table = held?.authority === authority ? held : new PartnerTable(authority);
  tables.set(store, table);
  return table.rows(store.dossiers(), { ...days, today: store.today, isOff });
}

const tables = new WeakMap<PartnerStore, PartnerTable>();

export function readMembers(store: PartnerStore): (country: CountryCode) => Membership {
  const since = memberSince(countedActs(store, 'certificate'));
  const { knownAt } = store.trustAge;
  const asAt: CalendarDate | null = knownAt === null ? null : instantToDate(knownAt);
  return (country) => membershipOf(country, since, asAt, () => store.hasReached(country));
}

export const PERIODS = ['twelve', 'three', 'this-year', 'last-year', 'all'] as const;
export type Period = (typeof PERIODS)[number];

interface Days {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Earlier than any act of the system. */
const BEGINNING = '1900-01-01' as CalendarDate;

export function parsePeriod(text: string | null): Period {
  return PERIODS.find((one) => one === text) ?? 'twelve';
}

export function daysOf(period: Period, today: CalendarDate): Days {
  const year = Number(today.slice(0, 4));
  if (period === 'this-year') return { from: `${year}-01-01` as CalendarDate, to: today };
  if (period === 'last-year')
    return { from: `${year - 1}-01-01` as CalendarDate, to: `${year - 1}-12-31` as CalendarDate };
  if (period === 'all') return { from: BEGINNING, to: today };
  return { from: addDays(addMonths(today, period === 'twelve' ? -12 : -3), 1), to: today };
}

export function periodQuery(period: Period): string {
  return period === 'twelve' ? '' : `?period=${period}`;
}
