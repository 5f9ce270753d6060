/** A survey's answers as a file: a country a row, figures as they were stated, and nothing that a sheet would run. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import type { DecimalText } from '#lib/domain/ids.ts';
import { languagesIn } from '#lib/domain/outreach/letters.ts';
import { answersTo } from '#lib/domain/survey/fold-surveys.ts';
import { judgeSurveyDraft, surveyFields } from '#lib/domain/survey/draft-survey.ts';
import { openPart } from '#lib/i18n/catalog.ts';
import { availabilityTemplate } from '#lib/survey/availability-template.ts';
import { surveyTable } from '#lib/survey/survey-table.ts';
import { csvOf } from '#lib/ui/file/file-table.ts';
import { anAnswer, aSurvey } from '../samples/survey.ts';

beforeAll(() => openPart('outreach'));

describe('the file of a survey', () => {
  const survey = aSurvey();
  const answers = [
    anAnswer(survey, 'CH', [{ question: 'q1', chosen: ['no'] }]),
    anAnswer(survey, 'AU', [
      { question: 'q1', chosen: ['yes'] },
      { question: 'q2', chosen: ['o2'] },
      { question: 'q3', number: '1234567890.1234567890' as DecimalText },
      { question: 'q5', text: '=HYPERLINK("https://intruder.example")' }
    ]),
    anAnswer(survey, 'AU', [{ question: 'q9', text: 'x' }], '2026-11-28T09:00:00.000Z')
  ];
  const table = surveyTable(survey, answersTo(survey, null, answers));

  it('has a row for each country whose answer counts, and one column an option where several are chosen', () => {
    expect(table.rows.map(([code]) => code)).toEqual(['AU', 'CH']);
    expect(table.head).toContain('What is it for? – Exports');
    const exports = table.head.indexOf('What is it for? – Exports');
    expect(table.rows.map((row) => row[exports])).toEqual([1, null]);
  });

  it('keeps a figure that no number of a sheet holds as the text that was stated', () => {
    const column = table.head.indexOf('How many authorizations a year?, a year');
    expect(table.rows[0]?.[column]).toBe('1234567890.1234567890');
  });

  it('hands no formula to whoever opens it', () => expect(csvOf(table)).toContain(`"'=HYPERLINK(""https`));
});

describe('the questionnaire that INCB can begin with', () => {
  it('can be sent as it is, in six languages, with a last day', () => {
    const { fields, lines } = surveyFields(availabilityTemplate);
    const judged = judgeSurveyDraft({ fields: { ...fields, closes: '2026-12-31' }, lines });
    expect(judged.ok ? [] : judged.problems).toEqual([]);
    expect(languagesIn(availabilityTemplate.texts)).toHaveLength(6);
    expect(parseBody({ ...aSurvey().body, ...availabilityTemplate }).ok).toBe(true);
  });

  it('names no country, no figure and no source: it asks, it does not tell', () => {
    const { texts, questions } = availabilityTemplate;
    const english = [...Object.values(texts.en ?? {}), ...questions.map(({ words }) => words.en)].join(' ');
    expect(english).not.toMatch(/\d/);
  });
});
