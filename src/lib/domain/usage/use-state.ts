/**
 * From registration, requests and monthly usage, for all INCB figures. Pure and from replicated data, so it works
 * offline.
 */
import { addMonths, instantToDate } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Registration } from '../registration/registration.ts';
import type { Standing } from '../registration/standing.ts';
import type { UsageRecord } from './usage-record.ts';
import { monthOf, type Month } from './usage-rows.ts';

/** Order of the 2019 table. `registered` applies on days when activity was not counted. */
export const USE_STATES = ['active', 'not-active', 'registered', 'requested'] as const;
export type UseState = (typeof USE_STATES)[number];

/** Countries per state. Null was not counted; zero was. */
export type StateCounts = Readonly<Record<UseState, number | null>>;

export interface OverviewInput {
  readonly standings: readonly Standing[];
  readonly registrations: readonly Registration[];
  readonly usage: readonly UsageRecord[];
  readonly asOf: CalendarDate;
  /** The server counts until now: a count of zero exists today, but not before the first record. */
  readonly today: CalendarDate;
  readonly activeMonths: number;
}

export interface Timeline {
  readonly standing: Standing | null;
  readonly registrations: readonly Registration[];
}

export function timelinesOf({ standings, registrations }: OverviewInput): ReadonlyMap<CountryCode, Timeline> {
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
 * | on that day                    | activity of the day | issued or answered within the months | state      |
 * |--------------------------------|---------------------|--------------------------------------|------------|
 * | registered, or suspended       | counted             | yes                                  | active     |
 * | registered, or suspended       | counted             | no                                   | not-active |
 * | registered, or suspended       | not counted         |                                      | registered |
 * | closed                         |                     |                                      | none       |
 * | not registered, a request open |                     |                                      | requested  |
 * | neither                        |                     |                                      | none       |
 */
export function stateOn(
  timeline: Timeline,
  usage: readonly UsageRecord[],
  day: CalendarDate,
  { activeMonths, isActivityCounted }: { readonly activeMonths: number; readonly isActivityCounted: boolean }
): UseState | null {
  if (isRegisteredOn(timeline.standing, day)) {
    if (!isActivityCounted) return 'registered';
    return isActiveOn(usage, day, activeMonths) ? 'active' : 'not-active';
  }
  return openRequestOn(timeline.registrations, day) === null ? null : 'requested';
}

export function isRegisteredOn(standing: Standing | null, day: CalendarDate): boolean {
  return spellOn(standing, day) !== null;
}

/** Registration on that day and its request; a country can close and return. */
interface Spell {
  readonly from: CalendarDate;
  readonly registration: string | undefined;
}

export function spellOn(standing: Standing | null, day: CalendarDate): Spell | null {
  if (standing === null) return null;
  const { earlier = [], registeredAt, registration, state, since } = standing;
  const last = { from: registeredAt, until: state === 'closed' ? since : undefined, registration };
  const found = [...earlier, last].find(
    ({ from, until }) => instantToDate(from) <= day && (until === undefined || instantToDate(until) > day)
  );
  return found ? { from: instantToDate(found.from), registration: found.registration } : null;
}

/** The first day that counts is the day after the one this many months earlier. */
function isActiveOn(usage: readonly UsageRecord[], day: CalendarDate, activeMonths: number): boolean {
  const before = addMonths(day, -activeMonths);
  return usage.some((record) => {
    const last = lastActiveBy(record, day);
    return last !== null && last > before;
  });
}

/** For a month still running on that day only its first and last active days are known. */
export function lastActiveBy(
  { firstActive, lastActive }: UsageRecord,
  day: CalendarDate
): CalendarDate | null {
  if (lastActive !== undefined && lastActive <= day) return lastActive;
  return firstActive !== undefined && firstActive <= day ? firstActive : null;
}

export function openRequestOn(
  registrations: readonly Registration[],
  day: CalendarDate
): CalendarDate | null {
  const [first] = openRequestsOn(registrations, day);
  return first ? instantToDate(first.askedAt) : null;
}

/** Requests decided later were still open. Earliest first. */
export function openRequestsOn(
  registrations: readonly Registration[],
  day: CalendarDate
): readonly Registration[] {
  const open = registrations.filter(({ askedAt, decidedAt }) => {
    return instantToDate(askedAt) <= day && (decidedAt === undefined || instantToDate(decidedAt) > day);
  });
  return open.sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
}

export function groupUsage(usage: readonly UsageRecord[]): ReadonlyMap<CountryCode, readonly UsageRecord[]> {
  const groups = groupBy(usage, ({ country }) => country);
  for (const records of groups.values()) records.sort((a, b) => (a.month < b.month ? -1 : 1));
  return groups;
}

export function groupBy<Key>(
  usage: readonly UsageRecord[],
  keyOf: (record: UsageRecord) => Key
): ReadonlyMap<Key, UsageRecord[]> {
  const groups = new Map<Key, UsageRecord[]>();
  for (const record of usage) {
    const held = groups.get(keyOf(record));
    if (held) held.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}

/** Before these days counts are missing; a zero would mean that someone counted. */
export interface CountedSince {
  readonly records: CalendarDate;
  readonly activity: CalendarDate;
  readonly figures: Month;
}

/** A later record, from a wrong clock, does not hide today's count. */
export function countedSince({ standings, registrations, usage, today }: OverviewInput): CountedSince {
  const activity = firstOf([today, ...usage.flatMap(({ firstActive }) => firstActive ?? [])]);
  const figures = firstOf([monthOf(today), ...usage.map(({ month }) => month)]);
  const records = firstOf([
    today,
    ...standings.map(({ earlier, registeredAt }) => instantToDate(earlier?.[0]?.from ?? registeredAt)),
    ...registrations.map(({ askedAt }) => instantToDate(askedAt)),
    ...usage.map(({ month, firstActive }) => firstActive ?? (`${month}-01` as CalendarDate))
  ]);
  return { records, activity, figures };
}

function firstOf<Of extends string>(values: readonly [Of, ...Of[]]): Of {
  return values.reduce((first, one) => (one < first ? one : first));
}

export function countStates(
  states: readonly UseState[],
  day: CalendarDate,
  since: Pick<CountedSince, 'records' | 'activity'>
): StateCounts {
  const count = (state: UseState): number => states.filter((one) => one === state).length;
  if (day < since.records) return { active: null, 'not-active': null, registered: null, requested: null };
  const requested = count('requested');
  return day < since.activity
    ? { active: null, 'not-active': null, registered: count('registered'), requested }
    : { active: count('active'), 'not-active': count('not-active'), registered: null, requested };
}

export function countedStates(...days: readonly StateCounts[]): readonly UseState[] {
  return USE_STATES.filter((state) => days.some((counts) => counts[state] !== null));
}

export function registeredIn(counts: StateCounts): number | null {
  const { active, 'not-active': idle, registered } = counts;
  return active === null || idle === null ? registered : active + idle;
}
