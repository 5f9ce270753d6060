/** INCB asks; a country's administrator answers with the line cut; the answer is INCB's alone, and so is a wish. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { CalendarDate, SessionId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { wishHash } from '#lib/domain/suggestion/fold-wishes.ts';
import { answersTo, type AnswerAct, type SurveyAct } from '#lib/domain/survey/fold-surveys.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { QUESTIONS } from '../samples/survey.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const SURVEY = {
  texts: { en: { title: 'Availability of systems', text: 'Please answer.' } },
  questions: QUESTIONS,
  ...{ audience: {}, closes: '2099-12-31' as CalendarDate, results: 'board' as const }
};

describeEngines('a survey of the Board', (open) => {
  let world: World;
  let board: Device;
  let administrator: Device;
  let officer: Device;
  let abroad: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    board = await world.administrator('incb.secretary');
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    abroad = world.device();
    await abroad.enrol('ch.officer');
  });
  afterAll(() => world.close());

  const countOf = ({ store }: Device, kind: ActKind): number => store.actsOf(kind).length;
  const surveyIn = (store: Store): SurveyAct => store.actsOf('survey')[0] as SurveyAct;

  test('is asked of every country', async () => {
    const draft = board.store.newDraftId();
    const asked = unwrap(await board.store.state('survey', SURVEY, { draft }));
    expect(asked.body).toMatchObject({ issuer: 'INCB', to: ['*'], draft });
    expect(await board.store.state('survey', SURVEY, { draft })).toMatchObject({
      problems: [{ code: 'draft.alreadyIssued' }]
    });
    await until(() => [administrator, officer, abroad].every((one) => countOf(one, 'survey') === 1));
  });

  test('is answered with no line; the answer reaches INCB with the next one, and the later answer counts', async () => {
    const { _id: survey } = surveyIn(administrator.store);
    administrator.network.on = false;
    const answer = (chosen: string) => ({ survey, answers: [{ question: 'q1', chosen: [chosen] }] });
    unwrap(await administrator.store.state('survey-answer', answer('yes')));
    world.rig.clock.now += 60_000;
    unwrap(await administrator.store.state('survey-answer', answer('no')));
    administrator.network.on = true;
    administrator.store.syncNow();
    await until(() => countOf(board, 'survey-answer') === 2);
    const answers = answersTo(
      surveyIn(board.store),
      null,
      board.store.actsOf('survey-answer') as AnswerAct[]
    );
    expect(answers.map(({ notCounted, act }) => [notCounted, act.body.answers[0]?.chosen])).toEqual([
      [null, ['no']],
      ['former', ['yes']]
    ]);
  });

  test('is answered by no officer: their own device refuses', async () => {
    const { _id: survey } = surveyIn(officer.store);
    const answers = [{ question: 'q1', chosen: ['yes'] }];
    const stated = await officer.store.state('survey-answer', { survey, answers });
    expect(stated).toMatchObject({ ok: false, problems: [{ code: 'signature.role.notAllowed' }] });
  });

  test('a wish is the officer’s and INCB’s, and what INCB says of it is everybody’s, with no country in it', async () => {
    // An enrolment names INCB and reaches only the training database: INCB misses no document before the suggestion.
    const session = `session:${globalThis.crypto.randomUUID()}` as SessionId;
    unwrap(await officer.store.state('enrolment', { session, intent: 'enrol' }));
    const wish = unwrap(
      await officer.store.state('suggestion', { screen: 'today', text: 'Larger letters.' })
    );
    await until(() => countOf(board, 'suggestion') === 1 && board.store.verdictOf(wish._id) === 'good');
    expect(board.store.gaps()).toEqual([]);
    const texts = { en: { title: 'Larger letters', text: 'Planned.' } };
    const word = { texts, state: 'planned' as const, wishes: [wishHash(wish._id)] };
    unwrap(await board.store.state('suggestion-answer', word));
    await until(
      () => countOf(abroad, 'suggestion-answer') === 1 && countOf(officer, 'suggestion-answer') === 1
    );
    expect(JSON.stringify(abroad.store.actsOf('suggestion-answer'))).not.toMatch(
      /"AU"|:AU:|au\.officer|Australia/
    );
  });

  test('no other country has come to hold an answer or a wish', () => {
    expect(countOf(abroad, 'survey-answer')).toBe(0);
    expect(countOf(abroad, 'suggestion')).toBe(0);
  });
});
