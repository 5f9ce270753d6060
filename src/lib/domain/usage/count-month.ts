/**
 * Rows in any order: the same result here, in CouchDB's index and after a rebuild. A second reply or receipt for one
 * authorization does not count again.
 */
import type { ActKind } from '../act/kinds.ts';
import { EXCEEDING_GROUNDS } from '../act/kinds/special-terms.ts';
import { addDays, dateToDayNumber, instantToDate } from '../calendar-date.ts';
import { isCountry } from '../country.ts';
import { ENDORSEMENT_DUE_DAYS, OFF_LINE_MINUTES } from '../own-choices.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '../ids.ts';
import { EXCEEDING_COUNTS, MAX_DAYS, type SELDOM_COUNTS } from './figures.ts';
import type { UsageCount } from './usage-record.ts';
import { monthOf, type Month, type UsageFact, type UsageRow } from './usage-rows.ts';

interface Course {
  readonly id: ActId;
  readonly fact: UsageFact;
  readonly about: readonly UsageFact[];
}

const ACTIVITY: readonly ActKind[] = [
  'import-authorization',
  'export-authorization',
  'export-declaration',
  'reply'
];

/**
 * An act whose date differs from the month in its id was altered in storage and counts nowhere: a first active day
 * outside the month would make the record unreadable.
 */
export function countMonth(country: CountryCode, month: Month, rows: readonly UsageRow[]): UsageCount {
  const acts = rows.filter(
    ({ key, value }) => key[0] === month && key[1] === 'act' && monthOf(value.at) === month
  );
  const courses = coursesOf(acts, rows);
  const issued = courses.filter(({ fact }) => fact.issuer === country);
  const received = courses.filter(({ fact }) => fact.issuer !== country && fact.to?.includes(country));
  const own = acts.map(({ value }) => value).filter(({ issuer }) => issuer === country);
  return {
    country,
    month,
    rows: rows.length,
    ...countIssued(issued),
    ...countReceived(country, received),
    ...countPartners(country, [...issued, ...received], acts),
    people: new Set(own.map(({ person }) => person)).size,
    devices: new Set(own.map(({ device }) => device)).size,
    ...seldom('emergencies', issued.filter(({ fact }) => fact.emergency).length),
    ...countExceeding(issued),
    ...seldom('papers', own.filter(({ paper }) => paper).length),
    ...activeDays(own)
  };
}

/** Records of earlier months stay as they are. */
function seldom(
  key: keyof typeof SELDOM_COUNTS,
  count: number
): Partial<Record<keyof typeof SELDOM_COUNTS, number>> {
  return count > 0 ? { [key]: count } : {};
}

function countExceeding(issued: readonly Course[]): Partial<Record<keyof typeof SELDOM_COUNTS, number>> {
  return EXCEEDING_GROUNDS.reduce((counts, ground) => {
    const number = issued.filter(({ fact }) => fact.exceeding === ground).length;
    return Object.assign(counts, seldom(EXCEEDING_COUNTS[ground], number));
  }, {});
}

function coursesOf(acts: readonly UsageRow[], rows: readonly UsageRow[]): readonly Course[] {
  const about = new Map<ActId, UsageFact[]>();
  for (const { key, value } of rows) {
    if (key[1] !== 'about') continue;
    const held = about.get(key[2]);
    if (held) held.push(value);
    else about.set(key[2], [value]);
  }
  return acts.flatMap(({ key, value }) =>
    value.to === undefined ? [] : [{ id: key[2], fact: value, about: about.get(key[2]) ?? [] }]
  );
}

function countIssued(issued: readonly Course[]) {
  const exports = issued.filter(isExport);
  const delivered = issued.flatMap((course) => {
    const at = firstOf(course, ({ kind }) => kind === 'receipt');
    return at === null ? [] : [{ from: course.fact.at, at }];
  });
  return {
    imports: issued.length - exports.length,
    exports: exports.length,
    exchanged: delivered.length,
    ...firstExchanged(delivered.map(({ at }) => at)),
    offLine: delivered.filter(({ from, at }) => minutesBetween(from, at) > OFF_LINE_MINUTES).length,
    answered: issued.filter((course) => answerOf(course, (issuer) => issuer !== course.fact.issuer) !== null)
      .length,
    shipped: exports.filter((course) => has(course, 'shipment')).length,
    endorsed: exports.filter((course) => has(course, 'endorsement')).length
  };
}

function firstExchanged(delivered: readonly Instant[]): Pick<UsageCount, 'firstExchanged'> {
  const first = delivered.slice().sort()[0];
  return first === undefined ? {} : { firstExchanged: instantToDate(first) };
}

function countReceived(country: CountryCode, received: readonly Course[]) {
  const answers = received.flatMap(({ fact, about, id }) => {
    const at = answerOf({ fact, about, id }, (issuer) => issuer === country);
    return at === null ? [] : [daysBetween(fact.at, at)];
  });
  const toEndorse = received.filter(
    (course) => isExport(course) && !course.fact.exempt && !has(course, 'cancellation')
  );
  const endorsed = toEndorse.flatMap((course) => {
    const at = firstOf(course, ({ kind, issuer }) => kind === 'endorsement' && issuer === country);
    return at === null ? [] : [{ course, at, days: daysBetween(course.fact.at, at) }];
  });
  return {
    received: received.length,
    receivedAnswered: answers.length,
    toEndorse: toEndorse.length,
    endorsedHere: endorsed.length,
    endorsedOnTime: endorsed.filter(({ course, at }) => isOnTime(course, at)).length,
    daysToAnswer: countDays(answers),
    daysToEndorse: countDays(endorsed.map(({ days }) => days))
  };
}

/** After the end of validity if no shipment was recorded. */
function isOnTime({ fact, about }: Course, at: Instant): boolean {
  const shipped = about
    .flatMap(({ kind, on }) => (kind === 'shipment' && on !== undefined ? [on] : []))
    .sort()[0];
  const from = shipped ?? fact.until;
  return from === undefined || instantToDate(at) <= addDays(from, ENDORSEMENT_DUE_DAYS);
}

function countPartners(country: CountryCode, courses: readonly Course[], acts: readonly UsageRow[]) {
  const partners = new Set<AuthorityCode>();
  const reached = new Set<AuthorityCode>(acts.map(({ value }) => value.issuer));
  for (const { fact, about } of courses) {
    for (const one of [fact.issuer, ...(fact.to ?? [])])
      if (one !== country && isCountry(one)) partners.add(one);
    for (const { issuer, where } of about) reached.add(where ?? issuer);
  }
  return {
    partners: partners.size,
    partnersOnSystem: [...partners].filter((one) => reached.has(one)).length
  };
}

function activeDays(own: readonly UsageFact[]): Pick<UsageCount, 'firstActive' | 'lastActive'> {
  const days = own.filter(({ kind }) => ACTIVITY.includes(kind)).map(({ at }) => instantToDate(at));
  const [first] = days.sort();
  const last = days[days.length - 1];
  return first === undefined || last === undefined ? {} : { firstActive: first, lastActive: last };
}

function isExport({ fact }: Course): boolean {
  return fact.kind === 'export-authorization';
}

function has({ about }: Course, kind: ActKind): boolean {
  return about.some((one) => one.kind === kind);
}

/** Both show that the other authority read it. */
function answerOf(course: Course, isBy: (issuer: AuthorityCode) => boolean): Instant | null {
  return firstOf(
    course,
    ({ kind, issuer }) => isBy(issuer) && (kind === 'reply' || kind === 'export-authorization')
  );
}

function firstOf({ about }: Course, matches: (fact: UsageFact) => boolean): Instant | null {
  const instants = about.filter(matches).map(({ at }) => at);
  return instants.sort()[0] ?? null;
}

function countDays(days: readonly number[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of days) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** With a wrong clock an answer can predate its question: that counts as 0 days. */
function daysBetween(from: Instant, to: Instant): number {
  const days = dateToDayNumber(instantToDate(to)) - dateToDayNumber(instantToDate(from));
  return Math.min(Math.max(days, 0), MAX_DAYS);
}

function minutesBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

export function monthsOf(rows: readonly UsageRow[]): readonly Month[] {
  return [...new Set(rows.map(({ key }) => key[0]))];
}
