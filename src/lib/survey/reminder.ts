/** A letter to those who have not answered, prepared as a draft: INCB reads it over before it is sent. */
import type { DraftOf } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { textFor } from '#lib/domain/outreach/letters.ts';
import type { SurveyAct } from '#lib/domain/survey/fold-surveys.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

interface Writer {
  readonly id: DraftId;
  readonly now: Instant;
  readonly person: string;
  readonly device: KeyId;
}

/** In the writer's language; other languages of the survey are for them to write, as no words of ours are here in these. */
export function reminderDraft(
  { body }: SurveyAct,
  waiting: readonly CountryCode[],
  { id, now, person, device }: Writer
): DraftOf<'announcement'> {
  const language = readLocale();
  const survey = textFor(body.texts, language)?.title ?? '';
  return {
    _id: id,
    schema: 1,
    kind: 'announcement',
    fields: {
      [`title.${language}`]: m.survey_reminder_title(),
      [`text.${language}`]: m.survey_reminder_text({ survey, date: formatDate(body.closes) }),
      whom: 'group',
      groupName: m.survey_reminder_group(),
      groupCountries: waiting.join(' '),
      roles: 'administrator'
    },
    lines: [],
    updatedAt: now,
    updatedBy: person,
    device
  };
}
