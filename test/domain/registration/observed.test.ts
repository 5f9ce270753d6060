/** INCB's database as its observers receive it. */
import { expect, test } from 'vitest';
import { isWithheld, withoutPerson } from '#lib/domain/registration/observed.ts';
import { parseRegistration } from '#lib/domain/registration/registration.ts';
import { PERSON_ROLES, readsWithoutPersons } from '#lib/domain/registration/rights.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aRequest } from '../../couch/registration/office.ts';

const HELD = {
  ...aRequest(),
  ...{ _id: 'registration:DZ:1', _rev: '1-a', schema: 1, status: 'asked', marks: [], steps: [] },
  ...{ askedAt: '2026-11-24T09:00:00.000Z', sender: { address: 'a', network: 'b' } }
};

test('the observer is the only role that reads without persons', () => {
  expect(PERSON_ROLES.filter((role) => readsWithoutPersons({ role }))).toEqual(['observer']);
});

test('a request keeps its authority, job title, status and dates, and loses its sender', () => {
  const shown = withoutPerson(HELD);
  expect(JSON.stringify(shown)).not.toMatch(/amina|sender/i);
  const { _id, _rev, status, askedAt, authority, function: office } = HELD;
  expect(shown).toMatchObject({ _id, _rev, status, askedAt, authority, function: office });
});

test('a request without its sender is still read as a request', () => {
  expect(unwrap(parseRegistration(withoutPerson(HELD)))).toMatchObject({ name: '', email: '' });
});

const HASH = 'A'.repeat(43);

test('all is withheld that the overview does not count and INCB did not publish', () => {
  const open = [
    'registration:DZ:1',
    'standing:DZ',
    'usage:DZ:2026-11',
    'setting:overview',
    `act:20261124:INCB:survey:${HASH}`
  ];
  const withheld = [
    'contact:DZ:a',
    'reach:DZ',
    'draft:00000000-0000-4000-8000-000000000000',
    `device-request:${HASH}`,
    `opened:${HASH}`,
    `act:20261124:DZ:suggestion:${HASH}`,
    `act:20261124:DZ:survey-answer:${HASH}`,
    'act:INCB:survey:not-an-act'
  ];
  expect([...open, ...withheld].filter(isWithheld)).toEqual(withheld);
});

test('every other document is returned as it is', () => {
  const standing = { _id: 'standing:DZ', by: 'incb.secretary', name: 'x' };
  expect(withoutPerson(standing)).toBe(standing);
  const deleted = { _id: 'registration:DZ:1', _rev: '2-b', _deleted: true };
  expect(withoutPerson(deleted)).toBe(deleted);
});
