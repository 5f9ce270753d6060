/**
 * Age of a partner's silence (rule R20). The Conventions set no time for a reply, and a missing reply is never consent:
 * it changes no status, and only reminds. A country chooses after how many days (`replyDays`).
 *
 * | what waits                                           | since                     |
 * |------------------------------------------------------|---------------------------|
 * | an own import authorization that nobody acted upon   | the day of its issue      |
 * | an own question or objection without an answer       | the day on which it asked |
 */
import { dateToDayNumber, instantToDate } from '../calendar-date.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { isUndecided } from './needs.ts';
import { openQuestions } from './open-question.ts';

interface Silence {
  /** The authorization that waits, or to which the question refers. */
  readonly on: ActId;
  readonly since: CalendarDate;
  readonly days: number;
}

/** The partner's towards `authority`, at most one an authorization; none for a third country. */
export function silencesOf(
  dossier: Dossier,
  authority: AuthorityCode,
  today: CalendarDate
): readonly Silence[] {
  const { importingCountry, exportingCountry, importAuthorization: opening, issuedOn } = dossier;
  if (authority !== importingCountry && authority !== exportingCountry) return [];
  const since = new Map<ActId, CalendarDate>();
  if (opening && authority === importingCountry && isUndecided(dossier, today)) since.set(opening, issuedOn);
  for (const { upon, question, waitsFor } of openQuestions(dossier))
    if (waitsFor !== authority) since.set(upon, instantToDate(question.at));
  return [...since].map(([on, day]) => {
    return { on, since: day, days: Math.max(0, dateToDayNumber(today) - dateToDayNumber(day)) };
  });
}

/** `replyDays`: 0 reminds never. */
export function isReminderDue({ days }: Silence, replyDays: number): boolean {
  return replyDays > 0 && days >= replyDays;
}
