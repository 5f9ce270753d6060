/** What was taken back says so wherever it stands: when, by whom, and that no more answers are taken. */
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { answersTo, foldSurveys } from '#lib/domain/survey/fold-surveys.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import ResultsShow from '#lib/survey/ResultsShow.svelte';
import SurveyList from '#lib/survey/SurveyList.svelte';
import { surveyState, withdrawnWords } from '#lib/survey/survey-words.ts';
import { aClosing, anAnswer, aSurvey } from '../samples/survey.ts';

// The list's addresses are the app's own.
vi.mock('$app/paths', () => ({ base: '' }));

const TODAY = '2026-12-02' as CalendarDate;
const survey = aSurvey();
const withdrawn = aClosing(survey, { as: 'withdrawn', reason: { language: 'en', text: 'A slip.' } });

test('a survey that was taken back names the day and the person, and takes no more answers', () => {
  const [folded] = foldSurveys([survey], [withdrawn], TODAY);
  const words = folded && withdrawnWords(folded)?.replace(/[\u2066-\u2069]/g, '');
  expect(words).toMatch(/^Withdrawn on 1 Dec 2026.* by A\. Person\. The survey accepts no more answers\.$/);
  expect(folded && surveyState(folded.state).word).toBe('Withdrawn');
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

test('every list of surveys says when it was taken back, and no day until which it is answered', () => {
  const listed = (closings: Parameters<typeof foldSurveys>[1]): string =>
    render(SurveyList, {
      props: { surveys: foldSurveys([survey], closings, TODAY), detailOf: () => 'Not answered' }
    }).body;
  expect(listed([withdrawn])).toContain('withdrawn on 1 Dec 2026');
  expect(listed([withdrawn])).toContain('Withdrawn</span>');
  expect(listed([withdrawn])).not.toContain('until');
  expect(listed([])).toContain('until 31 Dec 2026');
  expect(listed([])).not.toContain('ithdrawn');
});

test('its results stay, and say over them that they came before it was taken back', () => {
  const answers = answersTo(survey, null, [anAnswer(survey, 'AU', [{ question: 'q1', chosen: ['yes'] }])]);
  const shown = (closings: Parameters<typeof foldSurveys>[1]): string =>
    foldSurveys([survey], closings, TODAY)
      .map((one) => render(ResultsShow, { props: { survey: one, answers } }).body)
      .join();
  expect(shown([withdrawn])).toContain('INCB received these answers before the survey was withdrawn');
  expect(shown([withdrawn])).toMatch(/Withdrawn on 1 Dec 2026.*The survey accepts no more answers/);
  expect(shown([withdrawn])).toContain('1 of 1 countries that can answer');
  expect(shown([])).toContain('1 of 1 countries that can answer');
  expect(shown([])).not.toContain('ithdrawn');
});
