/** After an answer, an administrator is led on to the survey that closes first of those that wait still. */
import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { nextSurveyAfter, type SurveyStore } from '#lib/survey/read-surveys.ts';
import { anAnswer, aSurvey } from '../samples/survey.ts';

const named = (title: string, closes: string) =>
  aSurvey({ texts: { en: { title, text: 'Please answer.' } }, closes: closes as CalendarDate });
const later = named('Later', '2027-03-31');
const sooner = named('Sooner', '2027-01-15');
const closed = named('Closed', '2026-11-01');
const mine = named('Mine', '2026-12-31');

function aStore(acts: readonly Act[], role = 'administrator'): SurveyStore {
  return {
    actsOf: (kind: ActKind) => acts.filter(({ body }) => body.kind === kind),
    counts: () => true,
    person: { id: 'ke.admin', name: '', function: '', role, authority: 'KE' },
    today: '2026-11-27' as CalendarDate
  } as unknown as SurveyStore;
}

const answered = (survey: typeof mine) =>
  anAnswer(survey, 'KE', [{ question: 'q1' as never, chosen: ['yes'] as never }]);
const titleAfter = (acts: readonly Act[], role?: string) =>
  nextSurveyAfter(aStore(acts, role), mine._id)?.act.body.texts.en?.title ?? null;

test('the one that closes first comes next, and none that is closed or answered', () => {
  const asked = [later, sooner, closed, mine, answered(mine)];
  expect(titleAfter(asked)).toBe('Sooner');
  expect(titleAfter([...asked, answered(sooner)])).toBe('Later');
  expect(titleAfter([...asked, answered(sooner), answered(later)])).toBeNull();
});

test('none comes while the survey itself waits for an answer', () => {
  expect(titleAfter([later, sooner, mine])).toBeNull();
});

test('nobody is led on who does not answer for their country', () => {
  expect(titleAfter([later, sooner, mine, answered(mine)], 'officer')).toBeNull();
});
