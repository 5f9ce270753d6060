/** What a trainer or participant typed is refused, not lost in silence, where this device cannot store it. */
import { expect, test } from 'vitest';
import { QUESTIONS, type Question } from '#lib/domain/training/evaluation.ts';
import { outbox } from '#lib/training-session/outbox.ts';
import { trainingStore } from '#lib/training-session/training-store.svelte.ts';
import { aMark, SESSION_ID } from '../samples/training.ts';

const locked = { ok: false, problems: [{ code: 'store.locked' }] };
const answers = Object.fromEntries(QUESTIONS.map((question) => [question, 5])) as Record<Question, number>;

test('a mark of attendance is refused while the data is locked', async () => {
  expect(await trainingStore.note(aMark('au.officer'))).toEqual(locked);
});

test('an evaluation is refused while the data is locked', async () => {
  expect(await trainingStore.evaluate({ session: SESSION_ID, answers })).toEqual(locked);
});

test('a plan is refused while the data is locked', async () => {
  expect(await outbox.keepPlan(SESSION_ID, { title: 'New rules' })).toEqual(locked);
});
