/** A reminder speaks to each country in the languages in which the survey itself asks. */
import { expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { judgeLetter } from '#lib/domain/outreach/draft-letter.ts';
import { reminderFields } from '#lib/survey/reminder.ts';
import { aSurvey } from '../samples/survey.ts';

test('is prepared in every language of the survey and can be sent as it stands to those who have not answered', async () => {
  const texts = {
    en: { title: 'Availability', text: 'Please answer.' },
    fr: { title: 'Disponibilité', text: 'Veuillez répondre.' },
    ar: { title: 'التوافر', text: 'يرجى الإجابة.' }
  };
  const survey = aSurvey({ texts, closes: '2027-01-31' as never });
  const fields = await reminderFields(survey, ['KE', 'CH'] as CountryCode[]);
  const letter = judgeLetter(fields);
  expect(letter.ok && Object.keys(letter.value.texts).sort()).toEqual(['ar', 'en', 'fr']);
  expect(fields['text.fr']).toContain('Disponibilité');
  expect(fields['text.fr']).toContain('31 janv. 2027');
  expect(fields['title.ar']).toMatch(/\p{Script=Arabic}/u);
  expect(fields['text.es']).toBeUndefined();
  expect(fields['groupCountries']).toBe('KE CH');
});
