/**
 * What INCB sees of a day: how each country stood, what the countries did together, how that grew, and where requests
 * are stuck. Pure and from replicated data alone, so that it is the same without a connection, and of any day in the past.
 */
import { addDays, addMonths, dateToDayNumber, instantToDate } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Registration } from '../registration/registration.ts';
import type { Standing } from '../registration/standing.ts';
import { medianDays, type UsageRecord } from './usage-record.ts';
import { monthOf, type Month } from './usage-rows.ts';

/** In the order of the table of 2019. */
export const USE_STATES = ['active', 'not-active', 'requested'] as const;
export type UseState = (typeof USE_STATES)[number];

export interface OverviewInput {
  readonly standings: readonly Standing[];
  readonly registrations: readonly Registration[];
  readonly usage: readonly UsageRecord[];
  readonly asOf: CalendarDate;
  /** Active is who issued or answered within so many months. */
  readonly activeMonths: number;
}

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
}

/** Of the months of one year, of one country or of several together. */
export interface UseFigures {
  readonly issued: number;
  readonly exchanged: number;
  readonly answered: number;
  readonly offLine: number;
  readonly received: number;
  readonly receivedAnswered: number;
  readonly shipped: number;
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
  /** The months that the figures are of: twelve, the last one that of the day. */
  readonly months: readonly Month[];
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

/** What is known of when a country asked, came and went. */
interface Timeline {
  readonly standing: Standing | null;
  readonly registrations: readonly Registration[];
}

function timelinesOf({ standings, registrations }: OverviewInput): ReadonlyMap<CountryCode, Timeline> {
  const timelines = new Map<CountryCode, { standing: Standing | null; registrations: Registration[] }>();
  const of = (country: CountryCode) => {
    const held = timelines.get(country) ?? { standing: null, registrations: [] };
    timelines.set(country, held);
    return held;
  };
  for (const standing of standings) of(standing.country).standing = standing;
  for (const registration of registrations) of(registration.country).registrations.push(registration);
  return timelines;
}

/**
 * | on that day                                   | issued or answered within the months | state      |
 * |-----------------------------------------------|--------------------------------------|------------|
 * | registered, or suspended                      | yes                                  | active     |
 * | registered, or suspended                      | no                                   | not-active |
 * | closed                                        |                                      | none       |
 * | not registered, a request open                |                                      | requested  |
 * | neither                                       |                                      | none       |
 */
function stateOn(
  timeline: Timeline,
  usage: readonly UsageRecord[],
  day: CalendarDate,
  activeMonths: number
): UseState | null {
  if (isRegisteredOn(timeline.standing, day))
    return isActiveOn(usage, day, activeMonths) ? 'active' : 'not-active';
  return openRequestOn(timeline.registrations, day) === null ? null : 'requested';
}

function isRegisteredOn(standing: Standing | null, day: CalendarDate): boolean {
  if (standing === null || instantToDate(standing.registeredAt) > day) return false;
  return standing.state !== 'closed' || instantToDate(standing.since) > day;
}

/** The first day that still counts is the day after the one so many months before. */
function isActiveOn(usage: readonly UsageRecord[], day: CalendarDate, activeMonths: number): boolean {
  const before = addMonths(day, -activeMonths);
  return usage.some((record) => {
    const last = lastActiveBy(record, day);
    return last !== null && last > before;
  });
}

/** Of a month that had not ended on that day only its first and last active days are known. */
function lastActiveBy({ firstActive, lastActive }: UsageRecord, day: CalendarDate): CalendarDate | null {
  if (lastActive !== undefined && lastActive <= day) return lastActive;
  return firstActive !== undefined && firstActive <= day ? firstActive : null;
}

function openRequestOn(registrations: readonly Registration[], day: CalendarDate): CalendarDate | null {
  const open = registrations.filter(({ askedAt, decidedAt }) => {
    return instantToDate(askedAt) <= day && (decidedAt === undefined || instantToDate(decidedAt) > day);
  });
  return open.map(({ askedAt }) => instantToDate(askedAt)).sort()[0] ?? null;
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
  const isRegistered = isRegisteredOn(standing, asOf);
  return {
    country,
    state,
    suspended: isRegistered && standing?.state === 'suspended' && instantToDate(standing.since) <= asOf,
    ownServer: standing?.ownServer === true,
    registeredOn: isRegistered && standing ? instantToDate(standing.registeredAt) : null,
    requestedOn: openRequestOn(registrations, asOf),
    lastActive: active[active.length - 1] ?? null,
    figures: sumFigures(usage.filter(({ month }) => months.includes(month)))
  };
}

export function sumFigures(usage: readonly UsageRecord[]): UseFigures {
  const sum = (of: (record: UsageRecord) => number): number =>
    usage.reduce((total, one) => total + of(one), 0);
  return {
    issued: sum(({ imports, exports }) => imports + exports),
    exchanged: sum(({ exchanged }) => exchanged),
    answered: sum(({ answered }) => answered),
    offLine: sum(({ offLine }) => offLine),
    received: sum(({ received }) => received),
    receivedAnswered: sum(({ receivedAnswered }) => receivedAnswered),
    shipped: sum(({ shipped }) => shipped),
    toEndorse: sum(({ toEndorse }) => toEndorse),
    endorsed: sum(({ endorsedHere }) => endorsedHere),
    onTime: sum(({ endorsedOnTime }) => endorsedOnTime),
    medianToAnswer: medianDays(...usage.map(({ daysToAnswer }) => daysToAnswer)),
    medianToEndorse: medianDays(...usage.map(({ daysToEndorse }) => daysToEndorse))
  };
}

/** How many countries stood how at the end of each month, and what they issued and exchanged in it. */
export interface MonthGrowth extends Readonly<Record<UseState, number>> {
  readonly month: Month;
  readonly issued: number;
  readonly exchanged: number;
}

/** From the first request, registration or act to the month of the day; the last month ends with that day. */
export function growthUntil(input: OverviewInput): readonly MonthGrowth[] {
  const timelines = timelinesOf(input);
  const byCountry = groupUsage(input.usage);
  const first = firstMonthOf(input);
  if (first === null || first > monthOf(input.asOf)) return [];
  const growth = new Map<Month, { -readonly [K in keyof MonthGrowth]: MonthGrowth[K] }>();
  for (const month of monthsBetween(first, monthOf(input.asOf)))
    growth.set(month, { month, active: 0, 'not-active': 0, requested: 0, issued: 0, exchanged: 0 });
  for (const record of input.usage) {
    const one = growth.get(record.month);
    if (one)
      [one.issued, one.exchanged] = [
        one.issued + record.imports + record.exports,
        one.exchanged + record.exchanged
      ];
  }
  for (const [country, timeline] of timelines) {
    const own = byCountry.get(country) ?? [];
    for (const one of growth.values()) {
      const day = lastDayUntil(one.month, input.asOf);
      const state = stateOn(timeline, recentOf(own, day, input.activeMonths), day, input.activeMonths);
      if (state !== null) one[state]++;
    }
  }
  return [...growth.values()];
}

/** Of records in the order of their months those that can make it active on that day: as many as months, and one. */
function recentOf(usage: readonly UsageRecord[], day: CalendarDate, months: number): readonly UsageRecord[] {
  const [from, until] = [monthOf(addMonths(day, -months)), monthOf(day)];
  let low = 0;
  for (let high = usage.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((usage[middle]?.month ?? '') < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < usage.length && (usage[end]?.month ?? '') <= until) end++;
  return usage.slice(low, end);
}

/** In the order of the months. */
function groupUsage(usage: readonly UsageRecord[]): ReadonlyMap<CountryCode, readonly UsageRecord[]> {
  const groups = new Map<CountryCode, UsageRecord[]>();
  for (const record of usage) {
    const held = groups.get(record.country);
    if (held) held.push(record);
    else groups.set(record.country, [record]);
  }
  for (const records of groups.values()) records.sort((a, b) => (a.month < b.month ? -1 : 1));
  return groups;
}

function firstMonthOf({ standings, registrations, usage }: OverviewInput): Month | null {
  const months = [
    ...standings.map(({ registeredAt }) => monthOf(registeredAt)),
    ...registrations.map(({ askedAt }) => monthOf(askedAt)),
    ...usage.map(({ month }) => month)
  ];
  return months.reduce<Month | null>(
    (first, month) => (first === null || month < first ? month : first),
    null
  );
}

/** So many months, the last one that of the day. */
export function monthsUntil(day: CalendarDate, count: number): readonly Month[] {
  const first = `${monthOf(day)}-01` as CalendarDate;
  return Array.from({ length: count }, (_, back) => monthOf(addMonths(first, back + 1 - count)));
}

function monthsBetween(first: Month, last: Month): readonly Month[] {
  const months: Month[] = [];
  for (let day = `${first}-01` as CalendarDate; monthOf(day) <= last; day = addMonths(day, 1))
    months.push(monthOf(day));
  return months;
}

function lastDayUntil(month: Month, asOf: CalendarDate): CalendarDate {
  const last = addDays(addMonths(`${month}-01` as CalendarDate, 1), -1);
  return last < asOf ? last : asOf;
}

/** A country's way onto the system. */
export const STEPS = ['request', 'letter', 'confirmed', 'first-act', 'first-exchange'] as const;
export type Step = (typeof STEPS)[number];

export interface CountryWay {
  readonly country: CountryCode;
  /** Null where it is not known, or has not been yet. */
  readonly days: Readonly<Record<Step, CalendarDate | null>>;
  /** The last step that it has taken, and for how many days it has stood there. */
  readonly at: Step;
  readonly standsFor: number;
}

/** Of every country that has asked or is registered; the longest wait first. */
export function waysOnto({ standings, registrations, usage, asOf }: OverviewInput): readonly CountryWay[] {
  const byCountry = groupUsage(usage);
  const timelines = timelinesOf({ standings, registrations, usage, asOf, activeMonths: 1 });
  const ways = [...timelines].flatMap(([country, timeline]) => {
    const way = wayOf(country, timeline, byCountry.get(country) ?? [], asOf);
    return way === null ? [] : [way];
  });
  return ways.sort((a, b) => b.standsFor - a.standsFor);
}

function wayOf(
  country: CountryCode,
  { standing, registrations }: Timeline,
  usage: readonly UsageRecord[],
  asOf: CalendarDate
): CountryWay | null {
  if (standing?.state === 'closed') return null;
  const request =
    registrations.find(({ _id }) => _id === standing?.registration) ??
    (standing === null ? registrations.find(({ decidedAt }) => decidedAt === undefined) : undefined);
  const firstOf = (dates: readonly (CalendarDate | undefined)[]): CalendarDate | null =>
    dates.filter((date): date is CalendarDate => date !== undefined).sort()[0] ?? null;
  const toDay = (instant: Registration['askedAt'] | undefined) =>
    instant ? instantToDate(instant) : undefined;
  const known: Readonly<Record<Step, CalendarDate | null>> = {
    request: firstOf([toDay(request?.askedAt)]),
    letter: firstOf([toDay(request?.earlierLetters?.[0]?.at), toDay(request?.letterAt)]),
    confirmed: firstOf([toDay(standing?.registeredAt)]),
    'first-act': firstOf([toDay(standing?.activeSince), ...usage.map(({ firstActive }) => firstActive)]),
    'first-exchange': firstOf(usage.map(({ firstExchanged }) => firstExchanged))
  };
  const days = { ...known };
  for (const step of STEPS) if ((days[step] ?? asOf) > asOf) days[step] = null;
  const at = STEPS.filter((step) => days[step] !== null).pop();
  const since = at === undefined ? null : days[at];
  return at === undefined || since === null || since === undefined
    ? null
    : { country, days, at, standsFor: dateToDayNumber(asOf) - dateToDayNumber(since) };
}

/** Of each step how many countries have taken it, and the middle of the days that it took after the one before. */
export interface FunnelStep {
  readonly step: Step;
  readonly taken: number;
  /** Of those of whom both days are known; null where there is none, and for the first step. */
  readonly medianDays: number | null;
}

export function funnelOf(ways: readonly CountryWay[]): readonly FunnelStep[] {
  return STEPS.map((step, index) => {
    const before = STEPS[index - 1];
    const spans = before === undefined ? [] : ways.flatMap(({ days }) => spanOf(days[before], days[step]));
    const taken = ways.filter(({ at }) => STEPS.indexOf(at) >= index).length;
    return { step, taken, medianDays: spans.sort((a, b) => a - b)[(spans.length - 1) >> 1] ?? null };
  });
}

function spanOf(from: CalendarDate | null, until: CalendarDate | null): number[] {
  if (from === null || until === null) return [];
  return [Math.max(0, dateToDayNumber(until) - dateToDayNumber(from))];
}
