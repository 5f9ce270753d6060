import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { aKey, Client, openRig, type Rig } from '../gateway/rig.ts';
import { codesIn, openSystem, type NationalSystem } from './world.ts';

const DAY = 86_400_000;

describeEngines('the credentials of national systems', (open) => {
  let rig: Rig;
  let manager: Client;
  beforeAll(async () => {
    rig = await openRig(open);
    manager = await rig.signIn('au.administrator');
  });
  afterAll(() => rig.drop());

  const later = (days: number): string => new Date(rig.clock.now + days * DAY).toISOString();

  async function create(over: object, as = manager) {
    const key = (await aKey()).publicKey;
    const body = { name: 'Register', scopes: ['read'], key, validUntil: later(300), sandbox: false, ...over };
    return as.ask('POST', '/api/clients', body);
  }

  test('are made by an administrator, listed for all of them, and hold no secret', async () => {
    const made = await create({ scopes: ['acts', 'read'] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        client: {
          country: 'AU',
          scopes: ['read', 'acts'],
          createdBy: 'au.administrator',
          creatorStays: true
        },
        audience: 'http://localhost/api/v1/token'
      }
    });
    const { id } = (made.body as { client: { id: string } }).client;
    expect(id).toMatch(/^au\.system-[0-9a-f]{12}$/);
    const listed = (await manager.ask('GET', '/api/clients')).body as { clients: { id: string }[] };
    expect(listed.clients.map((one) => one.id)).toContain(id);
    const people = (await manager.ask('GET', '/api/people')).body as { id: string }[];
    expect(people.map((one) => one.id)).not.toContain(id);
  });

  test('are counted one after the other, so that a key asked for twice at once makes one', async () => {
    const key = (await aKey()).publicKey;
    const made = await Promise.all(Array.from({ length: 4 }, () => create({ key })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('take the name of an account, so that nobody can have it', async () => {
    const system = await openSystem(rig);
    const { token } = (
      await manager.ask('POST', '/api/invitations', {
        ...{ role: 'officer', name: 'A. Person', function: 'Delegate', email: 'a@example.org' }
      })
    ).body as { token: string };
    const accepted = { token, person: system.id, password: 'a good long password' };
    expect(await manager.ask('POST', '/api/invitations/accept', accepted)).toMatchObject({ status: 409 });
    const signIn = { person: system.id, password: 'a good long password' };
    expect((await new Client(rig.address, '').ask('POST', '/api/session', signIn)).status).toBe(401);
    for (const change of [{ suspended: false }, { role: 'officer' }])
      expect((await manager.ask('PATCH', `/api/people/${system.id}`, change)).status).toBe(404);
    expect((await manager.ask('POST', `/api/people/${system.id}/reset`)).status).toBe(404);
  });

  test.each([
    [
      'a private key',
      async () => ({ key: { ...(await aKey()).publicKey, d: 'A'.repeat(43) } }),
      'client.key.private'
    ],
    [
      'no point of the curve',
      async () => ({ key: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } }),
      'client.key.malformed'
    ],
    ['an end of yesterday', async () => ({ validUntil: later(-1) }), 'client.validity.past'],
    ['an end in three years', async () => ({ validUntil: later(1100) }), 'client.validity.long'],
    ['no scope', async () => ({ scopes: [] }), 'act.list.length'],
    ['an unknown scope', async () => ({ scopes: ['manage'] }), 'act.value.notInList'],
    ['a hidden character in its name', async () => ({ name: 'Reg\u202eister' }), 'act.text.invisible'],
    ['a member that is not asked for', async () => ({ authority: 'CH' }), 'act.key.unknown']
  ])('are refused with %s', async (_what, over, code) => {
    const answer = await create(await over());
    expect(answer.status).toBe(400);
    expect(codesIn(answer)).toEqual([code]);
  });

  test('have each a key of their own', async () => {
    const key = (await aKey()).publicKey;
    expect((await create({ key })).status).toBe(201);
    expect(await create({ key })).toMatchObject({ status: 409 });
  });

  test('are for administrators of a country only', async () => {
    for (const person of ['au.officer', 'au.reader'])
      expect((await create({}, await rig.signIn(person))).status).toBe(403);
    const board = await create({}, await rig.signIn('incb.secretary'));
    expect(codesIn(board)).toEqual(['client.country.only']);
  });

  test('of another country are not there for an administrator', async () => {
    const system = await openSystem(rig);
    await rig.accounts.createPerson({
      ...{ id: 'ch.administrator', name: 'A. Person', function: 'Delegate', role: 'administrator' },
      ...{ authority: 'CH' as never, password: 'a good long password' }
    });
    const foreign = await rig.signIn('ch.administrator');
    const key = { key: (await aKey()).publicKey, device: 'Register' };
    for (const [method, what, body] of [
      ['POST', 'revoke', undefined],
      ['POST', 'keys', key],
      ['GET', 'audit', undefined]
    ] as const) {
      const theirs = await foreign.ask(method, `/api/clients/${system.id}/${what}`, body);
      const missing = await foreign.ask(method, `/api/clients/au.system-000000000000/${what}`, body);
      expect([theirs.status, theirs.body]).toEqual([404, missing.body]);
    }
    expect((await foreign.ask('GET', '/api/clients')).body).toMatchObject({ clients: [] });
  });

  test('end at once when they are revoked, and the log says by whom', async () => {
    const system = await (await openSystem(rig)).signIn();
    expect((await system.ask('client')).status).toBe(200);
    const revoked = await manager.ask('POST', `/api/clients/${system.id}/revoke`);
    expect(revoked).toMatchObject({ status: 200, body: { client: { revokedBy: 'au.administrator' } } });
    const answer = await system.ask('client');
    expect([answer.status, codesIn(answer)]).toEqual([401, ['client.revoked']]);
    expect(codesIn(await system.askToken(await system.assertion()))).toEqual(['client.revoked']);
    const audit = (await manager.ask('GET', '/api/audit')).body as { what: string; about: string }[];
    expect(audit.filter(({ about }) => about === system.id).map(({ what }) => what)).toEqual([
      'client.revoked',
      'client.made'
    ]);
  });

  test('stay when the administrator who made them leaves, which the others see', async () => {
    await rig.accounts.createPerson({
      ...{ id: 'au.leaving', name: 'A. Person', function: 'Delegate', role: 'administrator' },
      ...{ authority: 'AU' as never, password: 'a good long password' }
    });
    const system = await (await openSystem(rig, {}, 'au.leaving')).signIn();
    await manager.ask('DELETE', '/api/people/au.leaving');
    const { clients } = (await manager.ask('GET', '/api/clients')).body as {
      clients: { id: string; creatorStays: boolean }[];
    };
    expect(clients.find(({ id }) => id === system.id)?.creatorStays).toBe(false);
    expect((await system.ask('client')).status).toBe(200);
  });

  test('request a certificate where the administrator approves devices, in their own name and title', async () => {
    const system: NationalSystem = await openSystem(rig);
    const key = await aKey();
    const asked = { key: key.publicKey, device: 'Register server' };
    const answer = await manager.ask('POST', `/api/clients/${system.id}/keys`, asked);
    expect(answer).toMatchObject({ status: 202, body: { keyId: key.keyId } });
    const held = await rig.engine.open('country-au').get(`device-request:${key.keyId}`);
    expect(held).toMatchObject({
      person: system.id,
      role: 'system',
      authority: 'AU',
      name: 'Medicines register',
      function: 'National system: Medicines register'
    });
  });
});
