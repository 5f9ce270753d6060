/** INCB's monthly report, for people who ask for it: counts of a whole month next to those of the month before. */
import { addDays, addMonths } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { figureOf, FIGURES } from './figures.ts';
import { overviewOn } from './overview.ts';
import { monthOf, type Month } from './usage-rows.ts';
import { registeredIn, type OverviewInput } from './use-state.ts';

export const REPORT_LINES = ['active', 'registered', 'requested', 'issued', 'exchanged'] as const;

export interface ReportLine {
  readonly of: (typeof REPORT_LINES)[number];
  /** Null was not counted. */
  readonly now: number | null;
  readonly before: number | null;
}

export interface MonthlyReport {
  readonly month: Month;
  /** Changed ones first. */
  readonly lines: readonly ReportLine[];
}

/** Documents that were signed offline arrive late. */
const DAYS_UNTIL_REPORT = 5;

/** The latest month that is reported by that day. */
export function monthToReport(today: CalendarDate): Month {
  return monthOf(addMonths(addDays(today, -DAYS_UNTIL_REPORT), -1));
}

export function reportOf(input: Omit<OverviewInput, 'asOf'>, month: Month): MonthlyReport {
  const [now, before] = [countsOf(input, month), countsOf(input, monthOf(addMonths(firstDay(month), -1)))];
  const lines = REPORT_LINES.map((of): ReportLine => ({ of, now: now[of], before: before[of] }));
  const isChanged = (line: ReportLine): boolean => line.now !== line.before;
  return { month, lines: [...lines.filter(isChanged), ...lines.filter((line) => !isChanged(line))] };
}

function firstDay(month: Month): CalendarDate {
  return `${month}-01` as CalendarDate;
}

function countsOf(input: Omit<OverviewInput, 'asOf'>, month: Month): Record<ReportLine['of'], number | null> {
  const asOf = addDays(addMonths(firstDay(month), 1), -1);
  const { counts, since } = overviewOn({ ...input, asOf });
  const records = input.usage.filter((one) => one.month === month);
  const sum = (key: 'issued' | 'exchanged'): number | null =>
    month < since.figures ? null : figureOf(FIGURES[key], records);
  return {
    active: counts.active,
    registered: registeredIn(counts),
    requested: counts.requested,
    issued: sum('issued'),
    exchanged: sum('exchanged')
  };
}
