/** A country's self-assessment as a plan: what is missing, who provides it, until when. */
import { expect, test } from 'vitest';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import type { SurveyAnswer } from '#lib/domain/act/kinds/survey-answer.ts';
import { judgeAnswers } from '#lib/domain/survey/fold-surveys.ts';
import { judgeSurveyDraft, surveyFields } from '#lib/domain/survey/draft-survey.ts';
import { planOf, pointsOf } from '#lib/domain/survey/readiness-plan.ts';
import { availabilityTemplate } from '#lib/survey/availability-template.ts';
import { readinessTemplate } from '#lib/survey/readiness-template.ts';
import { aSurvey } from '../../samples/survey.ts';

const { questions } = readinessTemplate;
const survey = aSurvey(readinessTemplate as never);

const ANSWERS = [
  { question: 'law', chosen: ['missing'] },
  { question: 'lawwhat', text: 'An act of parliament' },
  { question: 'lawwho', chosen: ['other'] },
  { question: 'lawuntil', date: '2027-06-30' },
  { question: 'rule', chosen: ['ready'] },
  { question: 'staff', chosen: ['partly'] },
  { question: 'staffwho', chosen: ['incb'] },
  { question: 'staffuntil', date: '2027-01-31' },
  { question: 'tools', chosen: ['ready'] },
  { question: 'line', chosen: ['partly'] },
  { question: 'linewho', chosen: ['open'] },
  { question: 'system', chosen: ['unneeded'] },
  { question: 'server', chosen: ['unneeded'] },
  { question: 'imports', number: '400' }
] as unknown as readonly SurveyAnswer[];

test('the self-assessment can be sent as it is, in six languages, and asks only for what is missing', () => {
  const { fields, lines } = surveyFields(readinessTemplate as never);
  const judged = judgeSurveyDraft({ fields: { ...fields, closes: '2027-12-31' }, lines });
  expect(judged.ok ? [] : judged.problems).toEqual([]);
  const read = parseBody({ ...aSurvey().body, ...readinessTemplate });
  expect(read.ok ? [] : read.problems).toEqual([]);
  expect(judgeAnswers(questions as never, ANSWERS)).toEqual([]);
  expect(survey.body.questions).toHaveLength(31);
});

test('the plan has each point of which something is missing, the earliest date first and those without one last', () => {
  const plan = planOf(questions as never, ANSWERS);
  expect(plan.map(({ point, until }) => [point.key, until])).toEqual([
    ['staff', '2027-01-31'],
    ['law', '2027-06-30'],
    ['line', null]
  ]);
  expect([plan[1]?.what?.answer.text, plan[1]?.who?.answer.chosen, plan[0]?.what]).toEqual([
    'An act of parliament',
    ['other'],
    null
  ]);
});

test('an ordinary survey has no points and no plan, and answers without a question are passed over', () => {
  expect(pointsOf(availabilityTemplate.questions)).toEqual([]);
  expect(planOf(availabilityTemplate.questions, ANSWERS)).toEqual([]);
  expect(planOf(questions as never, [])).toEqual([]);
});
