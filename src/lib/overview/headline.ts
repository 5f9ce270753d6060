/** The one sentence that a minister can quote, by which rule it is counted, and the sentence under every map. */
import { formatDate, joinSentences } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { countsLaterDays, type Overview } from '#lib/domain/usage/overview.ts';
import type { OverviewSetting } from '#lib/domain/usage/overview-settings.ts';

/** `before`: the same a month earlier; null where that is not known. */
export function headlineOf(now: Overview, before: Overview | null): string {
  const active = now.counts.active;
  const registered = active + now.counts['not-active'];
  const values = { date: formatDate(now.asOf), active, count: registered };
  const sentence = m.overview_headline(values);
  if (before === null) return sentence;
  const change = active - before.counts.active;
  return joinSentences([sentence, changeWords(change)]);
}

function changeWords(change: number): string {
  if (change === 0) return m.overview_headline_same();
  return change > 0
    ? m.overview_headline_more({ count: change })
    : m.overview_headline_fewer({ count: -change });
}

/** What counts as active, and of which months and days the figures are. */
export function ruleOf(asOf: CalendarDate, today: CalendarDate, activeMonths: number): string {
  const rule = m.overview_rule({ count: activeMonths });
  return countsLaterDays(asOf, today) ? joinSentences([rule, m.overview_whole_month()]) : rule;
}

/** As `ruleOf`, or of the table of 2019 where it is from. */
export function sourceOf(
  shown: { readonly isHistory: boolean; readonly asOf: CalendarDate; readonly activeMonths: number },
  today: CalendarDate
): string {
  return shown.isHistory ? m.overview_history_source() : ruleOf(shown.asOf, today, shown.activeMonths);
}

/** As the secretariat has it in this language, or the customary one. */
export function mapNoteOf({ mapNote }: OverviewSetting): string {
  return mapNote?.[readLocale()] ?? m.overview_map_note();
}
