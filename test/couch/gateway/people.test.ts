/** An administrator and their people, through the gateway, and where a race matters through two gateways. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { PEOPLE_ROUTES } from '#couch/gateway/routes/people-routes.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { listOf, memberOf, reasonOf } from './answers.ts';
import { aPerson, Client, openRig, PASSWORD, type Rig } from './rig.ts';

describeEngines('people', (open) => {
  let rig: Rig;
  let elsewhere: { readonly gateway: Gateway; readonly address: string };
  let administrator: Client;
  let swiss: Client;
  let people = 0;

  beforeAll(async () => {
    rig = await openRig(open, { limits: { signInsPerAddress: 1000 } });
    const clock = (): number => rig.clock.now;
    const accounts = new Accounts({ engine: rig.engine, clock });
    const gateway = await buildGateway({
      ...{ engine: rig.engine, accounts, secret: TEST_SECRET, app: null, clock },
      roots: [rig.keys.root.publicKey]
    });
    elsewhere = { gateway, address: await gateway.listen({ port: 0, host: '127.0.0.1' }) };
    administrator = await rig.signIn('au.administrator');
    await rig.accounts.createPerson(aPerson('ch.administrator', 'administrator', 'CH'));
    swiss = await rig.signIn('ch.administrator');
  });
  afterAll(async () => {
    await elsewhere.gateway.close();
    await rig.drop();
  });

  async function aColleague(role: 'administrator' | 'officer' | 'reader' = 'officer'): Promise<string> {
    const id = `au.colleague${++people}`;
    const created = await rig.accounts.createPerson(aPerson(id, role, 'AU'));
    if (!created.ok) throw new Error(created.problems[0]?.code);
    return id;
  }

  /** The same session at the other gateway. */
  function atTheOther({ cookie }: Client): Client {
    return new Client(elsewhere.address, cookie);
  }

  /** Deeds; that the administrator signed in is told elsewhere. */
  async function verbsAbout(about: string, asked = administrator): Promise<unknown[]> {
    const { body } = await asked.ask('GET', '/api/audit?limit=200');
    return listOf(body)
      .filter((entry) => entry['about'] === about && !String(entry['what']).startsWith('session.'))
      .map((entry) => `${String(entry['by'])} ${String(entry['what'])}`);
  }

  describe('who may manage whom', () => {
    test('nobody but an administrator and the Board’s people gets at any route of management', async () => {
      for (const person of ['au.officer', 'au.reader']) {
        const client = await rig.signIn(person);
        for (const { method, path } of PEOPLE_ROUTES) {
          if (path === '/api/policy' && method === 'GET') continue;
          const body = method === 'GET' || method === 'DELETE' ? undefined : {};
          const answer = await client.ask(method, path.replace(/:\w+/, 'au.other'), body);
          expect(`${path} ${answer.status} ${reasonOf(answer)}`).toBe(`${path} 403 request.role.refused`);
        }
      }
    });

    test('an administrator sees the people of their authority, nobody else’s, and never a hash', async () => {
      const { body } = await administrator.ask('GET', '/api/people');
      const rows = listOf(body);
      expect(new Set(rows.map(({ authority }) => authority))).toEqual(new Set(['AU']));
      expect(rows.find(({ id }) => id === 'au.administrator')).toMatchObject({
        role: 'administrator',
        suspended: false,
        reset: false,
        secondFactors: 0,
        sessions: 1,
        lastSeen: new Date(rig.clock.now).toISOString()
      });
      expect(JSON.stringify(body)).not.toMatch(/argon2|hash/);
    });

    test('another country’s person looks like one who is not there', async () => {
      const asks: [string, string, object?][] = [
        ['PATCH', '', { suspended: true }],
        ['DELETE', ''],
        ['POST', '/reset', {}]
      ];
      for (const [method, more, body] of asks) {
        const [theirs, none] = await Promise.all(
          ['ch.officer', 'ch.nobody'].map((id) => administrator.ask(method, `/api/people/${id}${more}`, body))
        );
        expect(theirs?.status).toBe(404);
        expect(theirs?.body).toEqual(none?.body);
      }
      expect(await rig.accounts.readPerson('ch.officer')).toMatchObject({ suspended: false });
    });

    test.each(['incb', 'service', 'trainer'])('an administrator makes nobody %s', async (role) => {
      const invitation = { role, name: 'R. Nguyen', function: 'Delegate', email: 'r@health.example' };
      const invited = await administrator.ask('POST', '/api/invitations', invitation);
      expect([invited.status, reasonOf(invited)]).toEqual([403, 'invitation.notGranted']);
      const changed = await administrator.ask('PATCH', '/api/people/au.other', { role });
      expect([changed.status, reasonOf(changed)]).toEqual([403, 'people.role.notGranted']);
    });

    test('a role is not taken from one to whom another granted it, such as a service account', async () => {
      await rig.accounts.createPerson(aPerson('au.server', 'service', 'AU'));
      const changed = await administrator.ask('PATCH', '/api/people/au.server', { role: 'administrator' });
      expect([changed.status, reasonOf(changed)]).toEqual([403, 'people.role.notGranted']);
    });

    test('an authority that the body names is not even read', async () => {
      const office = { role: 'officer', name: 'R. Nguyen', function: 'Delegate', email: 'r@health.example' };
      const { body } = await administrator.ask('POST', '/api/invitations', { ...office, authority: 'CH' });
      const look = await administrator.ask('POST', '/api/invitations/look', {
        token: memberOf(body, 'token')
      });
      expect(look.body).toMatchObject({ authority: 'AU' });
      const moved = await administrator.ask('PATCH', '/api/people/au.other', { authority: 'CH' });
      expect(moved.status).toBe(400);
      expect(await rig.accounts.readPerson('au.other')).toMatchObject({ authority: 'AU' });
    });

    test('the Board manages its own people, and no country’s', async () => {
      const board = await rig.signIn('incb.secretary');
      const { body } = await board.ask('GET', '/api/people');
      expect(listOf(body).map(({ id }) => id)).toEqual(['incb.secretary']);
      const answer = await board.ask('PATCH', '/api/people/au.other', { suspended: true });
      expect(answer.status).toBe(404);
    });
  });

  describe('what takes something from a person', () => {
    const DEEDS: [string, (id: string) => Promise<{ status: number }>, string][] = [
      [
        'a suspension',
        (id) => administrator.ask('PATCH', `/api/people/${id}`, { suspended: true }),
        'person.suspended'
      ],
      [
        'another role',
        (id) => administrator.ask('PATCH', `/api/people/${id}`, { role: 'reader' }),
        'person.role'
      ],
      ['a removal', (id) => administrator.ask('DELETE', `/api/people/${id}`), 'person.removed'],
      ['a reset', (id) => administrator.ask('POST', `/api/people/${id}/reset`, {}), 'person.reset']
    ];

    const ENDINGS = DEEDS.map(([name, deed, verb]): (typeof DEEDS)[number] =>
      verb === 'person.role'
        ? [
            'a higher role',
            (id) => administrator.ask('PATCH', `/api/people/${id}`, { role: 'administrator' }),
            verb
          ]
        : [name, deed, verb]
    );

    test.each(ENDINGS)('%s ends every session and open feed of theirs at once', async (_name, deed, verb) => {
      const id = await aColleague();
      const clients = [await rig.signIn(id), await rig.signIn(id)];
      const feeds = [clients[0], clients[1] && atTheOther(clients[1])].map((client) =>
        client?.ask('GET', '/db/country-au/_changes?feed=longpoll&since=now&heartbeat=1000')
      );
      expect((await deed(id)).status).toBeLessThan(300);
      // They end in seconds, not after the minute that an open feed lasts.
      for (const feed of feeds) expect((await feed)?.status).toBe(200);
      for (const client of clients) expect((await client.ask('GET', '/api/session')).status).toBe(401);
      expect(await verbsAbout(id)).toEqual([`au.administrator ${verb}`]);
    });

    test('a lower role is theirs at the next request, without a new sign-in, and ends their open feeds', async () => {
      const id = await aColleague('administrator');
      const client = await rig.signIn(id);
      expect((await client.ask('GET', '/api/people')).status).toBe(200);
      const feed = atTheOther(client).ask(
        'GET',
        '/db/country-au/_changes?feed=longpoll&since=now&heartbeat=1000'
      );
      await administrator.ask('PATCH', `/api/people/${id}`, { role: 'reader' });
      const refused = await client.ask('GET', '/api/people');
      expect([refused.status, reasonOf(refused)]).toEqual([403, 'request.role.refused']);
      expect((await feed).status).toBe(200);
      const database = await client.ask('GET', '/db/country-au');
      expect([database.status, database.headers.get('i2es-role')]).toEqual([200, 'reader']);
      expect(await client.ask('GET', '/api/session')).toMatchObject({ body: { person: { role: 'reader' } } });
    });

    test('a change to what the account has already ends no session and leaves no audit entry', async () => {
      const id = await aColleague();
      const client = await rig.signIn(id);
      for (const same of [{ role: 'officer' }, { suspended: false }]) {
        const answer = await administrator.ask('PATCH', `/api/people/${id}`, same);
        expect(answer).toMatchObject({ status: 200, body: { id, role: 'officer', suspended: false } });
      }
      expect((await client.ask('GET', '/api/session')).status).toBe(200);
      expect(await verbsAbout(id)).toEqual([]);
    });

    test('whoever comes with a session that was ended so is told why, and nobody else is', async () => {
      const id = await aColleague();
      const client = await rig.signIn(id);
      const ask = async (of: Client): Promise<unknown[]> => {
        const answer = await of.ask('GET', '/db/country-au/_changes');
        return [answer.status, reasonOf(answer)];
      };
      await administrator.ask('PATCH', `/api/people/${id}`, { suspended: true });
      expect(await ask(client)).toEqual([401, 'person.suspended']);
      expect(await ask(atTheOther(client))).toEqual([401, 'person.suspended']);
      const guessed = `__Host-i2es=${encodeURIComponent(`${id}~${'A'.repeat(43)}`)}`;
      expect(await ask(new Client(rig.address, guessed))).toEqual([401, 'session.none']);
      await administrator.ask('PATCH', `/api/people/${id}`, { suspended: false });
      expect(await ask(client)).toEqual([401, 'session.none']);
      const again = await rig.signIn(id);
      await administrator.ask('DELETE', `/api/people/${id}`);
      expect(await ask(again)).toEqual([401, 'person.removed']);
      const reset = await aColleague();
      const theirs = await rig.signIn(reset);
      await administrator.ask('POST', `/api/people/${reset}/reset`, {});
      expect(await ask(theirs)).toEqual([401, 'session.none']);
    });

    test('restored, a person signs in anew; what was open before stays over', async () => {
      const id = await aColleague();
      const before = await rig.signIn(id);
      await administrator.ask('PATCH', `/api/people/${id}`, { suspended: true });
      await administrator.ask('PATCH', `/api/people/${id}`, { suspended: false });
      expect((await before.ask('GET', '/api/session')).status).toBe(401);
      expect((await (await rig.signIn(id)).ask('GET', '/api/session')).status).toBe(200);
      expect(await verbsAbout(id)).toEqual([
        'au.administrator person.restored',
        'au.administrator person.suspended'
      ]);
    });

    test.each(DEEDS)('%s makes an administrator’s open invitations void', async (_name, deed) => {
      const id = await aColleague('administrator');
      const leaving = await rig.signIn(id);
      const office = { role: 'officer', name: 'R. Nguyen', function: 'Delegate', email: 'r@health.example' };
      const { body } = await leaving.ask('POST', '/api/invitations', office);
      await deed(id);
      const choice = { token: memberOf(body, 'token'), person: `au.friend${people}`, password: PASSWORD };
      const accepted = await administrator.ask('POST', '/api/invitations/accept', choice);
      expect([accepted.status, reasonOf(accepted)]).toEqual([404, 'invitation.unknown']);
    });

    test('a removed account’s name is nobody’s again: the acts it stated name it', async () => {
      const id = await aColleague();
      await administrator.ask('DELETE', `/api/people/${id}`);
      const again = await rig.accounts.createPerson(aPerson(id, 'officer', 'AU'));
      expect(again).toMatchObject({ ok: false, problems: [{ code: 'account.person.exists' }] });
      const { body } = await administrator.ask('GET', '/api/people');
      expect(listOf(body).map((row) => row['id'])).not.toContain(id);
      expect((await administrator.ask('DELETE', `/api/people/${id}`)).status).toBe(404);
    });
  });

  test('name and function are changed without ending a session, and read strictly', async () => {
    const id = await aColleague();
    const client = await rig.signIn(id);
    const change = { name: 'Ruth Nguyen', function: 'Head of unit' };
    expect((await administrator.ask('PATCH', `/api/people/${id}`, change)).body).toMatchObject({
      id,
      ...change
    });
    expect(memberOf((await client.ask('GET', '/api/session')).body, 'person')).toMatchObject(change);
    expect(await verbsAbout(id)).toEqual(['au.administrator person.particulars']);
    for (const wrong of [
      {},
      { name: '' },
      { name: 'x\u202ey' },
      { suspended: 'yes' },
      { hash: 'x' },
      [],
      { role: 7 }
    ]) {
      expect((await administrator.ask('PATCH', `/api/people/${id}`, wrong)).status).toBe(400);
    }
  });

  describe('a link to choose a new password', () => {
    test('replaces the old password at once, is good once, and the newest alone', async () => {
      const id = await aColleague();
      const links: unknown[] = [];
      for (const _time of [1, 2]) {
        const { status, body } = await administrator.ask('POST', `/api/people/${id}/reset`, {});
        expect(status).toBe(201);
        links.push(memberOf(body, 'token'));
      }
      await expect(rig.signIn(id)).rejects.toThrow(/401/);
      const nobody = new Client(rig.address, '');
      const look = await nobody.ask('POST', '/api/invitations/look', { token: links[1] });
      expect(look.body).toMatchObject({ kind: 'reset', person: id });
      const choose = (token: unknown, person = id) =>
        nobody.ask('POST', '/api/invitations/accept', { token, person, password: PASSWORD });
      expect(reasonOf(await choose(links[0]))).toBe('invitation.void');
      expect(reasonOf(await choose(links[1], 'au.other'))).toBe('account.person.unknown');
      expect((await choose(links[1])).status).toBe(201);
      expect(reasonOf(await choose(links[1]))).toBe('invitation.used');
      expect((await (await rig.signIn(id)).ask('GET', '/api/session')).status).toBe(200);
    });

    test('is over after three days', async () => {
      const id = await aColleague();
      const { body } = await administrator.ask('POST', `/api/people/${id}/reset`, {});
      const now = rig.clock.now;
      rig.clock.now += 3 * 24 * 3_600_000;
      const look = await new Client(rig.address, '').ask('POST', '/api/invitations/look', {
        token: memberOf(body, 'token')
      });
      rig.clock.now = now;
      expect([look.status, reasonOf(look)]).toEqual([410, 'invitation.expired']);
    });

    test('is not handed to oneself', async () => {
      const answer = await administrator.ask('POST', '/api/people/au.administrator/reset', {});
      expect([answer.status, reasonOf(answer)]).toEqual([409, 'people.reset.own']);
    });
  });

  describe('the last administrator', () => {
    test.each([
      ['suspends', 'PATCH', { suspended: true }],
      ['demotes', 'PATCH', { role: 'officer' }],
      ['removes', 'DELETE', undefined]
    ] as [string, string, object | undefined][])('neither %s themselves', async (_verb, method, body) => {
      const answer = await swiss.ask(method, '/api/people/ch.administrator', body);
      expect([answer.status, reasonOf(answer)]).toEqual([409, 'people.lastAdministrator']);
      expect((await swiss.ask('GET', '/api/people')).status).toBe(200);
    });

    test('goes when there is another, but not when the other is suspended or awaits a new password', async () => {
      await rig.accounts.createPerson(aPerson('ch.second', 'administrator', 'CH'));
      const deputy = await rig.signIn('ch.second');
      await swiss.ask('PATCH', '/api/people/ch.second', { suspended: true });
      expect((await swiss.ask('DELETE', '/api/people/ch.administrator')).status).toBe(409);
      await swiss.ask('PATCH', '/api/people/ch.second', { suspended: false });
      await swiss.ask('POST', '/api/people/ch.second/reset', {});
      expect((await swiss.ask('DELETE', '/api/people/ch.administrator')).status).toBe(409);
      expect((await deputy.ask('GET', '/api/session')).status).toBe(401);
      await swiss.ask('DELETE', '/api/people/ch.second');
    });

    test('of the Board stays as well', async () => {
      const board = await rig.signIn('incb.secretary');
      const answer = await board.ask('DELETE', '/api/people/incb.secretary');
      expect([answer.status, reasonOf(answer)]).toEqual([409, 'people.lastAdministrator']);
    });

    test.each([
      ['demote', 'PATCH', { role: 'reader' }],
      ['suspend', 'PATCH', { suspended: true }],
      ['remove', 'DELETE', undefined]
    ] as [string, string, object | undefined][])(
      'is left when two %s each other in one moment at two gateways',
      async (_verb, method, body) => {
        for (let round = 0; round < 8; round++) {
          const country = 'KE';
          const pair = ['a', 'b'].map((one) => `ke.${method.toLowerCase()}${_verb}${round}${one}`);
          for (const id of pair) await rig.accounts.createPerson(aPerson(id, 'administrator', country));
          const [first, second] = await Promise.all(pair.map((id) => rig.signIn(id)));
          if (!first || !second) throw new Error('nobody signed in');
          const answers = await Promise.all([
            first.ask(method, `/api/people/${pair[1]}`, body),
            atTheOther(second).ask(method, `/api/people/${pair[0]}`, body)
          ]);
          const states = await Promise.all(pair.map((id) => rig.accounts.readPerson(id)));
          const left = states.filter((one) => one?.role === 'administrator' && !one.suspended);
          expect(left).toHaveLength(1);
          expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
          // For the next round nobody of this one is an administrator.
          for (const one of left) if (one) await rig.accounts.suspendPerson(one.id);
        }
      }
    );
  });
});
