/** What a survey may ask, what fits as an answer, which answer of a country counts, and what the sums say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import type { SurveyAnswer } from '#lib/domain/act/kinds/survey-answer.ts';
import { MIN_SHOWN } from '#lib/domain/own-choices.ts';
import { MAX_SURVEY_LENGTH } from '#lib/domain/act/kinds/survey.ts';
import type { CalendarDate, DecimalText } from '#lib/domain/ids.ts';
import { isDraftId } from '#lib/domain/draft/draft.ts';
import {
  answerDraftId,
  answersFields,
  draftAnswers,
  judgeDraftAnswers
} from '#lib/domain/survey/draft-answer.ts';
import {
  freeKey,
  judgeSurveyDraft,
  surveyFields,
  surveyProgressIn
} from '#lib/domain/survey/draft-survey.ts';
import {
  answerersOf,
  answersTo,
  firstClosingOf,
  foldSurveys,
  judgeAnswers
} from '#lib/domain/survey/fold-surveys.ts';
import { compareDecimals, spreadOf, sumUp, toldSums, tellingOf } from '#lib/domain/survey/sum-up.ts';
import { aClosing, anAnswer, aSurvey, QUESTIONS } from '../../samples/survey.ts';

const YES: SurveyAnswer = { question: 'q1', chosen: ['yes'] };
const NO: SurveyAnswer = { question: 'q1', chosen: ['no'] };
const day = (date: string): CalendarDate => date as CalendarDate;

function told(body: unknown): string[] {
  const read = parseBody(body);
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
}
const asking = (question: object, ...more: object[]): string[] =>
  told({
    ...aSurvey().body,
    questions: [{ key: 'q1', type: 'yes-no', words: { en: 'A?' }, ...question }, ...more]
  });

describe('a draft of a survey', () => {
  const { fields, lines } = surveyFields(aSurvey().body);
  const closing = (closes: string): (string | undefined)[] => {
    const judged = judgeSurveyDraft({ fields: { ...fields, closes }, lines });
    return judged.ok ? [] : judged.problems.flatMap(({ code, path }) => (path === 'closes' ? [code] : []));
  };

  it('without a last day lacks it, and one with another text has no date', () => {
    expect(closing('')).toEqual(['survey.closes.missing']);
    expect(closing('soon')).toEqual(['date.malformed']);
  });

  it('for a region that is not chosen asks for the region', () => {
    for (const region of ['', 'atlantis']) {
      const judged = judgeSurveyDraft({
        fields: { ...fields, closes: '2099-12-31', whom: 'region', region },
        lines
      });
      expect(judged.ok ? [] : judged.problems).toEqual([
        { code: 'act.region.missing', path: 'audience.region' }
      ]);
    }
  });
});

describe('a survey', () => {
  it('is taken with a question of every type', () => expect(told(aSurvey().body)).toEqual([]));

  it.each([
    ['that asks nothing', { questions: [] }, 'act.list.length body.questions'],
    ['in no language', { texts: {}, questions: [] }, 'act.list.length body.questions'],
    ['until no day', { closes: 'soon' }, 'date.malformed body.closes'],
    ['whose results are promised to others', { results: 'all' }, 'act.value.notInList body.results'],
    ['by a country', { issuer: 'AU', seq: { AU: 1 } }, 'act.issuer.wrong body.issuer'],
    ['to one country', { to: ['AU'], seq: { INCB: 1, AU: 1 } }, 'act.audience.wrong body.to']
  ])('is refused: %s', (_what, over, problem) =>
    expect(told({ ...aSurvey().body, ...over })).toContain(problem)
  );

  it.each([
    ['options of a yes or no', { options: twoOptions() }, 'survey.options.wrong body.questions.0.options'],
    ['one of no options', { type: 'one' }, 'survey.options.wrong body.questions.0.options'],
    ['a unit of a date', { type: 'date', unit: { en: 'kg' } }, 'survey.unit.wrong body.questions.0.unit'],
    [
      'a condition on itself',
      { when: { question: 'q1', is: ['yes'] } },
      'survey.when.wrong body.questions.0.when'
    ],
    ['a language too few', { words: {} }, 'survey.words.missing body.questions.0.words.en'],
    [
      'a language too many',
      { words: { en: 'A?', fr: 'A ?' } },
      'survey.words.stray body.questions.0.words.fr'
    ]
  ])('does not ask with %s', (_what, over, problem) => expect(asking(over)).toContain(problem));

  it('asks no question twice, and depends on no answer that cannot be given', () => {
    const second = { key: 'q1', type: 'yes-no', words: { en: 'B?' } };
    expect(asking({}, second)).toEqual(['survey.key.twice body.questions.1.key']);
    const perhaps = {
      key: 'q2',
      type: 'yes-no',
      words: { en: 'B?' },
      when: { question: 'q1', is: ['perhaps'] }
    };
    expect(asking({}, perhaps)).toEqual(['survey.when.wrong body.questions.1.when']);
  });

  it('is never longer than the door takes', () => {
    const text = 'x'.repeat(6000);
    const letter = { title: 'T', text };
    const texts = { en: letter, fr: letter, es: letter, ru: letter, zh: letter, ar: letter };
    const problems = told({ ...aSurvey().body, texts });
    expect(6 * text.length).toBeGreaterThan(MAX_SURVEY_LENGTH);
    expect(problems).toContain('survey.tooLong body.questions');
  });

  it('comes back from its draft as it was', () => {
    const { body } = aSurvey({ results: 'everybody' });
    const { fields, lines } = surveyFields(body);
    const judged = judgeSurveyDraft({ fields: { ...fields, closes: body.closes }, lines });
    expect(judged).toMatchObject({
      ok: true,
      value: { questions: body.questions, texts: body.texts, results: 'everybody' }
    });
    expect(freeKey('q', ['q1', 'q3'])).toBe('q2');
  });
});

function twoOptions(): object[] {
  return [
    { key: 'o1', words: { en: 'A' } },
    { key: 'o2', words: { en: 'B' } }
  ];
}

describe('an answer', () => {
  it.each([
    [
      'each in its way',
      [YES, { question: 'q2', chosen: ['o1', 'o2'] }, { question: 'q3', number: '12.5' }],
      []
    ],
    ['without what must be said', [{ question: 'q3', number: '1' }], ['survey.answer.missing answers.q1']],
    ['to what nobody asked', [YES, { question: 'q9', text: 'x' }], ['survey.answer.unknown answers.q9']],
    [
      'to what is not asked after a no',
      [NO, { question: 'q2', chosen: ['o1'] }],
      ['survey.answer.notAsked answers.q2']
    ],
    [
      'by two where one is asked for',
      [YES, { question: 'q6', chosen: ['o1', 'o2'] }],
      ['survey.answer.wrongType answers.q6']
    ],
    [
      'by an option that is none',
      [{ question: 'q1', chosen: ['perhaps'] }],
      ['survey.answer.wrongType answers.q1']
    ],
    [
      'in words where a figure is asked for',
      [YES, { question: 'q3', text: '12' }],
      ['survey.answer.wrongType answers.q3']
    ],
    [
      'on two lines where one is asked for',
      [YES, { question: 'q7', text: 'a\nb' }],
      ['survey.answer.wrongType answers.q7']
    ]
  ])('%s', (_what, answers, problems) => {
    const found = judgeAnswers(QUESTIONS, answers as never);
    expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual(problems);
  });

  it('is as typed, without what its other answers have made idle', () => {
    const fields = {
      'answers.q1': 'no',
      'answers.q2': 'o1',
      'answers.q3': '12.50',
      'answers.q5': ' <script>alert(1)</script> '
    };
    expect(draftAnswers(QUESTIONS, fields)).toEqual([
      NO,
      { question: 'q3', number: '12.50' },
      { question: 'q5', text: '<script>alert(1)</script>' }
    ]);
    const back = answersFields(draftAnswers(QUESTIONS, { ...fields, 'answers.q1': 'yes' }));
    expect(back).toMatchObject({ 'answers.q1': 'yes', 'answers.q2': 'o1', 'answers.q3': '12.50' });
  });

  it('says at the question what is wrong there', () => {
    const judged = judgeDraftAnswers(aSurvey(), {
      'answers.q1': 'yes',
      'answers.q3': '12,5',
      'answers.q5': 'x'.repeat(5000)
    });
    const found = judged.ok ? [] : judged.problems.map(({ code, path }) => `${code} ${path}`);
    expect(found).toEqual(['decimal.malformed answers.q3', 'act.text.tooLong answers.q5']);
    expect(judgeDraftAnswers(aSurvey(), {})).toMatchObject({
      problems: [{ code: 'survey.answer.none' }, {}]
    });
  });

  it('is one draft of the country, whoever begins it', () => {
    const survey = aSurvey();
    expect(isDraftId(answerDraftId(survey._id))).toBe(true);
    expect(answerDraftId(survey._id)).toBe(answerDraftId(survey._id));
    expect(answerDraftId(survey._id)).not.toBe(answerDraftId(aSurvey({ audience: { region: '002' } })._id));
  });

  it.each([
    ['by the Board', { issuer: 'INCB', to: ['INCB'], seq: { INCB: 1 } }, 'act.issuer.wrong body.issuer'],
    ['to a country', { to: ['CH'], seq: { AU: 1, CH: 1 } }, 'act.audience.wrong body.to'],
    ['to everybody', { to: ['*'], seq: { AU: 1 } }, 'act.audience.wrong body.to'],
    ['in two ways at once', { answers: [{ ...YES, text: 'x' }] }, 'survey.answer.wrongType body.answers.0'],
    ['twice to one question', { answers: [YES, YES] }, 'survey.key.twice body.answers.1.question'],
    [
      'in ten million letters',
      { answers: [{ question: 'q5', text: 'x'.repeat(1e7) }] },
      'act.text.tooLong body.answers.0.text'
    ],
    [
      'in more than the door takes',
      { answers: 'abcdefghij'.split('').map((question) => ({ question, text: 'x'.repeat(4000) })) },
      'survey.tooLong body.answers'
    ],
    [
      'to no survey',
      { survey: 'act:20261124:AU:message:' + 'A'.repeat(43) },
      'act.reference.malformed body.survey'
    ],
    ['with what is not asked of anybody', { company: 'x' }, 'act.key.unknown body.company']
  ])('is refused: %s', (_what, over, problem) =>
    expect(told({ ...anAnswer(aSurvey(), 'AU', [YES]).body, ...over })).toContain(problem)
  );
});

describe('which answer counts', () => {
  const survey = aSurvey();
  const first = anAnswer(survey, 'AU', [YES]);
  const second = anAnswer(survey, 'AU', [NO], '2026-11-26T09:00:00.000Z');
  const stands = (...acts: Parameters<typeof answersTo>[2]) =>
    answersTo(survey, null, acts).map(({ act, notCounted }) => [act._id, notCounted]);

  it('is the latest of the country, whatever order they came in', () => {
    const both = [
      [second._id, null],
      [first._id, 'former']
    ];
    expect(stands(first, second)).toEqual(both);
    expect(stands(second, first)).toEqual(both);
  });

  it('is an earlier one where the later does not fit or came too late', () => {
    const unfit = anAnswer(survey, 'AU', [{ question: 'q9', text: 'x' }], '2026-11-27T09:00:00.000Z');
    const late = anAnswer(survey, 'AU', [NO], '2027-01-01T00:00:00.000Z');
    expect(stands(first, unfit, late)).toEqual([
      [late._id, 'late'],
      [unfit._id, 'unfit'],
      [first._id, null]
    ]);
  });

  it('is none of a country that was not asked, and none to another survey', () => {
    const african = aSurvey({ audience: { region: '002' } });
    expect(answersTo(african, null, [anAnswer(african, 'AU', [YES])])[0]?.notCounted).toBe('not-asked');
    expect(answersTo(african, null, [first])).toEqual([]);
  });

  it('is none that was stated after INCB closed it, whatever INCB says again later', () => {
    const closed = aClosing(survey, {}, '2026-11-25T12:00:00.000Z');
    const again = aClosing(survey, {}, '2026-12-24T12:00:00.000Z');
    const end = firstClosingOf(survey._id, [again, closed]);
    expect(answersTo(survey, end, [first, second]).map(({ notCounted }) => notCounted)).toEqual([
      'late',
      null
    ]);
  });

  it('ends with its last day, or when INCB says so, and what was taken back stays so', () => {
    const stateOf = (today: string, ...closings: ReturnType<typeof aClosing>[]) =>
      foldSurveys([survey], closings, day(today))[0]?.state;
    const reason = { language: 'en', text: 'A question was wrong.' } as const;
    const withdrawn = aClosing(survey, { as: 'withdrawn', reason });
    expect(stateOf('2026-12-31')).toBe('open');
    expect(stateOf('2027-01-01')).toBe('ended');
    expect(stateOf('2026-12-02', aClosing(survey))).toBe('closed');
    expect(stateOf('2026-12-02', withdrawn, aClosing(survey, {}, '2026-12-05T00:00:00.000Z'))).toBe(
      'withdrawn'
    );
  });

  it('is not taken back without a reason', () =>
    expect(told(aClosing(survey, { as: 'withdrawn' }).body)).toEqual(['survey.reason.missing body.reason']));
});

describe('the sums', () => {
  const survey = aSurvey();
  const countries = ['AU', 'BR', 'CH', 'DE', 'EG'];
  const answers = countries.map((country, index) =>
    anAnswer(survey, country, [
      index < 2 ? NO : YES,
      { question: 'q3', number: ['9', '10', '10.5', '200', '1000'][index] as DecimalText },
      { question: 'q5', text: `Said by ${country}` }
    ])
  );
  const [yesNo, several, number, , text] = sumUp(survey, answersTo(survey, null, answers));

  it('count each country once, keep figures exact, and list texts by country', () => {
    expect(yesNo).toMatchObject({
      answered: 5,
      counts: [
        { key: 'yes', count: 3 },
        { key: 'no', count: 2 }
      ]
    });
    expect(several).toMatchObject({ answered: 0, spread: null });
    expect(number?.spread).toEqual({
      least: '9',
      lower: '10',
      median: '10.5',
      upper: '200',
      greatest: '1000'
    });
    expect(text?.said.map(({ country }) => country)).toEqual(countries);
  });

  it('tell everybody no text, no country and no extreme figure, and nothing of few', () => {
    const sums = toldSums(sumUp(survey, answersTo(survey, null, answers)));
    expect(JSON.stringify(sums)).not.toMatch(/Said|AU|BR|"9"|"1000"/);
    expect(sums.map(({ question }) => question)).toEqual(['q1', 'q3']);
    expect(told(aClosing(survey, { answered: 5, sums }).body)).toEqual([]);
    const few = answersTo(survey, null, answers.slice(0, MIN_SHOWN - 1));
    expect(toldSums(sumUp(survey, few))).toEqual([]);
    expect(told(aClosing(survey, { answered: 4, sums }).body)).toEqual(['survey.sums.wrong body.sums']);
  });

  it('order figures by what they are, not by how they are written', () => {
    const figure = fc
      .tuple(fc.nat(99999), fc.nat(999))
      .map(([whole, rest]) => `${whole}.${rest}` as DecimalText);
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        expect(Math.sign(compareDecimals(a, b))).toBe(Math.sign(Number(a) - Number(b)));
      })
    );
    expect(compareDecimals('1.50' as DecimalText, '1.5' as DecimalText)).toBe(0);
    expect(spreadOf([])).toBeNull();
    expect(spreadOf(['7' as DecimalText])).toMatchObject({ least: '7', median: '7', greatest: '7' });
  });
});

describe('sums that were promised to everybody', () => {
  const survey = aSurvey({ results: 'everybody' });
  const countries = ['AU', 'BR', 'CH', 'DE', 'EG', 'FR', 'GH', 'IN', 'JM', 'KE'];
  const answerOf = (country: string) =>
    anAnswer(survey, country, [YES, { question: 'q3', number: '7' as DecimalText }]);
  const closingOf = (many: number, at?: string) => {
    const { answered, sums } = telling(many, []);
    return aClosing(survey, { answered, sums }, at);
  };
  function telling(
    many: number,
    closings: ReturnType<typeof aClosing>[],
    today = '2027-01-01',
    asked = survey
  ) {
    const [stands] = foldSurveys([asked], closings, day(today));
    const acts = countries.slice(0, many).map(answerOf);
    return tellingOf(stands!, answersTo(asked, firstClosingOf(asked._id, closings), acts));
  }

  it('are to be told from the last day on, until INCB closes it with them', () => {
    expect(telling(6, [], '2026-12-31').isNew).toBe(false);
    expect(telling(6, [])).toMatchObject({ isNew: true, answered: 6 });
    expect(telling(6, [closingOf(6)])).toMatchObject({ isNew: false, since: 0 });
    expect(telling(6, [aClosing(survey, { as: 'withdrawn' })]).isNew).toBe(false);
  });

  it('are told to nobody where INCB alone was to see them', () => {
    const own = aSurvey({ results: 'board' });
    const [stands] = foldSurveys([own], [], day('2027-01-01'));
    expect(tellingOf(stands!, []).isNew).toBe(false);
  });

  it('are told anew when enough answers have come since, and not where the difference is of few', () => {
    const after = telling(10, [closingOf(5)]);
    expect(after).toMatchObject({
      isNew: true,
      since: 5,
      sums: [{ question: 'q1', answered: 10 }, { answered: 10 }]
    });
    const few = telling(9, [closingOf(5)]);
    expect(few).toMatchObject({
      isNew: false,
      since: 4,
      sums: [{ question: 'q1', answered: 5 }, { answered: 5 }]
    });
  });

  it('are told where before there were too few to tell of', () =>
    expect(telling(5, [closingOf(4)])).toMatchObject({
      isNew: true,
      since: 1,
      sums: [{ answered: 5 }, { answered: 5 }]
    }));

  it('leave the day on which INCB closed it as it was, however often they are told', () => {
    const [first, again] = [
      closingOf(5, '2026-12-20T09:00:00.000Z'),
      closingOf(10, '2027-01-20T09:00:00.000Z')
    ];
    expect(foldSurveys([survey], [again, first], day('2027-02-01'))[0]).toMatchObject({
      closing: { _id: again._id },
      endedAt: first.body.at
    });
  });
});

describe('a language of a survey that is being written', () => {
  const lines = [
    {
      key: 'q1',
      fields: {
        type: 'one',
        options: 'o1',
        'words.fr': 'Lequel ?',
        'option.o1.fr': 'Un',
        'words.en': 'Which?'
      }
    }
  ];
  const fields = { 'title.fr': 'Enquête', 'text.fr': 'Chers', 'title.en': 'Survey', 'text.en': 'Dear' };

  it('is written where each question and option is', () => {
    expect(surveyProgressIn({ fields, lines }, 'fr')).toBe('written');
  });

  it('has gaps where an option is not, and lacks its title where questions alone are there', () => {
    expect(surveyProgressIn({ fields, lines }, 'en')).toBe('gaps');
    expect(surveyProgressIn({ fields: {}, lines }, 'fr')).toBe('no-title');
    expect(surveyProgressIn({ fields, lines }, 'ar')).toBe('none');
  });
});

it('counts as those who can answer the registered countries, and who answered before it was closed', () => {
  const survey = aSurvey();
  const standings = [
    { country: 'AU', state: 'registered' },
    { country: 'CH', state: 'closed' }
  ] as unknown as Parameters<typeof answerersOf>[2];
  const none = answerersOf(survey.body, [], standings);
  expect(none.can).toEqual(['AU']);
  expect(none.cannot).toContain('CH');
  const answers = [
    { act: anAnswer(survey, 'CH', [YES]), country: 'CH', notCounted: null }
  ] as unknown as Parameters<typeof answerersOf>[1];
  expect(answerersOf(survey.body, answers, standings).can).toEqual(['AU', 'CH']);
});
