import { describe, expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { accountNames, type NameSource } from '#lib/sign-in/account-name.ts';

const AU = 'AU' as AuthorityCode;

function aCertificate(_id: string, person: string, name: string, authority = 'AU'): Act {
  return { _id, body: { kind: 'certificate', holder: { authority, person, name } } } as unknown as Act;
}

function namesFrom(certificates: readonly Act[], bad: readonly string[] = []): (account: string) => string {
  const source: NameSource = {
    person: { id: 'au.officer', name: 'Ann Hale', authority: AU },
    actsOf: () => certificates,
    verdictOf: (id) => (bad.includes(id) ? 'bad' : 'good')
  };
  return accountNames(source);
}

describe('the name behind an account', () => {
  test('is the reader’s own, or the one that a colleague’s certificate states', () => {
    const nameOf = namesFrom([aCertificate('c', 'au.admin', 'Ben Cowan')]);
    expect([nameOf('au.officer'), nameOf('au.admin')]).toEqual(['Ann Hale', 'Ben Cowan']);
  });

  test('is not known without a certificate: the account stands as it is', () => {
    expect(namesFrom([])('au.reader')).toBe('au.reader');
  });

  test('is taken neither from another authority’s certificate nor from a bad one', () => {
    const foreign = aCertificate('c-1', 'au.admin', 'Somebody', 'CH');
    const forged = aCertificate('c-2', 'au.admin', 'Nobody');
    expect(namesFrom([foreign, forged], ['c-2'])('au.admin')).toBe('au.admin');
  });
});
