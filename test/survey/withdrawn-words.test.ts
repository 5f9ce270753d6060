/** What was taken back says so wherever it stands: when, by whom, and that no more answers are taken. */
import { expect, test } from 'vitest';
import { foldSurveys } from '#lib/domain/survey/fold-surveys.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { surveyState, withdrawnWords } from '#lib/survey/survey-words.ts';
import { aClosing, aSurvey } from '../samples/survey.ts';

const TODAY = '2026-12-02' as CalendarDate;
const survey = aSurvey();
const withdrawn = aClosing(survey, { as: 'withdrawn', reason: { language: 'en', text: 'A slip.' } });

test('a survey that was taken back names the day and the person, and takes no more answers', () => {
  const [folded] = foldSurveys([survey], [withdrawn], TODAY);
  const words = folded && withdrawnWords(folded)?.replace(/[\u2066-\u2069]/g, '');
  expect(words).toMatch(/^Taken back on 1 Dec 2026.* by A\. Person\. No more answers are taken\.$/);
  expect(folded && surveyState(folded.state).word).toBe('Taken back');
});

test('one that is open, over or closed does not', () => {
  const closed = aClosing(survey);
  for (const closings of [[], [closed]])
    for (const today of [TODAY, '2027-01-01' as CalendarDate])
      expect(foldSurveys([survey], closings, today).map(withdrawnWords)).toEqual([null]);
});

test('it stays so whatever was said of it before or after', () => {
  const later = aClosing(survey, {}, '2026-12-01T10:00:00.000Z');
  expect(foldSurveys([survey], [withdrawn, later], TODAY).map(withdrawnWords)).not.toEqual([null]);
});
