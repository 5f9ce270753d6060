/** Pure, from replicated records: works offline. */
import { addDays, addMonths, instantToDate } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import {
  joiningDates,
  joiningPlan,
  joiningSince,
  nextJoiningStep,
  type DeviceDates,
  type JoiningDates,
  type JoiningStep
} from '../registration/joining-plan.ts';
import type { Registration } from '../registration/registration.ts';
import type { Standing } from '../registration/standing.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { groupUsage, isRegisteredOn, lastActiveBy, openRequestOn } from '../usage/use-state.ts';
import type { ContactNote, ContactWay } from './contact-note.ts';

export interface FollowUpInput {
  readonly standings: readonly Standing[];
  readonly registrations: readonly Registration[];
  readonly usage: readonly UsageRecord[];
  readonly notes: readonly ContactNote[];
  readonly letters: readonly Contact[];
  readonly asOf: CalendarDate;
  readonly quietMonths: number;
  /** Absent: no device has asked to be certified yet. */
  readonly devices: ReadonlyMap<CountryCode, DeviceDates>;
  /** Days in which the next step of joining should be done. */
  readonly joiningDays: number;
}

export interface Contact {
  readonly country: CountryCode;
  readonly on: CalendarDate;
  readonly way: ContactWay;
  readonly by: string;
}

export const PLACES = ['overdue', 'today', 'coming', 'none'] as const;
export type Place = (typeof PLACES)[number];

interface OpenStep {
  readonly note: string;
  readonly step: string;
  readonly due: CalendarDate;
}

export interface FollowUp {
  readonly country: CountryCode;
  /** `none`: neither registered nor asking; INCB wrote to it. */
  readonly stands: 'registered' | 'suspended' | 'requested' | 'none';
  readonly place: Place;
  readonly due: CalendarDate | null;
  readonly steps: readonly OpenStep[];
  readonly lastActive: CalendarDate | null;
  /** Start of the silence, if long enough to be quiet. */
  readonly quietSince: CalendarDate | null;
  readonly lastContact: Contact | null;
  /** Next step of joining, if it is overdue. */
  readonly late: Pick<JoiningStep, 'key' | 'actor'> | null;
}

/** Most urgent first. A country without registration, request or letter has no row. */
export function followUpsOn(input: FollowUpInput): readonly FollowUp[] {
  const { asOf, standings, registrations, notes, letters } = input;
  const usage = groupUsage(input.usage);
  const countries = new Set<CountryCode>([
    ...standings.filter((one) => isRegisteredOn(one, asOf)).map(({ country }) => country),
    ...registrations.filter((one) => openRequestOn([one], asOf) !== null).map(({ country }) => country),
    ...notes.map(({ country }) => country),
    ...letters.map(({ country }) => country)
  ]);
  const rows = [...countries].map((country) => {
    const isOf = (one: { readonly country: CountryCode }): boolean => one.country === country;
    const own = { notes: notes.filter(isOf), letters: letters.filter(isOf), usage: usage.get(country) ?? [] };
    const standing = standings.find(isOf) ?? null;
    return toRow(country, standing, registrations.filter(isOf), own, input);
  });
  return rows.sort(byUrgency);
}

function toRow(
  country: CountryCode,
  standing: Standing | null,
  registrations: readonly Registration[],
  own: Pick<FollowUpInput, 'notes' | 'letters' | 'usage'>,
  { asOf, quietMonths, devices, joiningDays }: FollowUpInput
): FollowUp {
  const stands = standsOn(standing, registrations, asOf);
  const active = own.usage.flatMap((record) => lastActiveBy(record, asOf) ?? []).sort();
  const lastActive = active[active.length - 1] ?? null;
  const isAsked = stands === 'registered' && standing !== null;
  const since = isAsked ? (lastActive ?? instantToDate(standing.registeredAt)) : null;
  const longAgo = addMonths(asOf, -quietMonths);
  const quietSince = since !== null && since <= longAgo ? since : null;
  const lastContact = latestContact(own, asOf);
  const steps = openSteps(own.notes);
  const isDue = quietSince !== null && (lastContact === null || lastContact.on <= longAgo);
  // A silence that is longer than INCB's rule needs a word more than a step does.
  const joins = quietSince === null && (stands === 'requested' || stands === 'registered');
  const facts = { standing, registrations, usage: own.usage, devices: devices.get(country) ?? {} };
  const late = joins ? lateStep(joiningDates(facts), lastContact, { asOf, joiningDays }) : null;
  const due = steps[0]?.due ?? late?.due ?? (isDue ? asOf : null);
  const place = placeOf(due, asOf);
  return { country, stands, place, due, steps, lastActive, quietSince, lastContact, late };
}

/** The days begin again when INCB speaks to a country that must act itself. */
function lateStep(
  dates: JoiningDates,
  lastContact: Contact | null,
  { asOf, joiningDays }: Pick<FollowUpInput, 'asOf' | 'joiningDays'>
): (JoiningStep & { readonly due: CalendarDate }) | null {
  const plan = joiningPlan(dates);
  const next = nextJoiningStep(plan);
  const since = joiningSince(plan);
  if (next === null || since === null) return null;
  const spoken = next.actor === 'country' ? lastContact?.on : undefined;
  const due = addDays(spoken !== undefined && spoken > since ? spoken : since, joiningDays);
  return due <= asOf ? { ...next, due } : null;
}

/**
 * The first that applies:
 *
 * | earliest open step | quiet, and nobody wrote or spoke to it for as long | due       | place   |
 * |--------------------|----------------------------------------------------|-----------|---------|
 * | before today       |                                                    | its day   | overdue |
 * | today              |                                                    | today     | today   |
 * | later              |                                                    | its day   | coming  |
 * | none               | not quiet, but a step of joining is overdue        | its day   | overdue |
 * | none               | yes                                                | today     | today   |
 * | none               | no                                                 | nothing   | none    |
 *
 * A suspended country is not quiet: its people cannot work.
 */
function placeOf(due: CalendarDate | null, asOf: CalendarDate): Place {
  if (due === null) return 'none';
  if (due === asOf) return 'today';
  return due < asOf ? 'overdue' : 'coming';
}

function standsOn(
  standing: Standing | null,
  registrations: readonly Registration[],
  asOf: CalendarDate
): FollowUp['stands'] {
  if (standing !== null && isRegisteredOn(standing, asOf))
    return standing.state === 'suspended' ? 'suspended' : 'registered';
  return openRequestOn(registrations, asOf) === null ? 'none' : 'requested';
}

/** Steps that no later note settles; two planned offline both stay, for a person to choose. */
export function openSteps(notes: readonly ContactNote[]): readonly OpenStep[] {
  const settled = new Set(notes.flatMap(({ settles = [] }) => settles));
  const open = notes.flatMap(({ _id: note, next }) =>
    next && !settled.has(note) ? [{ note, ...next }] : []
  );
  return open.sort((a, b) => compare(a.due, b.due) || compare(a.note, b.note));
}

/** Future dates and reminders are not contacts. */
function latestContact(
  { notes, letters }: Pick<FollowUpInput, 'notes' | 'letters'>,
  asOf: CalendarDate
): Contact | null {
  const spoken = notes.filter(({ way }) => way !== 'none');
  const all: readonly Contact[] = [...letters, ...spoken].filter(({ on }) => on <= asOf);
  return all.reduce<Contact | null>((last, one) => (last === null || one.on > last.on ? one : last), null);
}

/** By place, then by day; quiet countries longest first, others by longest wait. */
function byUrgency(a: FollowUp, b: FollowUp): number {
  return (
    PLACES.indexOf(a.place) - PLACES.indexOf(b.place) ||
    compare(a.due ?? '', b.due ?? '') ||
    compare(a.quietSince ?? '9', b.quietSince ?? '9') ||
    compare(a.lastContact?.on ?? '', b.lastContact?.on ?? '') ||
    compare(a.country, b.country)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
