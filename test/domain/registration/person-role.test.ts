import { describe, expect, test } from 'vitest';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import {
  judgeAccountName,
  mayGrant,
  mayInvite,
  PERSON_ROLES,
  type PersonRole
} from '#lib/domain/registration/rights.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;

describe('who grants which role', () => {
  const TABLE: Record<PersonRole, readonly PersonRole[]> = {
    administrator: ['administrator', 'officer', 'reader', 'customs', 'company'],
    incb: ['incb', 'observer', 'trainer', 'regional'],
    officer: [],
    reader: [],
    customs: [],
    company: [],
    observer: [],
    trainer: [],
    regional: [],
    service: [],
    system: []
  };

  test.each(Object.entries(TABLE))('%s grants %j for their own authority and no other', (role, granted) => {
    const granter = { role: role as PersonRole, authority: AU };
    const own = PERSON_ROLES.filter((one) => mayGrant(granter, { role: one, authority: AU }));
    expect(own).toEqual(PERSON_ROLES.filter((one) => granted.includes(one)));
    expect(PERSON_ROLES.filter((one) => mayGrant(granter, { role: one, authority: CH }))).toEqual([]);
  });

  test('the Board invites an administrator of any country besides, and nobody else there', () => {
    const board = { role: 'incb', authority: 'INCB' } as const;
    expect(PERSON_ROLES.filter((role) => mayInvite(board, { role, authority: CH }))).toEqual([
      'administrator'
    ]);
    expect(mayInvite(board, { role: 'administrator', authority: 'EXCHANGE' })).toBe(false);
  });
});

describe('the name of an account', () => {
  test.each([
    ['au.ruth', AU],
    ['au.ruth-nguyen_2', AU],
    ['incb.secretary', 'INCB' as const]
  ])('%s is one of %s', (name, authority) => expect(judgeAccountName(name, authority)).toBeNull());

  test.each(['ch.ruth', 'aus.ruth', 'au', 'au.', 'a'])('%s is none of Australia', (name) => {
    expect(judgeAccountName(name, AU)).not.toBeNull();
  });

  test('the problem names the beginning that is wanted', () => {
    expect(judgeAccountName('ruth', AU)?.values).toEqual({ prefix: 'au.' });
  });
});
