/** The second half of signing in, as it goes over the wire: what is asked of whom, and what opens nothing. */
import { openAdministration } from '#couch/accounts/administration.ts';
import { FREE_GUESSES } from '#couch/accounts/slow-down.ts';
import type { Opened } from '#couch/accounts/session.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestPasskey } from '../passkey.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { listOf, memberOf, reasonOf } from './answers.ts';
import {
  aCertificate,
  aHead,
  aKey,
  aPerson,
  Client,
  openRig,
  PASSWORD,
  type Answer,
  type Rig
} from './rig.ts';

const ORIGIN = 'https://i2es.example';
const STEP = 30_000;

describeEngines('a second factor', (open) => {
  let rig: Rig;
  let nobody: Client;
  let people = 0;

  beforeAll(async () => {
    rig = await openRig(open, { limits: { signInsPerAddress: 10_000 }, origin: ORIGIN });
    nobody = new Client(rig.address, '');
  });
  // Wrong codes of the test before are forgotten.
  beforeEach(() => void (rig.clock.now += 17 * 60_000));
  afterAll(() => rig.drop());

  async function aColleague(role: 'officer' | 'administrator' = 'officer'): Promise<string> {
    const id = `au.second${++people}`;
    await rig.accounts.createPerson(aPerson(id, role, 'AU'));
    return id;
  }

  const code = (secret: string, at = rig.clock.now): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

  const password = (person: string): Promise<Answer> =>
    nobody.ask('POST', '/api/session', { person, password: PASSWORD });

  async function aTicket(person: string): Promise<string> {
    const first = await password(person);
    expect([first.status, first.headers.get('set-cookie')]).toEqual([202, null]);
    return String(memberOf(first.body, 'ticket'));
  }

  const second = (ticket: string, proof: object): Promise<Answer> =>
    nobody.ask('POST', '/api/session/second', { ticket, ...proof });

  const clientOf = ({ headers }: Answer): Client =>
    new Client(rig.address, (headers.get('set-cookie') ?? '').split(';')[0] ?? '');

  interface WithApp {
    readonly person: string;
    readonly client: Client;
    readonly secret: string;
    readonly recovery: readonly string[];
  }

  async function withApp(person?: string): Promise<WithApp> {
    const id = person ?? (await aColleague());
    const client = await rig.signIn(id);
    const begun = await client.ask('POST', '/api/second-factors/totp', { password: PASSWORD });
    const secret = String(memberOf(begun.body, 'secret'));
    const confirmed = await client.ask('POST', '/api/second-factors/totp/confirm', { code: code(secret) });
    expect(confirmed.status).toBe(201);
    rig.clock.now += STEP;
    return { person: id, client, secret, recovery: memberOf(confirmed.body, 'recovery') as string[] };
  }

  async function withPasskey(): Promise<{ person: string; client: Client; passkey: TestPasskey }> {
    const person = await aColleague();
    const client = await rig.signIn(person);
    const passkey = new TestPasskey();
    const begun = await client.ask('POST', '/api/second-factors/passkeys', { password: PASSWORD });
    const challenge = String(memberOf(begun.body, 'challenge'));
    const response = passkey.enrol({ challenge, origin: ORIGIN });
    const path = '/api/second-factors/passkeys/confirm';
    expect((await client.ask('POST', path, { name: 'Laptop', response })).status).toBe(201);
    return { person, client, passkey };
  }

  async function aChallenge(person: string): Promise<{ ticket: string; challenge: string }> {
    const { body } = await password(person);
    return {
      ticket: String(memberOf(body, 'ticket')),
      challenge: String(memberOf(memberOf(body, 'passkey'), 'challenge'))
    };
  }

  describe('by an authenticator app', () => {
    test('is asked for after the password, and opens the desks', async () => {
      const { person, secret } = await withApp();
      const first = await password(person);
      expect(first).toMatchObject({ status: 202, body: { methods: ['totp', 'recovery'], enrol: false } });
      const opened = await second(String(memberOf(first.body, 'ticket')), { totp: code(secret) });
      expect(opened).toMatchObject({ status: 201, body: { person: { id: person } } });
      expect((await clientOf(opened).ask('GET', '/api/session')).status).toBe(200);
    });

    test('takes the step before and the step after, and nothing further off', async () => {
      const { person, secret } = await withApp();
      const at = rig.clock.now;
      const tried: number[] = [];
      for (const off of [-2, 2, -1, 1]) {
        rig.clock.now = at;
        tried.push((await second(await aTicket(person), { totp: code(secret, at + off * STEP) })).status);
      }
      // The step before has been used at the enrolment.
      expect(tried).toEqual([401, 401, 401, 201]);
    });

    test('takes each code once, from two at once as well', async () => {
      const { person, secret } = await withApp();
      const tickets = [await aTicket(person), await aTicket(person)];
      const both = await Promise.all(tickets.map((ticket) => second(ticket, { totp: code(secret) })));
      expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
      const replayed = await second(await aTicket(person), { totp: code(secret) });
      expect([replayed.status, reasonOf(replayed)]).toEqual([401, 'secondFactor.wrong']);
    });

    test('is its person’s and nobody else’s', async () => {
      const [mine, theirs] = [await withApp(), await withApp()];
      expect((await second(await aTicket(mine.person), { totp: code(theirs.secret) })).status).toBe(401);
      const [recovery = ''] = theirs.recovery;
      expect((await second(await aTicket(mine.person), { recovery })).status).toBe(401);
    });

    test('lies sealed in the database, and is told to nobody again', async () => {
      const { person, secret, recovery, client } = await withApp();
      const stored = JSON.stringify(await rig.engine.open('accounts').get(`factors:${person}`));
      const told = JSON.stringify((await client.ask('GET', '/api/second-factors')).body);
      for (const one of [secret, ...recovery, ...recovery.map((each) => each.replaceAll('-', ''))]) {
        expect(stored).not.toContain(one);
        expect(told).not.toContain(one);
      }
    });

    test('counts for nothing until a code of it was shown, and asks for the password', async () => {
      const person = await aColleague();
      const client = await rig.signIn(person);
      const wrong = await client.ask('POST', '/api/second-factors/totp', { password: 'not this one' });
      expect([wrong.status, reasonOf(wrong)]).toEqual([403, 'account.password.wrong']);
      await client.ask('POST', '/api/second-factors/totp', { password: PASSWORD });
      const path = '/api/second-factors/totp/confirm';
      expect((await client.ask('POST', path, { code: '000000x' })).status).toBe(400);
      expect((await password(person)).status).toBe(201);
    });
  });

  describe('a ticket', () => {
    test('opens nothing by itself, and is good once', async () => {
      const { person, secret } = await withApp();
      const ticket = await aTicket(person);
      const asCookie = new Client(rig.address, `__Host-i2es=${ticket}`);
      expect((await asCookie.ask('GET', '/api/session')).status).toBe(401);
      expect((await second(ticket, { totp: code(secret) })).status).toBe(201);
      rig.clock.now += STEP;
      const again = await second(ticket, { totp: code(secret) });
      expect([again.status, reasonOf(again)]).toEqual([401, 'session.ticket.over']);
    });

    test('is over after five minutes', async () => {
      const { person, secret } = await withApp();
      const ticket = await aTicket(person);
      rig.clock.now += 5 * 60_000;
      expect(reasonOf(await second(ticket, { totp: code(secret) }))).toBe('session.ticket.over');
    });

    test('is over when the password has changed, or the person is suspended', async () => {
      const [changed, suspended] = [await withApp(), await withApp()];
      const tickets = [await aTicket(changed.person), await aTicket(suspended.person)];
      await rig.accounts.changePassword(changed.person, PASSWORD);
      await rig.accounts.suspendPerson(suspended.person);
      for (const [at, { secret }] of [changed, suspended].entries())
        expect(reasonOf(await second(tickets[at] ?? '', { totp: code(secret) }))).toBe('session.ticket.over');
    });

    test('is void after ten wrong codes, each slowed as passwords are, and it is written down', async () => {
      const { person, secret } = await withApp();
      const ticket = await aTicket(person);
      let slowed = 0;
      for (let tries = 0; tries < 10;) {
        const wrong = await second(ticket, { totp: '000000' });
        if (wrong.status === 401) tries++;
        else {
          expect([wrong.status, Number(wrong.headers.get('retry-after')) > 0]).toEqual([429, true]);
          slowed++;
          rig.clock.now += 1000;
        }
      }
      expect(slowed).toBeGreaterThan(4);
      rig.clock.now += 60_000;
      expect(reasonOf(await second(ticket, { totp: code(secret) }))).toBe('session.ticket.over');
      const administrator = await rig.signIn('au.administrator');
      const entries = listOf((await administrator.ask('GET', '/api/audit?limit=200')).body);
      expect(entries.find(({ what }) => what === 'session.refused')).toMatchObject({ about: person });
    });

    test('is guessed at all at once no more often than one after the other', async () => {
      const { person } = await withApp();
      const ticket = await aTicket(person);
      const tries = Array.from({ length: 30 }, () => second(ticket, { totp: '000000' }));
      const codes = (await Promise.all(tries)).map(reasonOf);
      expect(codes.filter((one) => one === 'secondFactor.wrong').length).toBeLessThanOrEqual(10);
    });

    test('is guessed slowly by whoever knows the password, from anywhere and at any number of gateways', async () => {
      const { person, secret, recovery } = await withApp();
      const origin = { secret: TEST_SECRET, origin: ORIGIN };
      // Each is a gateway that remembers nothing of the others, asked from an address of its own.
      const guess = async (at: number, value: string): Promise<Result<Opened>> => {
        const { secondStep } = openAdministration(
          { ...rig, ...origin, clock: () => rig.clock.now },
          rig.accounts
        );
        const holder = unwrap(
          await rig.accounts.checkPassword({ person, password: PASSWORD, address: `${at}` })
        );
        const first = await secondStep.begin(holder, null);
        const ticket = first.kind === 'ticket' ? first.ticket : null;
        const method = value.length === 6 ? 'totp' : 'recovery';
        return secondStep.finish({ ticket, proof: { method, value }, address: `${at}` });
      };
      for (let at = 0; at <= FREE_GUESSES; at++)
        expect(await guess(at, '000000')).toMatchObject({ problems: [{ code: 'secondFactor.wrong' }] });
      expect(await guess(41, code(secret))).toMatchObject({
        problems: [{ code: 'session.tooManyAttempts' }]
      });
      for (let times = 0; times < 12; times++) {
        rig.clock.now += 15 * 60_000;
        expect(await guess(50 + times, '000000')).toMatchObject({
          problems: [{ code: 'secondFactor.wrong' }]
        });
      }
      const waits = await guess(70, code(secret));
      expect(waits).toMatchObject({ problems: [{ values: { seconds: 900 } }] });
      // What nobody guesses is not slowed, and whoever waits is let in.
      expect((await guess(71, recovery[0] ?? '')).ok).toBe(true);
      rig.clock.now += 15 * 60_000;
      expect((await guess(72, code(secret))).ok).toBe(true);
    });

    test('takes one proof, and none that it cannot read', async () => {
      const { person, secret } = await withApp();
      const ticket = await aTicket(person);
      for (const proof of [{}, { totp: code(secret), recovery: 'x' }])
        expect((await second(ticket, proof)).status).toBe(400);
      for (const proof of [{ totp: 7 }, { passkey: null }, { recovery: '' }])
        expect((await second(ticket, proof)).status).toBe(401);
      for (const strange of ['', 'x', `${person}~x`, `${person}~${'A'.repeat(43)}`])
        expect(reasonOf(await second(strange, { totp: code(secret) }))).toBe('session.ticket.over');
    });
  });

  describe('by a recovery code', () => {
    test('opens once, however it is typed', async () => {
      const { person, recovery } = await withApp();
      expect(new Set(recovery).size).toBe(10);
      const [one = '', other = ''] = recovery;
      const typed = one.toLowerCase().replaceAll('-', ' ');
      expect((await second(await aTicket(person), { recovery: typed })).status).toBe(201);
      expect((await second(await aTicket(person), { recovery: one })).status).toBe(401);
      const opened = await second(await aTicket(person), { recovery: other });
      const { body } = await clientOf(opened).ask('GET', '/api/second-factors');
      expect(body).toMatchObject({ recoveryLeft: 8 });
    });

    test('of an older set opens nothing', async () => {
      const { person, client, recovery } = await withApp();
      const fresh = await client.ask('POST', '/api/second-factors/recovery', { password: PASSWORD });
      const [before = ''] = recovery;
      const [after = ''] = memberOf(fresh.body, 'recovery') as string[];
      expect((await second(await aTicket(person), { recovery: before })).status).toBe(401);
      expect((await second(await aTicket(person), { recovery: after })).status).toBe(201);
      const administrator = await rig.signIn('au.administrator');
      const audit = listOf((await administrator.ask('GET', '/api/audit?limit=20')).body);
      expect(audit.find(({ what }) => what === 'secondFactor.recovery')).toMatchObject({ by: person });
    });
  });

  describe('by a passkey', () => {
    test('opens the desks, and its last use is shown by name', async () => {
      const { person, client, passkey } = await withPasskey();
      const { ticket, challenge } = await aChallenge(person);
      const answer = passkey.answer({ challenge, origin: ORIGIN });
      expect((await second(ticket, { passkey: answer })).status).toBe(201);
      const { body } = await client.ask('GET', '/api/second-factors');
      expect(body).toMatchObject({
        totp: null,
        passkeys: [{ name: 'Laptop', usedAt: new Date(rig.clock.now).toISOString() }]
      });
    });

    test.each([
      ['another address', { origin: 'https://i2es.example.evil', host: 'i2es.example' }],
      ['another host', { origin: ORIGIN, host: 'evil.example' }],
      ['nobody verified', { origin: ORIGIN, verified: false }],
      ['another challenge', { origin: ORIGIN, challenge: 'AAAA' }]
    ])('of %s is refused', async (_name, over) => {
      const { person, passkey } = await withPasskey();
      const { ticket, challenge } = await aChallenge(person);
      const answer = passkey.answer({ challenge, ...over });
      expect(reasonOf(await second(ticket, { passkey: answer }))).toBe('secondFactor.wrong');
    });

    test('of another person, and one whose counter went back, are refused', async () => {
      const [mine, theirs] = [await withPasskey(), await withPasskey()];
      const strange = await aChallenge(mine.person);
      const answer = theirs.passkey.answer({ challenge: strange.challenge, origin: ORIGIN });
      expect((await second(strange.ticket, { passkey: answer })).status).toBe(401);
      const statuses: number[] = [];
      for (const counter of [4, 2]) {
        const { ticket, challenge } = await aChallenge(mine.person);
        mine.passkey.counter = counter;
        const signed = mine.passkey.answer({ challenge, origin: ORIGIN });
        statuses.push((await second(ticket, { passkey: signed })).status);
      }
      expect(statuses).toEqual([201, 401]);
    });

    test('is not enrolled from another address, nor by an answer to an older question', async () => {
      const client = await rig.signIn(await aColleague());
      const begin = async (): Promise<string> => {
        const { body } = await client.ask('POST', '/api/second-factors/passkeys', { password: PASSWORD });
        return String(memberOf(body, 'challenge'));
      };
      const older = await begin();
      const challenge = await begin();
      const passkey = new TestPasskey();
      for (const asked of [
        { challenge, origin: 'https://evil.example' },
        { challenge: older, origin: ORIGIN },
        { challenge, origin: ORIGIN, verified: false }
      ]) {
        const response = passkey.enrol(asked);
        const refused = await client.ask('POST', '/api/second-factors/passkeys/confirm', {
          name: 'X',
          response
        });
        expect([refused.status, reasonOf(refused)]).toEqual([400, 'secondFactor.passkey.wrong']);
      }
    });
  });

  describe('the policy', () => {
    const choose = async (secondFactor: string): Promise<void> => {
      await rig.accounts.policies.write('AU' as never, { secondFactor, idleMinutes: 720 } as never, 'server');
    };
    afterAll(() => choose('optional'));

    test('leads a person without a factor to enrol, and to nothing else', async () => {
      const officer = await aColleague();
      await choose('everybody');
      const first = await password(officer);
      expect(first).toMatchObject({ status: 202, body: { ticket: null, methods: [], enrol: true } });
      const limited = clientOf(first);
      for (const [method, path] of [
        ['GET', '/api/session'],
        ['GET', '/api/sessions'],
        ['GET', '/db/country-au'],
        ['POST', '/db/reference/_all_docs'],
        ['PUT', '/api/password']
      ] as const) {
        const refused = await limited.ask(method, path, method === 'GET' ? undefined : {});
        expect([path, refused.status, reasonOf(refused)]).toEqual([path, 403, 'session.enrolFirst']);
      }
      const begun = await limited.ask('POST', '/api/second-factors/totp', {});
      const secret = String(memberOf(begun.body, 'secret'));
      const enrolled = await limited.ask('POST', '/api/second-factors/totp/confirm', { code: code(secret) });
      expect(memberOf(enrolled.body, 'recovery')).toHaveLength(10);
      expect((await clientOf(enrolled).ask('GET', '/api/session')).status).toBe(200);
      expect((await limited.ask('GET', '/api/second-factors')).status).toBe(401);
      await choose('optional');
    });

    test('lets whoever knows only the password do nothing more once the person has enrolled', async () => {
      const person = await aColleague();
      await choose('everybody');
      const [thief, owner] = [clientOf(await password(person)), clientOf(await password(person))];
      const begin = async (client: Client): Promise<string> =>
        String(memberOf((await client.ask('POST', '/api/second-factors/totp', {})).body, 'secret'));
      const confirm = (client: Client, secret: string): Promise<Answer> =>
        client.ask('POST', '/api/second-factors/totp/confirm', { code: code(secret) });
      const secret = await begin(owner);
      expect((await confirm(owner, secret)).status).toBe(201);
      for (const [method, path] of [
        ['GET', '/api/second-factors'],
        ['POST', '/api/second-factors/recovery'],
        ['POST', '/api/second-factors/totp'],
        ['POST', '/api/second-factors/passkeys'],
        ['DELETE', '/api/second-factors/totp']
      ] as const) {
        const refused = await thief.ask(method, path, method === 'GET' ? undefined : {});
        expect([path, refused.status, reasonOf(refused)]).toEqual([path, 401, 'session.none']);
      }
      await choose('optional');
    });

    test('of two who enrol at once with the password alone lets one in', async () => {
      const person = await aColleague();
      await choose('everybody');
      const clients = [clientOf(await password(person)), clientOf(await password(person))];
      const begun = await clients[0]?.ask('POST', '/api/second-factors/totp', {});
      const secret = String(memberOf(begun?.body, 'secret'));
      const path = '/api/second-factors/totp/confirm';
      const both = await Promise.all(clients.map((one) => one.ask('POST', path, { code: code(secret) })));
      expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
      await choose('optional');
    });

    test('that is tightened lets nobody go on with the password alone, and asks it again before they enrol', async () => {
      const person = await aColleague();
      const open = clientOf(await password(person));
      expect((await open.ask('GET', '/db/country-au')).status).toBe(200);
      await choose('everybody');
      for (const path of ['/api/session', '/db/country-au', '/api/sessions', '/db/country-au/_changes']) {
        const refused = await open.ask('GET', path);
        expect([path, refused.status, reasonOf(refused)]).toEqual([path, 403, 'session.enrolFirst']);
      }
      const begin = (body: object): Promise<Answer> => open.ask('POST', '/api/second-factors/totp', body);
      expect((await begin({})).status).toBe(400);
      const secret = String(memberOf((await begin({ password: PASSWORD })).body, 'secret'));
      const enrolled = await open.ask('POST', '/api/second-factors/totp/confirm', { code: code(secret) });
      expect((await clientOf(enrolled).ask('GET', '/db/country-au')).status).toBe(200);
      expect((await open.ask('GET', '/db/country-au')).status).toBe(401);
      await choose('optional');
    });

    test('that is tightened goes on with whoever has shown a factor, or enrolled one, or chosen a new password', async () => {
      const { person, client, secret } = await withApp();
      const opened = clientOf(await second(await aTicket(person), { totp: code(secret) }));
      const before = clientOf(await password(await aColleague()));
      await choose('everybody');
      for (const one of [client, opened]) expect((await one.ask('GET', '/api/session')).status).toBe(200);
      expect((await before.ask('DELETE', '/api/session')).status).toBe(204);
      const changed = await opened.ask('PUT', '/api/password', {
        password: PASSWORD,
        next: `${PASSWORD} too`
      });
      expect((await clientOf(changed).ask('GET', '/api/session')).status).toBe(200);
      await choose('optional');
    });

    test('for administrators asks them and nobody else', async () => {
      const [officer, administrator] = [await aColleague(), await aColleague('administrator')];
      await choose('administrators');
      expect((await password(officer)).status).toBe(201);
      const led = await password(administrator);
      expect(led.status).toBe(202);
      expect((await clientOf(led).ask('DELETE', '/api/session')).status).toBe(204);
      await choose('optional');
    });

    test('“optional” never weakens what is enrolled, and the last one stays while it is asked for', async () => {
      const { person, client } = await withApp();
      expect((await password(person)).status).toBe(202);
      await choose('everybody');
      const path = '/api/second-factors/totp';
      const refused = await client.ask('DELETE', path, { password: PASSWORD });
      expect([refused.status, reasonOf(refused)]).toEqual([409, 'secondFactor.required']);
      await choose('optional');
      expect((await client.ask('DELETE', path, { password: 'not this one' })).status).toBe(403);
      expect((await client.ask('DELETE', path, { password: PASSWORD })).status).toBe(204);
      expect((await password(person)).status).toBe(201);
    });
  });

  describe('at a device that has said which it is', () => {
    async function aDevice(person: string): Promise<string> {
      const key = await aKey();
      const of = { key, authority: 'AU' as never, person, role: 'officer' } as const;
      await rig.engine
        .open('country-au')
        .put(await aCertificate(rig.keys.auAdministrator, 'AU' as never, 'au.administrator', of));
      return key.keyId;
    }
    const begin = (person: string, device: string): Promise<Answer> =>
      nobody.ask('POST', '/api/session', { person, password: PASSWORD, device });
    const deviceOf = async (client: Client): Promise<unknown> =>
      listOf((await client.ask('GET', '/api/sessions')).body).find(({ current }) => current)?.['device'];

    test('opens a session at that device, by the second half and by a first factor alike', async () => {
      const { person, secret } = await withApp();
      const half = await begin(person, await aDevice(person));
      const opened = await second(String(memberOf(half.body, 'ticket')), { totp: code(secret) });
      expect(await deviceOf(clientOf(opened))).toBe('Desk 1');

      const other = await aColleague();
      const policy = { secondFactor: 'everybody', idleMinutes: 720 };
      await rig.accounts.policies.write('AU' as never, policy as never, 'server');
      const led = clientOf(await begin(other, await aDevice(other)));
      const begun = await led.ask('POST', '/api/second-factors/totp', {});
      const proof = { code: code(String(memberOf(begun.body, 'secret'))) };
      const enrolled = clientOf(await led.ask('POST', '/api/second-factors/totp/confirm', proof));
      expect(await deviceOf(enrolled)).toBe('Desk 1');
      const next = { password: PASSWORD, next: `${PASSWORD} too` };
      expect(await deviceOf(clientOf(await enrolled.ask('PUT', '/api/password', next)))).toBe('Desk 1');
      await rig.accounts.policies.write(
        'AU' as never,
        { ...policy, secondFactor: 'optional' } as never,
        'server'
      );
    });

    test('opens nothing where its key was withdrawn between password and second factor', async () => {
      const { person, secret } = await withApp();
      const keyId = await aDevice(person);
      const half = await begin(person, keyId);
      const at = new Date(rig.clock.now).toISOString();
      const head = aHead('withdrawal', 'AU' as never, ['*'], 'au.administrator', at);
      const body = { ...head, keyId, withdrawnFrom: at, reason: 'Lost on a train.' };
      await rig.engine.open('country-au').put(await signBody(body as never, rig.keys.auAdministrator));
      const refused = await second(String(memberOf(half.body, 'ticket')), { totp: code(secret) });
      expect([refused.status, reasonOf(refused)]).toEqual([403, 'device.withdrawn']);
      expect(refused.headers.get('set-cookie')).toBeNull();
    });
  });

  const rowOf = async (by: Client, person: string) =>
    listOf((await by.ask('GET', '/api/people')).body).find(({ id }) => id === person);

  test('stays when an administrator hands out a link to choose a new password', async () => {
    const { person, secret } = await withApp();
    const administrator = await rig.signIn('au.administrator');
    const reset = await administrator.ask('POST', `/api/people/${person}/reset`, {});
    const token = memberOf(reset.body, 'token');
    const chosen = await nobody.ask('POST', '/api/invitations/accept', { token, person, password: PASSWORD });
    expect(chosen.status).toBe(201);
    expect(await rowOf(administrator, person)).toMatchObject({ secondFactors: 1 });
    // Whoever caught the link stands before the second half, and can enrol nothing.
    expect((await second(await aTicket(person), { totp: code(secret, rig.clock.now + STEP) })).status).toBe(
      201
    );
  });

  test('is removed for another person by an administrator, with every session and recovery code', async () => {
    const { person, client } = await withApp();
    const administrator = await rig.signIn('au.administrator');
    const path = `/api/people/${person}/second-factors`;
    expect((await administrator.ask('DELETE', path)).status).toBe(204);
    expect((await client.ask('GET', '/api/session')).status).toBe(401);
    expect(await rowOf(administrator, person)).toMatchObject({ secondFactors: 0 });
    expect((await password(person)).status).toBe(201);
    const audit = listOf((await administrator.ask('GET', '/api/audit?limit=20')).body);
    expect(audit.find(({ what }) => what === 'secondFactor.cleared')).toMatchObject({
      by: 'au.administrator',
      about: person
    });
  });

  test('of oneself, of a stranger or of another country’s person is not removed in that way', async () => {
    const { person } = await withApp();
    const administrator = await rig.signIn('au.administrator');
    const remove = async (by: Client, id: string) => {
      const answer = await by.ask('DELETE', `/api/people/${id}/second-factors`);
      return [answer.status, reasonOf(answer)];
    };
    expect(await remove(administrator, 'au.administrator')).toEqual([409, 'people.factors.own']);
    expect(await remove(administrator, 'au.nobody')).toEqual([404, 'people.unknown']);
    await rig.accounts.createPerson(aPerson('ch.head', 'administrator', 'CH'));
    expect(await remove(await rig.signIn('ch.head'), person)).toEqual([404, 'people.unknown']);
    expect(await rowOf(administrator, person)).toMatchObject({ secondFactors: 1 });
  });
});
