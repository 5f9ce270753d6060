import { formatDate, formatMonth, joinSentences } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import { registeredIn } from '#lib/domain/usage/use-state.ts';
import { FIGURE_MONTHS, isDayKnown, type Overview } from '#lib/domain/usage/overview.ts';
import type { OverviewSetting } from '#lib/domain/usage/overview-settings.ts';

/** `before`: a month earlier. Uncounted values are left out. */
export function headlineOf(now: Overview, before: Overview | null): string {
  const { counts, asOf, since } = now;
  const date = formatDate(asOf);
  const registered = registeredIn(counts);
  if (registered === null) return m.overview_no_data({ date, first: formatDate(since.records) });
  if (counts.active === null) return m.overview_headline_registered({ date, count: registered });
  const sentence = m.overview_headline({ date, active: counts.active, count: registered });
  const then = before?.counts.active ?? null;
  return then === null ? sentence : joinSentences([sentence, changeWords(counts.active - then)]);
}

function changeWords(change: number): string {
  if (change === 0) return m.overview_headline_same();
  return change > 0
    ? m.overview_headline_more({ count: change })
    : m.overview_headline_fewer({ count: -change });
}

export function ruleOf(overview: Overview, activeMonths: number): string {
  const { asOf, since, counts, months } = overview;
  if (!isDayKnown(overview)) return m.overview_no_data_lead();
  const [first, last] = [months[0], months[months.length - 1]];
  const isWhole =
    addMonths(asOf, -activeMonths) >= since.activity &&
    (months.length === 0 || months.length === FIGURE_MONTHS);
  return joinSentences([
    ...(counts.active === null ? [] : [m.overview_rule({ count: activeMonths })]),
    first === undefined || last === undefined
      ? m.overview_period_none()
      : m.overview_period({ from: formatMonth(first), until: formatMonth(last) }),
    ...(isWhole ? [] : [m.overview_counted_since({ date: formatDate(since.activity) })])
  ]);
}

export function meanings(): readonly string[] {
  return [
    m.ui_labelled({ label: m.overview_issued(), text: m.overview_issued_means() }),
    m.ui_labelled({ label: m.overview_exchanged(), text: m.overview_exchanged_means() })
  ];
}

export function sourceOf(shown: {
  readonly isHistory: boolean;
  readonly overview: Overview;
  readonly activeMonths: number;
}): string {
  return shown.isHistory ? m.overview_history_source() : ruleOf(shown.overview, shown.activeMonths);
}

export function mapNoteOf({ mapNote }: OverviewSetting): string {
  return mapNote?.[readLocale()] ?? m.overview_map_note();
}
