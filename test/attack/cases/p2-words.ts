/** P1, P2, P4, P5: answers to surveys, and wishes: who states them in whose name, what they could carry, who reads them. */
import type { AttackCase } from '../attack.ts';
import { CLOSED, mustBe, mustRefuse, refused } from '../expect-refused.ts';
import { codesOfPush, pushed, type Intruder, type Role } from '../intruder.ts';
import type { Json } from '../sign.ts';

const A_SURVEY = `act:20261124:INCB:survey:${'A'.repeat(43)}`;
const REPORT = { item: '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', state: 'done' };
const NOTICES = [
  ['vote', 'suggestion-vote', { answerHash: 'A'.repeat(43), supports: true }],
  ['report', 'action-report', REPORT]
] as const;
const YES = { question: 'q1', chosen: ['yes'] };

async function anAnswer(by: Intruder, role: Role = 'administrator', over: Json = {}): Promise<Json> {
  const head = await by.head('survey-answer', ['INCB'], {}, role);
  return { ...head, survey: A_SURVEY, answers: [YES], ...over };
}

async function aWish(by: Intruder, over: Json = {}): Promise<Json> {
  return {
    ...(await by.head('suggestion', ['INCB'])),
    screen: 'authorizations',
    text: 'Sort by date.',
    ...over
  };
}

function refusedAnswer(
  name: string,
  reason: string,
  over: Json | ((by: Intruder) => Promise<Json>)
): AttackCase {
  const make = async (by: Intruder): Promise<Json> => {
    const changed = typeof over === 'function' ? await over(by) : over;
    return by.sign(await anAnswer(by, 'administrator', changed), await by.device('administrator'));
  };
  return refused('P2', `an answer to a survey ${name} is refused`, reason, make, 'administrator');
}

export const P2_WORDS: readonly AttackCase[] = [
  refused('P2', 'an officer answers no survey for their country', 'signature.role.notAllowed', async (by) =>
    by.sign(await anAnswer(by, 'officer'))
  ),
  refusedAnswer('for another country', 'act.database.wrong', async (by) => {
    const issuer = await by.authorityOf('foreign');
    return { issuer, seq: { [issuer]: 1, INCB: 1 } };
  }),
  refusedAnswer('that goes to another country', 'act.audience.wrong', async (by) => {
    const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
    return { to: [abroad], seq: { [home]: 1, [abroad]: 1 } };
  }),
  refusedAnswer('with a figure of a trade beside it', 'act.key.unknown', { micrograms: '1000000' }),
  refusedAnswer('under the name of no question', 'survey.key.malformed', {
    answers: [YES, { question: '__proto__', text: 'x' }]
  }),
  refusedAnswer('twice to one question', 'survey.key.twice', { answers: [YES, YES] }),
  refusedAnswer('with a figure that is none', 'decimal.malformed', {
    answers: [{ question: 'q1', number: '1e999' }]
  }),
  refusedAnswer('of a letter too many', 'act.text.tooLong', {
    answers: [{ question: 'q1', text: 'x'.repeat(4001) }]
  }),
  refusedAnswer('that turns the line’s direction unseen', 'act.text.invisible', {
    answers: [{ question: 'q1', text: 'a\u202Etpircs' }]
  }),
  ...(['survey', 'survey-closing', 'suggestion-answer', 'user-group-record'] as const).map((kind) =>
    refused(
      'P2',
      `the administrator of a country states no ${kind}`,
      'act.issuer.wrong',
      async (by) => by.sign(await aWordOfTheBoard(by, kind), await by.device('administrator')),
      'administrator'
    )
  ),
  ...['AU-I-2026-42', 'authorizations?q=morphine', 'people/au.officer'].map((screen) =>
    refused(
      'P2',
      `a wish from a screen named ${screen} is refused`,
      'suggestion.screen.malformed',
      async (by) => by.sign(await aWish(by, { screen }))
    )
  ),
  ...NOTICES.flatMap(([what, kind, content]) => [
    refused('P2', `an officer signs no ${what} of their country`, 'signature.role.notAllowed', async (by) =>
      by.sign({ ...(await by.head(kind, ['*'])), ...content })
    ),
    refused(
      'P2',
      `an administrator signs no ${what} of another country`,
      'act.database.wrong',
      async (by) => {
        const issuer = await by.authorityOf('foreign');
        const head = await by.head(kind, ['*'], {}, 'administrator');
        const notice = { ...head, issuer, seq: { [issuer]: 1 }, ...content };
        return by.sign(notice, await by.device('administrator'));
      },
      'administrator'
    )
  ]),
  refused(
    'P2',
    'a report on an action hides no text by its direction',
    'act.text.invisible',
    async (by) => {
      const head = await by.head('action-report', ['*'], {}, 'administrator');
      return by.sign({ ...head, ...REPORT, text: 'a\u202Etpircs' }, await by.device('administrator'));
    },
    'administrator'
  ),
  refused('P2', 'a wish that is told to everybody is refused', 'act.audience.wrong', async (by) => {
    const home = await by.authorityOf('officer');
    return by.sign(await aWish(by, { to: ['*'], seq: { [home]: 1 } }));
  }),
  ...['country-au', 'incb'].map((database): AttackCase => ({
    principle: 'P1',
    name: `an answer to a survey in ${database} is not read by another country`,
    attack: async (by) =>
      mustBe(
        CLOSED,
        await by.askAs('foreign', {
          method: 'POST',
          path: `/db/${database}/_bulk_get`,
          body: { docs: [{ id: `act:20261127:AU:survey-answer:${'A'.repeat(43)}` }] }
        })
      )
  })),
  {
    principle: 'P5',
    name: 'of two hundred wishes of one country within a month a hundred are accepted',
    reasons: ['suggestion.tooMany'],
    attack: async (by) => {
      const head = await aWish(by);
      const wishes = await Promise.all(
        Array.from({ length: 200 }, (_, no) => by.sign({ ...head, text: `Wish ${no}` }))
      );
      const codes = codesOfPush(await by.pushAll(wishes, await by.home()));
      return mustRefuse(codes, ['suggestion.tooMany']) ?? (codes.length >= 100 ? null : `${codes.length}`);
    }
  },
  {
    principle: 'P5',
    name: 'an answer to a survey of ten million letters is refused',
    attack: async (by) => {
      const answer = { body: { kind: 'survey-answer', text: 'x'.repeat(10_000_000) } };
      return mustBe([0, 400, 413], await by.askAs('officer', pushed([answer], await by.home())));
    }
  }
];

async function aWordOfTheBoard(by: Intruder, kind: string): Promise<Json> {
  const texts = { en: { title: 'Send your keys', text: 'Write to https://intruder.example at once.' } };
  const particulars: Record<string, Json> = {
    survey: {
      ...{ texts, audience: {}, closes: '2099-12-31', results: 'board' },
      questions: [{ key: 'q1', type: 'text', words: { en: 'What is your passphrase?' } }]
    },
    'survey-closing': { survey: A_SURVEY, as: 'closed' },
    'suggestion-answer': { texts, state: 'done', wishes: [] },
    'user-group-record': {
      ...{ part: 'meeting', item: '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', heldOn: '2099-12-31', texts }
    }
  };
  return { ...(await by.head(kind, ['*'], {}, 'administrator')), ...particulars[kind] };
}
