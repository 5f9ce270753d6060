import { expect, test } from 'vitest';
import { scenarioNamed, SCENARIOS } from '#lib/domain/rehearsal/scenarios.ts';
import { locales } from '#lib/i18n/locale.ts';
import { OFFICES } from '#lib/rehearsal/server/offices.ts';
import { taskFacts } from '#lib/rehearsal/stage/goods.ts';
import { readMessages } from '../i18n/message-file.ts';

test('a task in which goods are typed names the salt and a company that the desk knows', () => {
  const typed = SCENARIOS.filter(({ prelude }) => prelude !== 'stolen');
  expect(typed.length).toBeGreaterThan(5);
  for (const scenario of typed) {
    expect(taskFacts(scenario)).toContain('pentahydrate');
    expect(taskFacts(scenario)).toContain(OFFICES.exporting.companies[0]?.name);
  }
});

/** Stems, in all languages, of the words that give the answer away. */
const LABELS = /forge|genuine|falsifi|falsa|fausse|vraie|auténtic|поддель|подлин|伪造|真实|مزوَّر|الأصلي/i;

test('no title, task, hint or step says which authorization is forged before the learner finds it', () => {
  for (const locale of locales) {
    const words = readMessages(locale);
    for (const key of [
      'forged_title',
      'forged_task',
      'forged_hint',
      'step_granted_genuine',
      'step_left_forged'
    ])
      expect([locale, key, words[`rehearsal_${key}`]]).not.toEqual([
        locale,
        key,
        expect.stringMatching(LABELS)
      ]);
  }
});

test('the desk of a forged authorization opens on Today, and not on the list that shows each signature', () => {
  expect(scenarioNamed('forged')?.opens.exporting).toBe('/today');
});
