/** A reminder speaks to each country in the languages in which the survey itself asks. */
import { expect, test } from 'vitest';
import type { CountryCode, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { judgeLetter } from '#lib/domain/outreach/draft-letter.ts';
import { reminderDraft } from '#lib/survey/reminder.ts';
import { aSurvey } from '../samples/survey.ts';

const WRITER = {
  id: 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c' as DraftId,
  now: '2026-11-27T09:00:00.000Z' as Instant,
  person: 'incb.secretary',
  device: 'K'.repeat(43) as KeyId
};

test('is prepared in every language of the survey and can be sent as it stands to those who have not answered', async () => {
  const texts = {
    en: { title: 'Availability', text: 'Please answer.' },
    fr: { title: 'Disponibilité', text: 'Veuillez répondre.' },
    ar: { title: 'التوافر', text: 'يرجى الإجابة.' }
  };
  const survey = aSurvey({ texts, closes: '2027-01-31' as never });
  const draft = await reminderDraft(survey, ['KE', 'CH'] as CountryCode[], WRITER);
  const letter = judgeLetter(draft.fields);
  expect(letter.ok && Object.keys(letter.value.texts).sort()).toEqual(['ar', 'en', 'fr']);
  expect(draft.fields['text.fr']).toContain('Disponibilité');
  expect(draft.fields['text.fr']).toContain('31 janv. 2027');
  expect(draft.fields['title.ar']).toMatch(/\p{Script=Arabic}/u);
  expect(draft.fields['text.es']).toBeUndefined();
  expect(draft.fields['groupCountries']).toBe('KE CH');
});
