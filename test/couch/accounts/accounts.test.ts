import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Accounts, startTidying, type NewPerson } from '#couch/accounts/accounts.ts';
import { MAX_SESSIONS, TOUCH_AFTER_MS } from '#couch/accounts/session.ts';
import { Policies } from '#couch/accounts/policies.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { DEFAULT_POLICY, STRICTEST_POLICY } from '#lib/domain/registration/policy.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

const HOUR = 3_600_000;
const PASSWORD = 'a good long password';

function aPerson(id: string, more: Partial<NewPerson> = {}): NewPerson {
  const authority = 'AU' as AuthorityCode;
  return {
    id,
    name: 'A. Person',
    function: 'Delegate',
    role: 'officer',
    authority,
    password: PASSWORD,
    ...more
  };
}

describeEngines('accounts', (open) => {
  let held: TestEngine;
  let accounts: Accounts;
  let now = Date.UTC(2026, 0, 5);

  beforeAll(async () => {
    held = await open();
    await held.engine.create('accounts');
    accounts = new Accounts({ engine: held.engine, clock: () => now });
  });
  afterAll(() => held.drop());

  async function signIn(person: string, password = PASSWORD, address = '192.0.2.1') {
    return accounts.openSession({ person, password, address });
  }
  async function tokenOf(person: string): Promise<string> {
    const opened = await signIn(person);
    if (!opened.ok) throw new Error(opened.problems[0]?.code);
    return opened.value.token;
  }

  test('a person signs in with the right password and is known by the token', async () => {
    expect(await accounts.createPerson(aPerson('au.first'))).toMatchObject({ ok: true });
    const session = await accounts.sessions.read(await tokenOf('au.first'));
    expect(session?.person).toMatchObject({ id: 'au.first', role: 'officer', authority: 'AU' });
  });

  test('a damaged policy of an authority counts as the strictest, a missing one as the default', async () => {
    const damaged = { _id: 'policy:FJ', schema: 1, secondFactor: 'nobody', idleMinutes: 600 };
    await held.engine.open('accounts').put(damaged);
    const policies = new Policies({ engine: held.engine, clock: () => now });
    expect(await policies.read('FJ' as AuthorityCode)).toEqual(STRICTEST_POLICY);
    expect(await policies.read('BR' as AuthorityCode)).toEqual(DEFAULT_POLICY);
  });

  test('neither the password nor the token is in the database', async () => {
    const token = await tokenOf('au.first');
    const { rows } = await held.engine.open('accounts').allDocs({ include_docs: true });
    const text = JSON.stringify(rows);
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(token.split('~')[1]);
    expect(text).toContain('$argon2id$');
  });

  test('a second person with the same id is refused and the first stays', async () => {
    const again = await accounts.createPerson(aPerson('au.first', { role: 'administrator' }));
    expect(again).toMatchObject({ ok: false, problems: [{ code: 'account.person.exists' }] });
    expect(await accounts.readPerson('au.first')).toMatchObject({ role: 'officer' });
  });

  test('wrong password, unknown person and suspended person get one and the same answer', async () => {
    await accounts.createPerson(aPerson('au.gone'));
    await accounts.suspendPerson('au.gone');
    const answers = [
      await signIn('au.first', 'not the password'),
      await signIn('nobody'),
      await signIn('au.gone', 'not the password')
    ];
    for (const answer of answers)
      expect(answer).toEqual({ ok: false, problems: [{ code: 'session.refused' }] });
  });

  test('that a person is suspended is told to whoever knows the password, and to nobody else', async () => {
    await accounts.createPerson(aPerson('au.halted'));
    await accounts.suspendPerson('au.halted');
    expect(await signIn('au.halted')).toEqual({
      ok: false,
      problems: [{ code: 'person.suspended', values: { person: 'au.halted' } }]
    });
  });

  test('an unknown person costs as much work as a wrong password', async () => {
    // Time of the processor, not of the clock: what else the machine does meanwhile does not count.
    const work = async (person: string): Promise<number> => {
      const before = process.cpuUsage();
      await signIn(person, 'not the password', '192.0.2.77');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    // The least of three: what the process does beside it, as collecting garbage, counts too.
    const least = async (person: string): Promise<number> =>
      Math.min(await work(person), await work(person), await work(person));
    await work('warm-up');
    expect(await least('nobody.at.all')).toBeGreaterThan((await least('au.first')) / 4);
  });

  test('a changed password, a suspension and a sign-out end the session at once', async () => {
    await accounts.createPerson(aPerson('au.leaves'));
    const first = await tokenOf('au.leaves');
    await accounts.changePassword('au.leaves', 'another good password');
    expect(await accounts.sessions.read(first)).toBeNull();
    const again = await signIn('au.leaves', 'another good password');
    const second = again.ok ? again.value.token : '';
    expect(await accounts.sessions.read(second)).not.toBeNull();
    await accounts.sessions.close(second);
    expect(await accounts.sessions.read(second)).toBeNull();
    await accounts.suspendPerson('au.leaves');
    expect((await signIn('au.leaves', 'another good password')).ok).toBe(false);
    await accounts.suspendPerson('au.leaves', false);
    expect((await signIn('au.leaves', 'another good password')).ok).toBe(true);
  });

  test('closing all sessions of a person leaves those of a person with a similar name', async () => {
    await accounts.createPerson(aPerson('au.ann'));
    await accounts.createPerson(aPerson('au.anna'));
    const [ann, anna] = [await tokenOf('au.ann'), await tokenOf('au.anna')];
    await accounts.sessions.closeAllOf('au.ann');
    expect(await accounts.sessions.read(ann)).toBeNull();
    expect(await accounts.sessions.read(anna)).not.toBeNull();
  });

  test('a session ends after 12 idle hours, and after 7 days however busy', async () => {
    const idle = await tokenOf('au.first');
    const busy = await tokenOf('au.first');
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      expect(await accounts.sessions.read(busy)).not.toBeNull();
      now += 8 * HOUR;
    }
    now += 1;
    expect(await accounts.sessions.read(busy)).toBeNull();
    expect(await accounts.sessions.read(idle)).toBeNull();
  });

  test('a person’s twenty-first session ends the one that was idle longest, and nobody else’s', async () => {
    await accounts.createPerson(aPerson('au.many'));
    const [other, first] = [await tokenOf('au.first'), await tokenOf('au.many')];
    const tokens = [first];
    for (let count = 1; count < MAX_SESSIONS; count++) {
      now += TOUCH_AFTER_MS;
      tokens.push(await tokenOf('au.many'));
    }
    now += 1;
    // The first one is used again, so the second is the longest idle.
    expect(await accounts.sessions.read(first)).not.toBeNull();
    tokens.push(await tokenOf('au.many'));
    const open = await Promise.all(tokens.map((token) => accounts.sessions.read(token)));
    expect(open.flatMap((session, index) => (session === null ? [index] : []))).toEqual([1]);
    expect(await accounts.sessions.read(other)).not.toBeNull();
  });

  test('sessions that are over are removed, however many, and those that are not stay', async () => {
    await accounts.createPerson(aPerson('au.stays'));
    const database = held.engine.open('accounts');
    const over = Array.from({ length: 1201 }, (_, index) => {
      const _id = `session:au.left:${String(index).padStart(43, '0')}`;
      return { _id, schema: 1, openedAt: now - 13 * HOUR, seenAt: now - 13 * HOUR, password: 1 };
    });
    await accounts.sessions.purge();
    await database.bulkDocs(over);
    const open = await accounts.sessions.count();
    await database.put({
      ...over[0],
      _id: `session:au.left:${'e'.repeat(43)}`,
      openedAt: now,
      seenAt: now,
      ended: { why: 'person', at: now }
    } as object);
    const token = await tokenOf('au.stays');
    // Neither what is over nor what is kept of an ended one opens anything.
    expect(await accounts.sessions.count()).toBe(open + 1);
    expect(await accounts.sessions.purge()).toBe(1201);
    const { rows } = await database.allDocs({ startkey: 'session:au.left:0', endkey: 'session:au.left:9' });
    expect(rows).toEqual([]);
    expect(await accounts.sessions.read(token)).not.toBeNull();
    expect(await accounts.sessions.purge()).toBe(0);
  });

  test('tidying removes what is over at its start and again and again, until it is stopped', async () => {
    const database = held.engine.open('accounts');
    const anOldOne = (count: number) => {
      const _id = `session:au.left:${'x'.repeat(42)}${count}`;
      return { _id, schema: 1, openedAt: 0, seenAt: 0, password: 1 };
    };
    const removed = (id: string) =>
      new Promise<void>((resolve) => {
        const feed = database.changes({ live: true, since: 0 });
        feed.on('change', (change) => {
          if (change.id !== id || !change.deleted) return;
          feed.cancel();
          resolve();
        });
      });
    await database.put(anOldOne(1));
    const warnings: string[] = [];
    const tidying = startTidying(accounts, (reason) => warnings.push(reason), 5);
    await removed(anOldOne(1)._id);
    for (const count of [2, 3]) {
      await database.put(anOldOne(count));
      await removed(anOldOne(count)._id);
    }
    await tidying.stop();
    await database.put(anOldOne(4));
    expect(await accounts.sessions.purge()).toBe(1);
    expect(warnings).toEqual([]);
  });

  test('tokens of other shapes open nothing', async () => {
    for (const token of [
      '',
      '~',
      'au.first',
      'au.first~',
      'au.first~x',
      `au.first~${'A'.repeat(43)}`,
      'a~b~c'
    ]) {
      expect(await accounts.sessions.read(token)).toBeNull();
    }
  });

  describe('guessing', () => {
    test('seven wrong passwords make the right one wait, and then it is taken', async () => {
      await accounts.createPerson(aPerson('au.guessed'));
      for (let attempt = 0; attempt < 7; attempt++)
        await signIn('au.guessed', `wrong guess ${attempt}`, '192.0.2.9');
      const waits = await signIn('au.guessed', PASSWORD, '192.0.2.9');
      expect(waits).toMatchObject({ ok: false, problems: [{ code: 'session.tooManyAttempts' }] });
      now += 61_000;
      expect((await signIn('au.guessed', PASSWORD, '192.0.2.9')).ok).toBe(true);
    });

    test('who guesses elsewhere does not keep the person themselves out', async () => {
      for (let attempt = 0; attempt < 12; attempt++) {
        now += 61_000;
        await signIn('au.guessed', `wrong guess ${attempt}`, '198.51.100.7');
      }
      expect((await signIn('au.guessed', PASSWORD, '192.0.2.9')).ok).toBe(true);
    });
  });

  test('a country has no people of the Board, the exchange has none at all', async () => {
    for (const wrong of [
      aPerson('au.wrong', { role: 'incb' }),
      aPerson('au.wrong', { authority: 'INCB' }),
      aPerson('au.wrong', { authority: 'EXCHANGE' }),
      aPerson('Wrong Id'),
      aPerson('ch.wrong'),
      aPerson('au.wrong', { password: 'short' })
    ]) {
      expect((await accounts.createPerson(wrong)).ok).toBe(false);
    }
  });
});
