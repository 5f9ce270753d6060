/**
 * A country's way from its request to its first exchange: who must act next, and since when. The same for the country
 * and for INCB, from the dates that each of them has.
 */
import { instantToDate } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { calendarDate, orNull, readStored, stored } from '../shape/shape.ts';
import { isOpen, lastReception, lastSending, type Registration } from './registration.ts';
import type { Standing } from './standing.ts';

/** Steps in their order. `incb` and `country`: the one who must act. */
const ACTORS = {
  asked: 'country',
  letter: 'incb',
  sent: 'incb',
  received: 'country',
  opened: 'country',
  confirmed: 'country',
  device: 'country',
  certified: 'incb',
  exchanged: 'country'
} as const;
export type JoiningStepKey = keyof typeof ACTORS;
export const JOINING_STEPS = Object.keys(ACTORS) as readonly JoiningStepKey[];
const OF_LETTER: readonly JoiningStepKey[] = ['letter', 'sent', 'received', 'opened'];

/** The day of each step that is done; null if the day is not known here. */
export type JoiningDates = { readonly [K in JoiningStepKey]?: CalendarDate | null };

const dates = stored({
  required: {},
  optional: Object.fromEntries(JOINING_STEPS.map((key) => [key, orNull(calendarDate)]))
});

/** As the server gives them; nothing of a malformed answer counts. */
export function parseJoiningDates(value: unknown): JoiningDates {
  const read = readStored(dates, value);
  return read.ok ? (read.value as JoiningDates) : {};
}

export interface JoiningStep {
  readonly key: JoiningStepKey;
  readonly actor: 'country' | 'incb';
  readonly state: 'done' | 'next' | 'later';
  readonly on: CalendarDate | null;
}

/**
 * A step is done if it or a later one has a date: a code cannot be entered from a letter that was not opened. A country
 * that INCB confirmed without a letter has no steps of the letter.
 */
export function joiningPlan(dates: JoiningDates): readonly JoiningStep[] {
  const reached = JOINING_STEPS.reduce((last, key, at) => (dates[key] === undefined ? last : at), -1);
  const isWithoutLetter =
    reached >= JOINING_STEPS.indexOf('confirmed') && OF_LETTER.every((key) => dates[key] === undefined);
  return JOINING_STEPS.flatMap((key, at): JoiningStep[] => {
    if (isWithoutLetter && OF_LETTER.indexOf(key) >= 0) return [];
    const state = at <= reached ? 'done' : at === reached + 1 ? 'next' : 'later';
    return [{ key, actor: ACTORS[key], state, on: dates[key] ?? null }];
  });
}

export function nextJoiningStep(plan: readonly JoiningStep[]): JoiningStep | null {
  return plan.find(({ state }) => state === 'next') ?? null;
}

/** The last known day on which the plan moved on. */
export function joiningSince(plan: readonly JoiningStep[]): CalendarDate | null {
  const days = plan.flatMap(({ on }) => on ?? []).sort();
  return days[days.length - 1] ?? null;
}

/** Days of the first administrator's device. */
export type DeviceDates = Pick<JoiningDates, 'device' | 'certified'>;

interface JoiningFacts {
  readonly standing: Standing | null;
  readonly registrations: readonly Registration[];
  readonly usage: readonly { readonly firstExchanged?: CalendarDate }[];
  readonly devices: DeviceDates;
}

/**
 * As INCB has them, of one country. Where the partners are on paper, the first trade document is the last step: nothing
 * is delivered to a partner.
 */
export function joiningDates({ standing, registrations, usage, devices }: JoiningFacts): JoiningDates {
  if (standing === null || standing.state === 'closed') {
    const open = registrations.filter(isOpen);
    const request = open.find(({ letterAt }) => letterAt !== undefined) ?? open[0];
    return request ? requestDates(request) : {};
  }
  const request = registrations.find(({ _id }) => _id === standing.registration);
  const exchanged = usage.flatMap(({ firstExchanged }) => firstExchanged ?? []).sort()[0];
  const active = standing.activeSince && instantToDate(standing.activeSince);
  const last = exchanged ?? active;
  return {
    ...(request ? requestDates(request) : {}),
    confirmed: instantToDate(standing.registeredAt),
    ...devices,
    ...(last === undefined ? {} : { exchanged: last })
  };
}

type Requested = Pick<
  Registration,
  'askedAt' | 'status' | 'letterAt' | 'codeVoidAt' | 'letterEvents' | 'receptions' | 'decidedAt'
>;

/** Steps up to the confirmation. A letter that is no longer valid counts for nothing. */
export function requestDates(request: Requested): JoiningDates {
  const { askedAt, letterAt, codeVoidAt, decidedAt, status } = request;
  const asked = { asked: instantToDate(askedAt) };
  const isVoid = isOpen(request) && codeVoidAt !== undefined;
  const sending = lastSending(request);
  const received = lastReception(request, 'received');
  const opened = lastReception(request, 'opened');
  const ofLetter: JoiningDates =
    letterAt === undefined || isVoid
      ? {}
      : {
          letter: instantToDate(letterAt),
          ...(sending ? { sent: sending.on } : {}),
          ...(received ? { received: received.on } : {}),
          ...(opened ? { opened: opened.on } : {})
        };
  const confirmed =
    status === 'confirmed' ? { confirmed: decidedAt === undefined ? null : instantToDate(decidedAt) } : {};
  return { ...asked, ...ofLetter, ...confirmed };
}
