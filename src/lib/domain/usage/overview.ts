/** What INCB sees of a day: how each country stood, and what the countries did together in the twelve months until then. */
import { addDays, addMonths, instantToDate } from '../calendar-date.ts';
import { COUNTRY_CODES } from '../country.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { medianDays, type UsageRecord } from './usage-record.ts';
import { monthOf, type Month } from './usage-rows.ts';
import {
  groupUsage,
  lastActiveBy,
  openRequestOn,
  spellOn,
  stateOn,
  timelinesOf,
  type OverviewInput,
  type Timeline,
  type UseState
} from './use-state.ts';

export interface CountryUse {
  readonly country: CountryCode;
  readonly state: UseState;
  /** Suspended by INCB; its people cannot work, and its state stays as its acts make it. */
  readonly suspended: boolean;
  /** Keeps a server of its own. */
  readonly ownServer: boolean;
  readonly registeredOn: CalendarDate | null;
  readonly requestedOn: CalendarDate | null;
  readonly lastActive: CalendarDate | null;
  readonly figures: UseFigures;
  readonly most: MostInMonth;
}

/** Any country of the list of names; `use` is null where it had neither standing nor an open request on the day. */
export interface CountryRow {
  readonly country: CountryCode;
  readonly use: CountryUse | null;
}

/** What cannot be added over months, since it may be the same people in each: the most in one month of the year. */
export type MostInMonth = Readonly<Record<(typeof COUNTED_BY_MONTH)[number], number>>;
export const COUNTED_BY_MONTH = ['partners', 'partnersOnSystem', 'people', 'devices'] as const;

/** Of the months of one year, of one country or of several together. */
export interface UseFigures {
  readonly issued: number;
  /** Of these, import and export authorizations. */
  readonly imports: number;
  readonly exports: number;
  readonly exchanged: number;
  readonly answered: number;
  readonly offLine: number;
  readonly received: number;
  readonly receivedAnswered: number;
  readonly shipped: number;
  /** Of what was exported, by the importing authorities; `endorsed` is what these countries endorsed themselves. */
  readonly endorsedThere: number;
  readonly toEndorse: number;
  readonly endorsed: number;
  readonly onTime: number;
  /** Days; null where nothing was answered or endorsed. */
  readonly medianToAnswer: number | null;
  readonly medianToEndorse: number | null;
}

export interface Overview {
  readonly asOf: CalendarDate;
  readonly countries: readonly CountryUse[];
  readonly counts: Readonly<Record<UseState, number>>;
  readonly figures: UseFigures;
  /** The months that the figures are of: twelve, the last one that of the day; none where no figure is known of it. */
  readonly months: readonly Month[];
}

/** What was not counted is no count of nothing. */
export function areFiguresKnown({ months }: Overview): boolean {
  return months.length > 0;
}

/** How many months the figures beside a country are of. */
export const FIGURE_MONTHS = 12;

export function overviewOn(input: OverviewInput): Overview {
  const { asOf } = input;
  const months = monthsUntil(asOf, FIGURE_MONTHS);
  const byCountry = groupUsage(input.usage.filter(({ month }) => month <= monthOf(asOf)));
  const timelines = timelinesOf(input);
  const countries = [...timelines].flatMap(([country, timeline]): CountryUse[] => {
    const own = byCountry.get(country) ?? [];
    const state = stateOn(timeline, own, asOf, input.activeMonths);
    return state === null ? [] : [useOf(country, state, timeline, own, asOf, months)];
  });
  countries.sort((a, b) => (a.country < b.country ? -1 : 1));
  const counts = { active: 0, 'not-active': 0, requested: 0 };
  for (const { state } of countries) counts[state]++;
  const period = input.usage.filter(({ month }) => months.includes(month));
  return { asOf, countries, counts, figures: sumFigures(period), months };
}

/** Every country and territory, on the system or not, by code: who is not there is counted and named too. */
export function rowsOfAll({ countries }: Overview): readonly CountryRow[] {
  const uses = new Map(countries.map((use) => [use.country, use]));
  return COUNTRY_CODES.map((country) => ({ country, use: uses.get(country) ?? null }));
}

/** Records are of whole months, so that a day within one has figures with days after it, unless these are to come. */
export function countsLaterDays(day: CalendarDate, today: CalendarDate): boolean {
  return day < today && monthOf(addDays(day, 1)) === monthOf(day);
}

function useOf(
  country: CountryCode,
  state: UseState,
  { standing, registrations }: Timeline,
  usage: readonly UsageRecord[],
  asOf: CalendarDate,
  months: readonly Month[]
): CountryUse {
  const active = usage.flatMap((record) => lastActiveBy(record, asOf) ?? []).sort();
  const spell = spellOn(standing, asOf);
  const year = usage.filter(({ month }) => months.includes(month));
  return {
    country,
    state,
    suspended: standing?.state === 'suspended' && instantToDate(standing.since) <= asOf,
    ownServer: standing?.ownServer === true,
    registeredOn: spell?.from ?? null,
    requestedOn: openRequestOn(registrations, asOf),
    lastActive: active[active.length - 1] ?? null,
    figures: sumFigures(year),
    most: mostInMonth(year)
  };
}

export function mostInMonth(usage: readonly UsageRecord[]): MostInMonth {
  const most = (of: keyof MostInMonth): number => Math.max(0, ...usage.map((record) => record[of]));
  const [partners, partnersOnSystem, people, devices] = COUNTED_BY_MONTH.map(most) as [
    number,
    number,
    number,
    number
  ];
  return { partners, partnersOnSystem, people, devices };
}

export function sumFigures(usage: readonly UsageRecord[]): UseFigures {
  const sum = (of: (record: UsageRecord) => number): number =>
    usage.reduce((total, one) => total + of(one), 0);
  return {
    issued: sum(({ imports, exports }) => imports + exports),
    imports: sum(({ imports }) => imports),
    exports: sum(({ exports }) => exports),
    exchanged: sum(({ exchanged }) => exchanged),
    answered: sum(({ answered }) => answered),
    offLine: sum(({ offLine }) => offLine),
    received: sum(({ received }) => received),
    receivedAnswered: sum(({ receivedAnswered }) => receivedAnswered),
    shipped: sum(({ shipped }) => shipped),
    endorsedThere: sum(({ endorsed }) => endorsed),
    toEndorse: sum(({ toEndorse }) => toEndorse),
    endorsed: sum(({ endorsedHere }) => endorsedHere),
    onTime: sum(({ endorsedOnTime }) => endorsedOnTime),
    medianToAnswer: medianDays(...usage.map(({ daysToAnswer }) => daysToAnswer)),
    medianToEndorse: medianDays(...usage.map(({ daysToEndorse }) => daysToEndorse))
  };
}

/** So many months, the last one that of the day. */
export function monthsUntil(day: CalendarDate, count: number): readonly Month[] {
  const first = `${monthOf(day)}-01` as CalendarDate;
  return Array.from({ length: count }, (_, back) => monthOf(addMonths(first, back + 1 - count)));
}
