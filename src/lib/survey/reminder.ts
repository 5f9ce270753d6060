import type { Typed } from '#lib/domain/draft/draft.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { languagesIn, textFor } from '#lib/domain/outreach/letters.ts';
import type { SurveyAct } from '#lib/domain/survey/fold-surveys.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { isLocale, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

/** Those of the survey that can be loaded; else only the writer's. */
export async function reminderFields({ body }: SurveyAct, waiting: readonly CountryCode[]): Promise<Typed> {
  const had = await Promise.all(
    languagesIn(body.texts).map((one) => (isLocale(one) ? haveWords(one) : null))
  );
  const languages = had.filter((one) => one !== null);
  const letters = (languages.length > 0 ? languages : [readLocale()]).map((one) => letterIn(one, body));
  return {
    ...Object.assign({}, ...letters),
    whom: 'group',
    groupName: m.survey_reminder_group(),
    groupCountries: waiting.join(' '),
    roles: 'administrator'
  };
}

async function haveWords(locale: Locale): Promise<Locale | null> {
  return loadCatalog(locale).then(
    () => locale,
    () => null
  );
}

function letterIn(locale: Locale, { texts, closes }: SurveyAct['body']): Typed {
  const survey = textFor(texts, locale)?.title ?? '';
  return {
    [`title.${locale}`]: m.survey_reminder_title({}, { locale }),
    [`text.${locale}`]: m.survey_reminder_text({ survey, date: formatDate(closes, locale) }, { locale })
  };
}
