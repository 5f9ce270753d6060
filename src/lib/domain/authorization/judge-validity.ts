/**
 * Validity period (1961 art. 31(4)(b), 1971 art. 12(1)(b)). The country's settings give its maximum; an export
 * authorization never outlives its import authorization (rule R9). A far year is a typing error.
 */
import { addMonths, findDateProblem, isCalendarDate } from '../calendar-date.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CalendarDate } from '../ids.ts';
import type { CountrySettings } from './country-settings.ts';
import { fieldOf, type FormField } from './form-fields.ts';
import type { Findings } from './judge-context.ts';

/** Authorizations for the next year are issued in the last months of this one. */
export const MAX_MONTHS_AHEAD = 12;

export interface Validity {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

interface ValidityBounds {
  readonly today: CalendarDate;
  readonly months: number;
  readonly importFrom?: CalendarDate | null;
  readonly importUntil?: CalendarDate | null;
}

export function importMonthsOf(settings: CountrySettings, transport: string): number {
  return transport === 'sea' ? settings.importMonthsBySea : settings.importMonths;
}

export function judgeValidity(
  form: DraftFields,
  bounds: ValidityBounds,
  findings: Findings
): Validity | null {
  const from = readDate(form, 'validFrom', 'validity.from.missing', findings);
  const until = readDate(form, 'validUntil', 'validity.until.missing', findings);
  const { today, importFrom, importUntil } = bounds;
  const isExpired = importUntil ? importUntil < today : false;
  if (importUntil && isExpired) findings.add('validity.importExpired', 'validUntil', { until: importUntil });
  if (!from || !until) return null;
  if (until < from) findings.add('authorization.validity.reversed', 'validUntil', { from, until });
  if (from < today) findings.add('validity.beforeIssue', 'validFrom', { from, today });
  if (until < today) findings.add('validity.past', 'validUntil', { until, today });
  const furthest = addMonths(today, MAX_MONTHS_AHEAD);
  if (from > furthest) findings.add('validity.tooFarAhead', 'validFrom', { from, latest: furthest });
  if (importFrom && from < importFrom)
    findings.add('validity.beforeImport', 'validFrom', { from, limit: importFrom });
  if (importUntil && !isExpired && until > importUntil) {
    findings.add('validity.pastImport', 'validUntil', { until, limit: importUntil });
  }
  const latest = addMonths(from > today ? from : today, bounds.months);
  if (until > latest)
    findings.add('validity.tooLong', 'validUntil', { until, latest, months: bounds.months });
  return { from, until };
}

export function readDate(
  form: DraftFields,
  name: FormField,
  missing:
    | 'validity.from.missing'
    | 'validity.until.missing'
    | `importReference.${'issuedOn' | 'validUntil'}.missing`,
  findings: Findings
): CalendarDate | null {
  const typed = fieldOf(form, name).trim();
  if (typed === '') {
    findings.add(missing, name);
    return null;
  }
  if (isCalendarDate(typed)) return typed;
  const found = findDateProblem(typed);
  if (found) findings.add(found.code, name, { ...found.values, typed });
  return null;
}
