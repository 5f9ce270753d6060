/** Invitation, password, sessions, devices, policy and audit, as they go over the wire. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { listOf, memberOf, reasonOf } from './answers.ts';
import { aKey, aPerson, Client, openRig, PASSWORD, type Rig } from './rig.ts';

const MINUTE = 60_000;
const OFFICE = { role: 'officer', name: 'R. Nguyen', function: 'Delegate', email: 'r@health.example' };

describeEngines('one’s own account', (open) => {
  let rig: Rig;
  let nobody: Client;
  let administrator: Client;
  let people = 0;
  const logged: string[] = [];
  const secrets: string[] = [];

  beforeAll(async () => {
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(chunk.toString());
        done();
      }
    });
    rig = await openRig(open, { limits: { signInsPerAddress: 1000 }, log: { level: 'trace', stream } });
    nobody = new Client(rig.address, '');
    administrator = await rig.signIn('au.administrator');
    await rig.accounts.createPerson(aPerson('ch.administrator', 'administrator', 'CH'));
  });
  afterAll(() => rig.drop());

  async function aColleague(): Promise<string> {
    const id = `au.colleague${++people}`;
    await rig.accounts.createPerson(aPerson(id, 'officer', 'AU'));
    return id;
  }

  async function anInvitation(): Promise<string> {
    const { status, body } = await administrator.ask('POST', '/api/invitations', OFFICE);
    expect(status).toBe(201);
    const token = String(memberOf(body, 'token'));
    secrets.push(token);
    return token;
  }

  function cookieOf({ headers }: { readonly headers: Headers }): string {
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  async function verbs(): Promise<string[]> {
    const { body } = await administrator.ask('GET', '/api/audit?limit=200');
    return listOf(body).map(({ what }) => String(what));
  }

  describe('an invitation', () => {
    test('is looked at and accepted by whoever has it, who then signs in', async () => {
      const token = await anInvitation();
      const look = await nobody.ask('POST', '/api/invitations/look', { token });
      expect(look).toMatchObject({
        status: 200,
        body: { authority: 'AU', role: 'officer', name: 'R. Nguyen' }
      });
      const choice = { token, person: 'au.nguyen', password: PASSWORD };
      const accepted = await nobody.ask('POST', '/api/invitations/accept', choice);
      expect(accepted).toMatchObject({ status: 201, body: { person: 'au.nguyen' } });
      expect(accepted.headers.get('set-cookie')).toBeNull();
      const session = await (await rig.signIn('au.nguyen')).ask('GET', '/api/session');
      expect(session.body).toMatchObject({ person: { authority: 'AU', role: 'officer' } });
      const again = await nobody.ask('POST', '/api/invitations/accept', { ...choice, person: 'au.other2' });
      expect([again.status, reasonOf(again)]).toEqual([410, 'invitation.used']);
    });

    test('tells which beginning an account’s name must have, and that a name is taken', async () => {
      const token = await anInvitation();
      const choose = (person: string) =>
        nobody.ask('POST', '/api/invitations/accept', { token, person, password: PASSWORD });
      expect((await choose('ch.nguyen')).body).toMatchObject({
        problems: [{ code: 'account.person.prefix', path: 'person', values: { prefix: 'au.' } }]
      });
      const taken = await choose('au.officer');
      expect([taken.status, reasonOf(taken)]).toEqual([409, 'account.person.exists']);
    });

    test('is listed without its token, and taken back', async () => {
      const made = await administrator.ask('POST', '/api/invitations', OFFICE);
      const [id, token] = [memberOf(made.body, 'id'), String(memberOf(made.body, 'token'))];
      const { body } = await administrator.ask('GET', '/api/invitations');
      expect(JSON.stringify(body)).not.toContain(token);
      expect(listOf(body).find((one) => one['id'] === id)).toMatchObject({
        name: 'R. Nguyen',
        invitedBy: 'au.administrator',
        email: OFFICE.email
      });
      const path = `/api/invitations/${String(id)}`;
      const swiss = await rig.signIn('ch.administrator');
      expect((await swiss.ask('DELETE', path)).status).toBe(404);
      expect((await administrator.ask('DELETE', path)).status).toBe(204);
      expect((await nobody.ask('POST', '/api/invitations/look', { token })).status).toBe(404);
    });

    test('is not tried out without bound', async () => {
      const token = 'A'.repeat(43);
      const statuses = new Set<number>();
      for (let count = 0; count < 61; count++)
        statuses.add((await nobody.ask('POST', '/api/invitations/look', { token })).status);
      expect([...statuses].sort()).toEqual([404, 429]);
    });
  });

  test('a session cannot be fixed beforehand: a cookie from elsewhere is never taken over', async () => {
    const planted = `__Host-i2es=au.officer~${'B'.repeat(43)}`;
    const victim = new Client(rig.address, planted);
    expect((await victim.ask('GET', '/api/session')).status).toBe(401);
    const signedIn = await victim.ask('POST', '/api/session', { person: 'au.officer', password: PASSWORD });
    expect(cookieOf(signedIn)).not.toBe(planted);
    expect((await victim.ask('GET', '/api/session')).status).toBe(401);
    const earlier = await rig.signIn('au.officer');
    const again = await earlier.ask('POST', '/api/session', { person: 'au.officer', password: PASSWORD });
    expect(cookieOf(again)).not.toBe(earlier.cookie);
  });

  describe('a changed password', () => {
    test('ends every session; the desk at which it was changed is given a new one', async () => {
      const id = await aColleague();
      const [here, there] = [await rig.signIn(id), await rig.signIn(id)];
      const feed = there.ask('GET', '/db/country-au/_changes?feed=longpoll&since=now&heartbeat=1000');
      const next = 'another good password';
      const changed = await here.ask('PUT', '/api/password', { password: PASSWORD, next });
      expect(changed.status).toBe(204);
      expect((await feed).status).toBe(200);
      for (const old of [here, there]) expect((await old.ask('GET', '/api/session')).status).toBe(401);
      const fresh = new Client(rig.address, cookieOf(changed));
      expect((await fresh.ask('GET', '/api/session')).status).toBe(200);
      await expect(rig.signIn(id)).rejects.toThrow(/401/);
      expect(await verbs()).toContain('person.password');
    });

    test('needs the one that was, and guessing it is slowed', async () => {
      const id = await aColleague();
      const client = await rig.signIn(id);
      const guess = (password: string) =>
        client.ask('PUT', '/api/password', { password, next: 'another good password' });
      const first = await guess('not the password');
      expect([first.status, reasonOf(first)]).toEqual([403, 'account.password.wrong']);
      for (let count = 0; count < 6; count++) await guess(`wrong guess ${count}`);
      const slowed = await guess(PASSWORD);
      expect([slowed.status, reasonOf(slowed)]).toEqual([429, 'session.tooManyAttempts']);
      expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
      rig.clock.now += 2 * MINUTE;
      expect((await guess(PASSWORD)).status).toBe(204);
    });

    test('is long enough', async () => {
      const client = await rig.signIn(await aColleague());
      const short = await client.ask('PUT', '/api/password', { password: PASSWORD, next: 'short' });
      expect(short.body).toMatchObject({ problems: [{ code: 'account.password.length', path: 'next' }] });
    });

    test('is none that guessing starts with, whatever form it was typed into', async () => {
      const id = await aColleague();
      const client = await rig.signIn(id);
      for (const [next, code] of [
        ['abababababab', 'account.password.fewCharacters'],
        ['qwertyuiop12', 'account.password.tooCommon'],
        [`${id}-12`, 'account.password.namesYou']
      ]) {
        const weak = await client.ask('PUT', '/api/password', { password: PASSWORD, next });
        expect(weak.body).toMatchObject({ problems: [{ code, path: 'next' }] });
      }
      expect((await client.ask('GET', '/api/session')).status).toBe(200);
    });
  });

  describe('sessions', () => {
    test('one’s own are listed without anything that opens them, and ended one by one', async () => {
      const id = await aColleague();
      const [here, there] = [await rig.signIn(id), await rig.signIn(id)];
      const { body } = await here.ask('GET', '/api/sessions');
      const views = listOf(body);
      expect(views).toHaveLength(2);
      expect(views.filter(({ current }) => current)).toHaveLength(1);
      for (const { cookie } of [here, there])
        expect(JSON.stringify(body)).not.toContain(cookie.split('~')[1]);
      const other = views.find(({ current }) => !current);
      expect(Object.keys(other ?? {}).sort()).toEqual([
        'current',
        'device',
        'id',
        'openedAt',
        'person',
        'seenAt'
      ]);
      expect((await here.ask('DELETE', `/api/sessions/${String(other?.['id'])}`)).status).toBe(204);
      expect((await there.ask('GET', '/api/session')).status).toBe(401);
      expect((await here.ask('GET', '/api/session')).status).toBe(200);
    });

    test('a colleague’s are their own and the administrator’s business, another country’s are unknown', async () => {
      const id = await aColleague();
      const theirs = await rig.signIn(id);
      const [view] = listOf((await theirs.ask('GET', '/api/sessions?of=own')).body);
      const path = `/api/sessions/${String(view?.['id'])}`;
      const colleague = await rig.signIn('au.other');
      const swiss = await rig.signIn('ch.administrator');
      const all = await colleague.ask('GET', '/api/sessions?of=all');
      expect([all.status, reasonOf(all)]).toEqual([403, 'request.role.refused']);
      const unknown = await swiss.ask('DELETE', `/api/sessions/${'C'.repeat(43)}`);
      for (const client of [colleague, swiss]) {
        const answer = await client.ask('DELETE', path);
        expect([answer.status, answer.body]).toEqual([404, unknown.body]);
      }
      const seen = listOf((await administrator.ask('GET', '/api/sessions?of=all')).body);
      expect(seen.map(({ person }) => String(person)).every((person) => person.startsWith('au.'))).toBe(true);
      expect((await administrator.ask('DELETE', path)).status).toBe(204);
      expect((await theirs.ask('GET', '/api/session')).status).toBe(401);
      expect(await verbs()).toContain('session.ended');
    });
  });

  describe('a device', () => {
    function aReport(over: object = {}): object {
      const at = new Date(rig.clock.now + 90_000).toISOString();
      const counts = { unsent: 3, refused: 1 };
      return { keyId: rig.keys.auOfficer.keyId, device: 'Desk 1', version: '1.2.3', at, ...counts, ...over };
    }

    test('says how it stands; its administrator sees it, and the session bears its name', async () => {
      const officer = await rig.signIn('au.officer');
      expect((await officer.ask('POST', '/api/devices/report', aReport())).status).toBe(204);
      const { body } = await administrator.ask('GET', '/api/devices');
      expect(body).toEqual([
        {
          keyId: rig.keys.auOfficer.keyId,
          device: 'Desk 1',
          person: 'au.officer',
          lastSync: new Date(rig.clock.now).toISOString(),
          unsent: 3,
          refused: 1,
          version: '1.2.3',
          clockOffset: 90
        }
      ]);
      const own = listOf((await officer.ask('GET', '/api/sessions')).body);
      expect(own.find(({ current }) => current)).toMatchObject({ device: 'Desk 1' });
      const swiss = await rig.signIn('ch.administrator');
      expect((await swiss.ask('GET', '/api/devices')).body).toEqual([]);
    });

    test('that says the same again is written once a minute, and what is new at once', async () => {
      const officer = await rig.signIn('au.officer');
      const revision = async (): Promise<string> => {
        const id = `device:AU:${rig.keys.auOfficer.keyId}`;
        return (await rig.engine.open('accounts').get(id))._rev;
      };
      const told = async (over: object = {}): Promise<string> => {
        await officer.ask('POST', '/api/devices/report', aReport(over));
        return revision();
      };
      const first = await told({ unsent: 5 });
      rig.clock.now += 59_000;
      expect(await told({ unsent: 5 })).toBe(first);
      const changed = await told({ unsent: 4 });
      expect(changed).not.toBe(first);
      rig.clock.now += MINUTE;
      expect(await told({ unsent: 4 })).not.toBe(changed);
    });

    test('that only stays on the line is seen there', async () => {
      const officer = await rig.signIn('au.officer');
      await officer.ask('POST', '/api/devices/report', aReport());
      rig.clock.now += 6 * MINUTE;
      await officer.ask('GET', '/api/session');
      const [device] = listOf((await administrator.ask('GET', '/api/devices')).body);
      expect(device).toMatchObject({ unsent: 3, lastSync: new Date(rig.clock.now).toISOString() });
    });

    test('is not another’s, nor one that nobody has asked for', async () => {
      const other = await rig.signIn('au.other');
      const unknown = await aKey();
      for (const { keyId } of [rig.keys.auOfficer, rig.keys.chOfficer, rig.keys.root, unknown]) {
        const answer = await other.ask('POST', '/api/devices/report', aReport({ keyId }));
        expect([answer.status, reasonOf(answer)]).toEqual([403, 'device.report.notYours']);
      }
      for (const _time of [1, 2])
        await other.ask('POST', '/api/devices', { key: unknown.publicKey, device: 'Laptop' });
      expect((await verbs()).filter((verb) => verb === 'device.asked')).toHaveLength(1);
      const asked = await other.ask('POST', '/api/devices/report', aReport({ keyId: unknown.keyId }));
      expect(asked.status).toBe(204);
    });

    test('says nothing that cannot be read', async () => {
      const officer = await rig.signIn('au.officer');
      for (const wrong of [
        { unsent: -1 },
        { refused: 'many' },
        { device: '' },
        { device: 'x\u202ey' },
        { version: 'x'.repeat(41) },
        { at: 'yesterday' },
        { keyId: 'short' }
      ]) {
        expect((await officer.ask('POST', '/api/devices/report', aReport(wrong))).status).toBe(400);
      }
    });
  });

  describe('the policy', () => {
    test('is told to everybody of the authority, and set by its administrator alone', async () => {
      const officer = await rig.signIn('au.officer');
      const start = { secondFactor: 'optional', idleMinutes: 720 };
      expect((await officer.ask('GET', '/api/policy')).body).toEqual(start);
      const strict = { secondFactor: 'administrators', idleMinutes: 15 };
      expect((await officer.ask('PUT', '/api/policy', strict)).status).toBe(403);
      expect((await administrator.ask('PUT', '/api/policy', strict)).body).toEqual(strict);
      expect((await officer.ask('GET', '/api/policy')).body).toEqual(strict);
      const swiss = await rig.signIn('ch.administrator');
      expect((await swiss.ask('GET', '/api/policy')).body).toEqual(start);
      // Whoever asked for it has to have a factor before they go on.
      expect(reasonOf(await administrator.ask('PUT', '/api/policy', start))).toBe('session.enrolFirst');
      await rig.accounts.policies.write('AU' as never, start as never, 'server');
      expect(await verbs()).toContain('policy.changed');
    });

    test('that is set as it stands already is no deed', async () => {
      const same = { secondFactor: 'optional', idleMinutes: 720 };
      await administrator.ask('PUT', '/api/policy', same);
      const changes = async () => (await verbs()).filter((what) => what === 'policy.changed').length;
      const before = await changes();
      expect((await administrator.ask('PUT', '/api/policy', same)).body).toEqual(same);
      expect(await changes()).toBe(before);
      await administrator.ask('PUT', '/api/policy', { ...same, idleMinutes: 700 });
      expect(await changes()).toBe(before + 1);
      await administrator.ask('PUT', '/api/policy', same);
    });

    test('ends a session that idled longer than it allows', async () => {
      const strict = { secondFactor: 'optional', idleMinutes: 15 };
      await administrator.ask('PUT', '/api/policy', strict);
      const [busy, idle] = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
      for (let minutes = 0; minutes < 16; minutes += 4) {
        rig.clock.now += 4 * MINUTE;
        expect((await busy.ask('GET', '/api/session')).status).toBe(200);
      }
      expect((await idle.ask('GET', '/api/session')).status).toBe(401);
      administrator = await rig.signIn('au.administrator');
      await administrator.ask('PUT', '/api/policy', { ...strict, idleMinutes: 720 });
    });

    test.each([
      { secondFactor: 'never', idleMinutes: 60 },
      { secondFactor: 'optional', idleMinutes: 14 },
      { secondFactor: 'optional', idleMinutes: 721 },
      { secondFactor: 'optional' },
      { idleMinutes: 60 },
      []
    ])('%j is none', async (policy) => {
      expect((await administrator.ask('PUT', '/api/policy', policy)).status).toBe(400);
    });
  });

  describe('the audit', () => {
    test('is written and deleted by nobody through any route', async () => {
      const before = (await administrator.ask('GET', '/api/audit')).body;
      const [newest] = listOf(before);
      const id = `audit:AU:${String(newest?.['id'])}`;
      for (const client of [
        administrator,
        await rig.signIn('au.officer'),
        await rig.signIn('incb.secretary')
      ]) {
        for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) {
          for (const path of [
            '/api/audit',
            `/api/audit/${id}`,
            `/db/accounts/${id}`,
            '/db/accounts/_bulk_docs'
          ]) {
            const { status } = await client.ask(method, path, method === 'DELETE' ? undefined : { docs: [] });
            expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 404`);
          }
        }
        const forged = await client.ask('POST', '/db/country-au/_bulk_docs', {
          docs: [{ _id: id, _rev: '1-a', schema: 1 }],
          new_edits: false
        });
        expect(forged.status === 404 || Array.isArray(forged.body)).toBe(true);
      }
      expect((await administrator.ask('GET', '/api/audit')).body).toEqual(before);
    });

    test('is told page by page, newest first, of one’s own authority alone', async () => {
      const all = listOf((await administrator.ask('GET', '/api/audit?limit=200')).body).map(({ id }) => id);
      const pages: unknown[] = [];
      for (let before = ''; ;) {
        const { body } = await administrator.ask('GET', `/api/audit?limit=3${before}`);
        const page = listOf(body).map(({ id }) => id);
        pages.push(...page);
        if (page.length < 3) break;
        before = `&before=${encodeURIComponent(String(page[2]))}`;
      }
      expect(pages).toEqual(all);
      expect(all).toEqual([...all].sort().reverse());
      const swiss = await rig.signIn('ch.administrator');
      const theirs = listOf((await swiss.ask('GET', '/api/audit')).body).map(({ about }) => about);
      expect(new Set(theirs)).toEqual(new Set(['ch.administrator']));
    });

    test.each(['?limit=0', '?limit=x', '?before=x', '?by=au.officer', '?limit=5&limit=6'])(
      'cannot be asked for with %s',
      async (query) => expect((await administrator.ask('GET', `/api/audit${query}`)).status).toBe(400)
    );
  });

  test('no token, password or cookie of all this is in the log', async () => {
    const { body } = await administrator.ask('POST', '/api/people/au.reader/reset', {});
    secrets.push(String(memberOf(body, 'token')), PASSWORD, administrator.cookie.split('~')[1] ?? '');
    const text = logged.join('');
    expect(text).toContain('/api/invitations/accept');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
