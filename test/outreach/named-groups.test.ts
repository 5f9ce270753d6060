import { expect, test } from 'vitest';
import type { Letter } from '#lib/domain/outreach/letters.ts';
import { namedGroups } from '#lib/outreach/letter-words.ts';

function aLetterTo(name: string, ...countries: string[]): Pick<Letter, 'act'> {
  return { act: { body: { audience: { group: { name, countries } } } } } as unknown as Pick<Letter, 'act'>;
}

test('a letter can be for any group that INCB has named in its overview, as it is there now, or in a letter before', () => {
  const groups = [{ name: 'Regional body', countries: ['KE', 'BW'] }] as never;
  const letters = [
    aLetterTo('Islands', 'MV', 'KM'),
    aLetterTo('Islands', 'MV'),
    aLetterTo('Regional body', 'KE'),
    { act: { body: { audience: {} } } } as never
  ];
  expect([...namedGroups(letters, { groups })]).toEqual([
    ['Regional body', 'KE BW'],
    ['Islands', 'MV KM']
  ]);
  expect([...namedGroups([], {})]).toEqual([]);
});
