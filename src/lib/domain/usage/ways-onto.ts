import { dateToDayNumber, instantToDate } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { medianOfSorted } from '../median.ts';
import { firstSentOn, type Registration } from '../registration/registration.ts';
import {
  type CountedSince,
  groupUsage,
  openRequestsOn,
  type OverviewInput,
  spellOn,
  type Timeline,
  timelinesOf
} from './use-state.ts';
import type { UsageRecord } from './usage-record.ts';

export const STEPS = ['request', 'letter', 'confirmed', 'first-act', 'first-exchange'] as const;
export type Step = (typeof STEPS)[number];
const USE_STEPS: readonly Step[] = ['first-act', 'first-exchange'];

export interface CountryWay {
  readonly country: CountryCode;
  readonly days: Readonly<Record<Step, CalendarDate | null>>;
  readonly at: Step;
  readonly standsFor: number;
}

export function waysOnto(input: OverviewInput): readonly CountryWay[] {
  const { usage, asOf } = input;
  const byCountry = groupUsage(usage);
  const ways = [...timelinesOf(input)].flatMap(([country, timeline]) => {
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
  const spell = spellOn(standing, asOf);
  const open = spell === null ? openRequestsOn(registrations, asOf) : [];
  const request = spell
    ? registrations.find(({ _id }) => _id === spell.registration)
    : (open.find(({ letterAt }) => letterAt !== undefined && instantToDate(letterAt) <= asOf) ?? open[0]);
  if (spell === null && request === undefined) return null;
  const firstOf = (dates: readonly (CalendarDate | undefined)[]): CalendarDate | null =>
    dates.filter((date): date is CalendarDate => date !== undefined).sort()[0] ?? null;
  const toDay = (instant: Registration['askedAt'] | undefined) =>
    instant ? instantToDate(instant) : undefined;
  // Activity before a closure is not a step of the new request.
  const activeDays = spell
    ? [toDay(standing?.activeSince), ...usage.map(({ firstActive }) => firstActive)]
    : [];
  const known: Readonly<Record<Step, CalendarDate | null>> = {
    request: firstOf([toDay(request?.askedAt)]),
    letter: request ? firstSentOn(request) : null,
    confirmed: spell?.from ?? null,
    'first-act': firstOf(activeDays),
    'first-exchange': spell ? firstOf(usage.map(({ firstExchanged }) => firstExchanged)) : null
  };
  const days = { ...known };
  for (const step of STEPS) if ((days[step] ?? asOf) > asOf) days[step] = null;
  const at = STEPS.filter((step) => days[step] !== null).pop();
  const since = at === undefined ? null : days[at];
  return at === undefined || since === null || since === undefined
    ? null
    : { country, days, at, standsFor: dateToDayNumber(asOf) - dateToDayNumber(since) };
}

export interface FunnelStep {
  readonly step: Step;
  readonly taken: number | null;
  /** Only countries with both days known; null without any, and for the first step. */
  readonly medianDays: number | null;
}

export function funnelOf(
  ways: readonly CountryWay[],
  { asOf, since }: { readonly asOf: CalendarDate; readonly since: CountedSince }
): readonly FunnelStep[] {
  return STEPS.map((step, index) => {
    const before = STEPS[index - 1];
    const spans = before === undefined ? [] : ways.flatMap(({ days }) => spanOf(days[before], days[step]));
    const taken = ways.filter(({ at }) => STEPS.indexOf(at) >= index).length;
    const begun = USE_STEPS.indexOf(step) < 0 ? since.records : since.activity;
    const isCounted = taken > 0 || asOf >= begun;
    return {
      step,
      taken: isCounted ? taken : null,
      medianDays: medianOfSorted(spans.sort((a, b) => a - b))
    };
  });
}

function spanOf(from: CalendarDate | null, until: CalendarDate | null): number[] {
  if (from === null || until === null) return [];
  return [Math.max(0, dateToDayNumber(until) - dateToDayNumber(from))];
}
