/** Typed dates and texts of replies, shipments, endorsements and cancellations. */
import { findDateProblem, isCalendarDate } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';
import { toFollowUpProblem, type FollowUpCode } from '../dossier/follow-up-codes.ts';
import { cleanText, findTextProblem } from '../act/typed-text.ts';

export function readFollowUpDate(
  typed: string,
  path: string,
  missing: FollowUpCode,
  problems: Problem[]
): CalendarDate | null {
  const text = typed.trim();
  if (isCalendarDate(text)) return text;
  const found = findDateProblem(text);
  if (text === '') problems.push(toFollowUpProblem(missing, path));
  else if (found) problems.push(toFollowUpProblem(found.code, path, { ...found.values, typed }));
  return null;
}

export function readFollowUpText(typed: string, path: string, most: number, problems: Problem[]): string {
  const text = cleanText(typed, true);
  const found = findTextProblem(text, most, true);
  if (found) problems.push(toFollowUpProblem(found.code, path, found.values));
  return text;
}
