/** What whoever begins is told to do first: their own steps, in order, ticked by what the records show. */
import { describe, expect, test } from 'vitest';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { PERSON_ROLES, signsIn } from '#lib/domain/registration/rights.ts';
import { firstSteps, type FirstDayFacts } from '#lib/onboarding/first-day.ts';
import { holdersOf } from '#lib/onboarding/read-facts.ts';

const NOTHING: FirstDayFacts = {
  role: 'administrator',
  isCertified: false,
  hasParticulars: false,
  administrators: 0,
  certified: 0,
  hasPractised: false,
  hasIssued: false,
  hasExchanged: false,
  hasPrinted: false,
  decided: 0,
  hasGroups: false,
  hasWritten: false
};
const stepsOf = (over: Partial<FirstDayFacts>): readonly string[] =>
  firstSteps({ ...NOTHING, ...over }).map(({ key, isDone }) => (isDone ? `${key} done` : key));

describe('who has a key', () => {
  const [now, past, next] = [
    '2026-11-28T08:00:00.000Z',
    '2026-11-01T08:00:00.000Z',
    '2027-11-01T08:00:00.000Z'
  ];
  const certificate = (person: string, over: object = {}): never =>
    ({
      body: { keyId: `key of ${person}`, holder: { authority: 'AU', person }, validUntil: next, ...over }
    }) as never;
  const withdrawal = (person: string, issuer: string): never =>
    ({ body: { issuer, at: past, withdrawnFrom: past, keyId: `key of ${person}` } }) as never;
  const people = (certificates: never[], withdrawals: never[] = []): readonly string[] =>
    holdersOf('AU' as never, { certificates, withdrawals }, now as never).map(({ person }) => person);

  test('is whoever’s certificate runs, and no key that was withdrawn by their authority or by INCB', () => {
    const two = [certificate('a'), certificate('b')];
    expect(people(two)).toEqual(['a', 'b']);
    expect(people(two, [withdrawal('b', 'AU')])).toEqual(['a']);
    expect(people(two, [withdrawal('b', 'INCB')])).toEqual(['a']);
    expect(people(two, [withdrawal('b', 'CH')])).toEqual(['a', 'b']);
    expect(people([certificate('a', { validUntil: past })])).toEqual([]);
    expect(people([certificate('a', { holder: { authority: 'CH', person: 'a' } })])).toEqual([]);
    expect(people([certificate('a'), certificate(AUTOMATIC_CERTIFIER)])).toEqual(['a']);
  });
});

describe('the first steps', () => {
  test('of a lone administrator set the authority up, and lead to a first authorization on paper', () => {
    const own = ['device', 'particulars', 'second', 'people'];
    expect(stepsOf({})).toEqual([...own, 'practice', 'issue', 'print', 'exchange']);
  });

  test('of an officer are a device, a rehearsal, an authorization and its form, and none that only an administrator can do', () => {
    expect(stepsOf({ role: 'officer' })).toEqual(['device', 'practice', 'issue', 'print', 'exchange']);
  });

  test('of the secretariat are about countries, and of no trade', () => {
    expect(stepsOf({ role: 'incb' })).toEqual(['device', 'confirm', 'groups', 'letter']);
    expect(stepsOf({ role: 'incb', decided: 1 })).toContain('confirm done');
  });

  test('are none of whoever only reads, teaches or carries', () => {
    for (const role of PERSON_ROLES.filter(signsIn).filter(
      (one) => !['administrator', 'officer', 'incb'].includes(one)
    ))
      expect(stepsOf({ role })).toEqual([]);
  });

  test('are ticked by what is there: one administrator alone is no second one', () => {
    expect(stepsOf({ isCertified: true, administrators: 1, certified: 1 }).slice(0, 4)).toEqual([
      'device done',
      'particulars',
      'second',
      'people'
    ]);
    expect(stepsOf({ administrators: 2, certified: 2 })).toContain('second done');
    expect(stepsOf({ administrators: 1, certified: 2 })).toContain('people done');
    expect(
      stepsOf({ hasPractised: true, hasIssued: true, hasPrinted: true, hasExchanged: true }).slice(-4)
    ).toEqual(['practice done', 'issue done', 'print done', 'exchange done']);
  });
});
