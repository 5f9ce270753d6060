/** The monthly report as a draft of an announcement in six languages. It has no recipients until a person chooses them. */
import { ANNOUNCEMENT_LANGUAGES } from '#lib/domain/act/kinds/announcement.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { monthToReport, reportOf } from '#lib/domain/usage/monthly-report.ts';
import { reportText } from '#lib/domain/usage/report-text.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
import { formatMonth } from '#lib/i18n/format.ts';
import type { OverviewState } from './overview-state.svelte.ts';

export function draftReport({
  input,
  asOf
}: Pick<OverviewState, 'input' | 'asOf'>): Promise<Result<DraftId>> {
  const report = reportOf(input, monthToReport(asOf));
  const texts = ANNOUNCEMENT_LANGUAGES.flatMap((language): [string, string][] => {
    const { name, text } = reportText(report, language);
    return [
      [`title.${language}`, `${name} · ${formatMonth(report.month, language)}`],
      [`text.${language}`, text]
    ];
  });
  return saveNewDraft('announcement', { fields: { ...Object.fromEntries(texts), whom: 'group' } });
}
