import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Accounts, type NewPerson } from '#couch/accounts/accounts.ts';
import { Audit } from '#couch/accounts/audit.ts';
import { MAX_OPEN_INVITATIONS } from '#couch/accounts/invitation.ts';
import { Invitations, type Handed, type NewInvitation } from '#couch/accounts/invitations.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;
const PASSWORD = 'a good long password';
const DAY = 24 * 3_600_000;

function aPerson(id: string, role: NewPerson['role'], authority: AuthorityCode): NewPerson {
  return { id, name: 'A. Person', function: 'Delegate', role, authority, password: PASSWORD };
}

function codesOf(result: Result<unknown>): string[] {
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describeEngines('invitations', (open) => {
  let held: TestEngine;
  let accounts: Accounts;
  /** Two gateways on one database. */
  let invitations: Invitations;
  let elsewhere: Invitations;
  let now = Date.UTC(2026, 10, 24, 9);
  let people = 0;

  beforeAll(async () => {
    held = await open();
    await held.engine.create('accounts');
    const options = { engine: held.engine, clock: () => now };
    accounts = new Accounts(options);
    invitations = new Invitations(options);
    elsewhere = new Invitations(options);
    for (const person of [
      aPerson('au.admin', 'administrator', AU),
      aPerson('au.leaving', 'administrator', AU),
      aPerson('au.officer', 'officer', AU),
      aPerson('ch.admin', 'administrator', CH),
      aPerson('incb.secretary', 'incb', 'INCB')
    ])
      unwrap(await accounts.createPerson(person));
  });
  afterAll(() => held.drop());

  function anInvitation(over: Partial<NewInvitation> = {}): NewInvitation {
    const office = { authority: AU, role: 'officer', name: 'Ruth Nguyen', function: 'Delegate' } as const;
    return { ...office, email: 'ruth.nguyen@health.example', by: 'au.admin', ...over };
  }
  async function invited(over: Partial<NewInvitation> = {}): Promise<Handed> {
    return unwrap(await invitations.create(anInvitation(over)));
  }
  function aName(): string {
    return `au.person${++people}`;
  }
  function accept(token: string, person: string, at = invitations): Promise<Result<unknown>> {
    return at.accept(token, { person, password: PASSWORD });
  }

  test('the invited person sees what they are invited to, chooses name and password, and signs in', async () => {
    const { token, validUntil } = await invited();
    expect(unwrap(await invitations.look(token))).toEqual({
      kind: 'join',
      authority: 'AU',
      role: 'officer',
      name: 'Ruth Nguyen',
      function: 'Delegate',
      person: null,
      validUntil
    });
    const person = aName();
    expect(await accept(token, person)).toMatchObject({ ok: true, value: { id: person, role: 'officer' } });
    const session = await accounts.openSession({ person, password: PASSWORD, address: '192.0.2.1' });
    expect(session.ok).toBe(true);
  });

  test('the token is nowhere in the database', async () => {
    const { token } = await invited();
    const { rows } = await held.engine.open('accounts').allDocs({ include_docs: true });
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('an invitation is good once', async () => {
    const { token } = await invited();
    await accept(token, aName());
    expect(codesOf(await accept(token, aName()))).toEqual(['invitation.used']);
    expect(codesOf(await invitations.look(token))).toEqual(['invitation.used']);
  });

  test('accepted at two gateways in one moment it makes one account', async () => {
    const { token } = await invited();
    const names = [aName(), aName()];
    const results = await Promise.all([
      accept(token, names[0] ?? ''),
      accept(token, names[1] ?? '', elsewhere)
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.flatMap(codesOf)).toEqual(['invitation.used']);
    const made = await Promise.all(names.map((name) => accounts.readPerson(name)));
    expect(made.filter((person) => person !== null)).toHaveLength(1);
  });

  test('sent twice under one name, as a double click does, it makes that account', async () => {
    const { token } = await invited();
    const person = aName();
    const results = await Promise.all([accept(token, person), accept(token, person, elsewhere)]);
    expect(results.some(({ ok }) => ok)).toBe(true);
    expect(await accounts.readPerson(person)).toMatchObject({ suspended: false });
  });

  test('it is over after 14 days', async () => {
    const { token } = await invited();
    now += 14 * DAY - 1;
    expect((await invitations.look(token)).ok).toBe(true);
    now += 1;
    expect(codesOf(await invitations.look(token))).toEqual(['invitation.expired']);
    expect(codesOf(await accept(token, aName()))).toEqual(['invitation.expired']);
    await invitations.purge();
    expect(codesOf(await invitations.look(token))).toEqual(['invitation.unknown']);
  });

  test('cut off between the name and the account, it goes on under the same name', async () => {
    const { id, token } = await invited();
    const person = aName();
    const database = held.engine.open('accounts');
    // What is there when the process ends after the invitation is used up and before the account opens.
    await database.put({
      ...{ _id: `person:${person}`, schema: 1, name: 'Ruth Nguyen', function: 'Delegate', role: 'officer' },
      ...{ authority: AU, hash: null, password: 1, suspended: true, joining: id }
    } as object);
    const document = await database.get(`invitation:${id}`);
    await database.put({ ...document, person, used: true } as object);
    expect(codesOf(await accept(token, aName()))).toEqual(['invitation.used']);
    expect((await accept(token, person)).ok).toBe(true);
    expect((await accounts.openSession({ person, password: PASSWORD, address: '192.0.2.1' })).ok).toBe(true);
    expect(codesOf(await accept(token, person))).toEqual(['invitation.used']);
  });

  test('a name that was reserved and never taken is free again once the invitation is over', async () => {
    const { id } = await invited();
    const person = aName();
    await held.engine.open('accounts').put({
      ...{ _id: `person:${person}`, schema: 1, name: 'Ruth Nguyen', function: 'Delegate', role: 'officer' },
      ...{ authority: AU, hash: null, password: 1, suspended: true, joining: id }
    } as object);
    const other = await invited();
    expect(codesOf(await accept(other.token, person))).toEqual(['account.person.exists']);
    await accounts.tidy();
    expect(codesOf(await accept(other.token, person))).toEqual(['account.person.exists']);
    expect((await invitations.revoke(AU, id, 'au.admin')).ok).toBe(true);
    await accounts.tidy();
    expect((await accept(other.token, person)).ok).toBe(true);
  });

  test('a taken account name is refused clearly, and the invitation is still good for another name', async () => {
    const { token } = await invited();
    expect(await accept(token, 'au.officer')).toEqual({
      ok: false,
      problems: [{ code: 'account.person.exists', path: 'person' }]
    });
    expect(await accounts.readPerson('au.officer')).toMatchObject({ name: 'A. Person' });
    expect((await accept(token, aName())).ok).toBe(true);
  });

  test.each([
    'ch.ruth',
    'incb.ruth',
    'ruth',
    'au',
    'au.',
    'AU.ruth',
    'aus.ruth',
    'au.ruth/..',
    'person:au.x'
  ])('nobody of Australia is called %s', async (name) => {
    const { token } = await invited();
    expect(codesOf(await accept(token, name))[0]).toMatch(/^account\.person\.(?:prefix|malformed)$/);
  });

  test('a short password is refused, and the invitation is still good', async () => {
    const { token } = await invited();
    const short = await invitations.accept(token, { person: aName(), password: 'short' });
    expect(codesOf(short)).toEqual(['account.password.length']);
    const even = await invitations.accept(token, { person: aName(), password: 'aaaaaaaaaaaa' });
    expect(codesOf(even)).toEqual(['account.password.fewCharacters']);
    expect((await accept(token, aName())).ok).toBe(true);
  });

  test.each([
    ['an administrator grants no office of the Board', { role: 'incb', authority: 'INCB' }],
    ['an administrator makes no trainer', { role: 'trainer' }],
    ['an administrator makes no service account', { role: 'service' }],
    ['an administrator invites nobody to another authority', { authority: CH }],
    ['an officer invites nobody', { by: 'au.officer' }],
    ['a person who is not there invites nobody', { by: 'au.nobody' }],
    ['the Board invites no officer of a country', { by: 'incb.secretary' }]
  ] as [string, Partial<NewInvitation>][])('%s', async (_rule, over) => {
    expect(codesOf(await invitations.create(anInvitation(over)))).toEqual(['invitation.notGranted']);
  });

  test('the Board invites its own people and the first administrator of a country', async () => {
    const by = 'incb.secretary';
    expect((await invitations.create(anInvitation({ by, authority: 'INCB', role: 'incb' }))).ok).toBe(true);
    expect((await invitations.create(anInvitation({ by, role: 'administrator' }))).ok).toBe(true);
  });

  test.each([
    ['account.name.malformed', { name: '' }],
    ['account.name.malformed', { function: 'Delegate\u202e' }],
    ['registration.email.malformed', { email: 'no address' }],
    ['account.role.unknown', { role: 'king' as never }],
    ['account.authority.wrong', { authority: 'EXCHANGE' }]
  ] as [string, Partial<NewInvitation>][])('refuses with %s what it cannot read', async (code, over) => {
    expect(codesOf(await invitations.create(anInvitation(over)))).toContain(code);
  });

  describe('of one who may invite no longer', () => {
    test('are void while they are suspended', async () => {
      const { token } = await invited({ by: 'au.leaving' });
      await accounts.suspendPerson('au.leaving');
      expect(codesOf(await invitations.look(token))).toEqual(['invitation.void']);
      expect(codesOf(await accept(token, aName()))).toEqual(['invitation.void']);
      await accounts.suspendPerson('au.leaving', false);
    });

    test('are gone for good once they are taken back', async () => {
      const { token } = await invited({ by: 'au.leaving' });
      const other = await invited();
      await invitations.revokeAllBy('au.leaving');
      expect(codesOf(await accept(token, aName()))).toEqual(['invitation.unknown']);
      expect((await invitations.look(other.token)).ok).toBe(true);
    });
  });

  test('are listed for their authority alone, and taken back by it alone', async () => {
    const { id, token } = await invited({ name: 'Listed Person' });
    const listed = await invitations.list(AU);
    expect(listed.find((one) => one.id === id)).toMatchObject({
      name: 'Listed Person',
      invitedBy: 'au.admin'
    });
    expect(JSON.stringify(listed)).not.toContain(token);
    expect(await invitations.list(CH)).toEqual([]);
    expect(codesOf(await invitations.revoke(CH, id, 'ch.admin'))).toEqual(['invitation.unknown']);
    expect((await invitations.revoke(AU, id, 'au.admin')).ok).toBe(true);
    expect(codesOf(await accept(token, aName()))).toEqual(['invitation.unknown']);
    expect(codesOf(await invitations.revoke(AU, id, 'au.admin'))).toEqual(['invitation.unknown']);
  });

  test.each(['', 'x', 'A'.repeat(43), '../person:au.officer', 7, null, {}])(
    'nothing is opened by the token %j',
    async (token) => {
      expect(codesOf(await invitations.look(token))).toEqual(['invitation.unknown']);
    }
  );

  test('are bounded for each authority', async () => {
    const open = (await invitations.list(AU)).length;
    for (let count = open; count < MAX_OPEN_INVITATIONS; count++) await invited();
    expect(codesOf(await invitations.create(anInvitation()))).toEqual(['invitation.tooMany']);
    expect((await invitations.create(anInvitation({ authority: CH, by: 'ch.admin' }))).ok).toBe(true);
  });

  test('leave an entry in the audit when they are made, taken back and accepted', async () => {
    const entries = await new Audit({ engine: held.engine, clock: () => now }).list(AU, { limit: 200 });
    const verbs = new Set(entries.map(({ what }) => what));
    expect([...verbs].sort()).toEqual(['invitation.revoked', 'person.invited', 'person.joined']);
    expect(entries.find(({ what }) => what === 'person.joined')?.values).toMatchObject({ role: 'officer' });
  });
});
