import { expect, test } from 'vitest';
import { otherCertifiers } from '#lib/person/certifiers.ts';
import type { NameSource } from '#lib/person/account-name.ts';

const holder = (person: string, role: string, authority = 'AU'): object => ({
  body: { kind: 'certificate', holder: { person, role, authority, name: person.toUpperCase() } }
});

function aSource(certificates: readonly object[], bad: readonly string[] = []): NameSource {
  const acts = certificates.map((act, index) => ({ _id: `act:${index}`, ...act }));
  return {
    person: { id: 'ana', name: 'Ana', authority: 'AU' },
    acts,
    // As the store's own, which is nothing without the store.
    actsOf(this: { acts: readonly object[] }) {
      return this.acts;
    },
    verdictOf: (id: string) => (bad.includes(id) ? 'wrong' : 'good')
  } as unknown as NameSource;
}

test('a sole administrator has nobody of their own authority to certify their device', () => {
  expect(otherCertifiers(aSource([holder('ana', 'administrator')]))).toEqual([]);
  expect(otherCertifiers(aSource([holder('ben', 'officer')]))).toEqual([]);
  expect(otherCertifiers(aSource([holder('carl', 'administrator', 'CH')]))).toEqual([]);
});

test('another administrator is named once, and only by a certificate that is good', () => {
  const two = [holder('ben', 'administrator'), holder('ben', 'administrator')];
  expect(otherCertifiers(aSource(two))).toEqual(['BEN']);
  expect(otherCertifiers(aSource([holder('ben', 'administrator')], ['act:0']))).toEqual([]);
});
