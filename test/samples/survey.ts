/** What the Board asks countries, and what they answer. */
import type { Act, Body, BodyOf } from '#lib/domain/act/body.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { AnswerAct, ClosingAct, SurveyAct } from '#lib/domain/survey/fold-surveys.ts';

const SIGNATURE = { alg: 'ES256', key: 'K'.repeat(43), value: 'V'.repeat(86) } as unknown as Act['signature'];

export function signed<B extends Body>(body: B): Act<B> {
  return { _id: actId(body, SIGNATURE), body, signature: SIGNATURE };
}

export const QUESTIONS: BodyOf<'survey'>['questions'] = [
  { key: 'q1', type: 'yes-no', required: true, words: { en: 'Have you a national system?' } },
  {
    key: 'q2',
    type: 'several',
    words: { en: 'What is it for?' },
    options: [
      { key: 'o1', words: { en: 'Imports' } },
      { key: 'o2', words: { en: 'Exports' } }
    ],
    when: { question: 'q1', is: ['yes'] }
  },
  { key: 'q3', type: 'number', words: { en: 'How many authorizations a year?' }, unit: { en: 'a year' } },
  { key: 'q4', type: 'date', words: { en: 'Since when?' } },
  { key: 'q5', type: 'text', words: { en: 'What should be better?' } },
  {
    key: 'q6',
    type: 'one',
    words: { en: 'How often do you use it?' },
    options: [
      { key: 'o1', words: { en: 'Daily' } },
      { key: 'o2', words: { en: 'Seldom' } }
    ]
  },
  { key: 'q7', type: 'line', words: { en: 'Its name' } }
];

export function aSurvey(over: Partial<BodyOf<'survey'>> = {}): SurveyAct {
  return signed({
    ...aHead('INCB', ['*'], '2026-11-24T09:00:00.000Z'),
    kind: 'survey',
    texts: { en: { title: 'Availability of systems', text: 'Please answer by the end of the year.' } },
    questions: QUESTIONS,
    audience: {},
    closes: '2026-12-31' as CalendarDate,
    results: 'board',
    ...over
  } as BodyOf<'survey'>);
}

export function anAnswer(
  survey: SurveyAct,
  issuer: string,
  answers: BodyOf<'survey-answer'>['answers'],
  at = '2026-11-25T09:00:00.000Z'
): AnswerAct {
  const head = aHead(issuer, ['INCB'], at);
  return signed({ ...head, kind: 'survey-answer', survey: survey._id, answers } as BodyOf<'survey-answer'>);
}

export function aClosing(
  survey: SurveyAct,
  over: Partial<BodyOf<'survey-closing'>> = {},
  at = '2026-12-01T09:00:00.000Z'
): ClosingAct {
  const head = aHead('INCB', ['*'], at);
  return signed({
    ...head,
    kind: 'survey-closing',
    survey: survey._id,
    as: 'closed',
    ...over
  } as BodyOf<'survey-closing'>);
}

function aHead(issuer: string, to: readonly string[], at: string): object {
  const counted = [issuer, ...to.filter((one) => one !== '*')];
  return {
    schema: 1,
    issuer,
    to,
    seq: Object.fromEntries(counted.map((one) => [one, 1])),
    at: at as Instant,
    by: { person: `${issuer.toLowerCase()}.admin`, name: 'A. Person', function: '' }
  };
}
