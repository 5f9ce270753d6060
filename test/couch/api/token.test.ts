import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { aKey, Client, openRig, type Rig } from '../gateway/rig.ts';
import { AUDIENCE, codesIn, openSystem, type Claims, type NationalSystem } from './world.ts';

describeEngines('a token', (open) => {
  let rig: Rig;
  let system: NationalSystem;
  beforeAll(async () => {
    rig = await openRig(open);
    system = await openSystem(rig);
  });
  afterAll(() => rig.drop());
  const seconds = (): number => Math.floor(rig.clock.now / 1000);

  test('is given for a signed assertion, for a quarter of an hour', async () => {
    const answer = await system.askToken(await system.assertion());
    expect(answer).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 900, scope: 'read drafts numbers acts', sandbox: false }
    });
    await system.signIn();
    expect((await system.ask('client')).body).toMatchObject({ id: system.id, country: 'AU' });
    rig.clock.now += 899_000;
    expect((await system.ask('client')).status).toBe(200);
    rig.clock.now += 1_000;
    const over = await system.ask('client');
    expect([over.status, codesIn(over)]).toEqual([401, ['client.token.over']]);
    expect(over.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('has the scopes that were asked for, and no others', async () => {
    const some = await system.askToken(await system.assertion(), { scope: 'read' });
    expect(some.body).toMatchObject({ scope: 'read' });
    system.token = (some.body as { access_token: string }).access_token;
    const answer = await system.ask('submit-acts', {}, { acts: [] });
    expect([answer.status, codesIn(answer)]).toEqual([403, ['client.scope.missing']]);
    const reading = await openSystem(rig, { scopes: ['read'] });
    const more = await reading.askToken(await reading.assertion(), { scope: 'read acts' });
    expect(more).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  test('is given once for an assertion, also by a server that has just started', async () => {
    const assertion = await system.assertion();
    const both = await Promise.all([system.askToken(assertion), system.askToken(assertion)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const again = await system.askToken(assertion);
    expect([again.status, codesIn(again)]).toEqual([401, ['client.assertion.used']]);
  });

  test('used assertions are forgotten once they have expired', async () => {
    await system.signIn();
    rig.clock.now += 20 * 60_000;
    await rig.accounts.tidy();
    const range = { startkey: 'assertion:', endkey: 'assertion:\ufff0' };
    expect((await rig.engine.open('accounts').allDocs(range)).rows).toEqual([]);
  });

  test.each<[string, () => Claims, string]>([
    [
      'for another server',
      () => ({ aud: 'https://elsewhere.example/api/v1/token' }),
      'client.assertion.audience'
    ],
    [
      'for two servers',
      () => ({ aud: [AUDIENCE, 'https://elsewhere.example'] }),
      'client.assertion.audience'
    ],
    ['that has expired', () => ({ exp: seconds() - 60 }), 'client.assertion.expired'],
    ['that is valid for an hour', () => ({ exp: seconds() + 3600 }), 'client.assertion.long'],
    ['of another issuer', () => ({ iss: 'au.system-000000000000' }), 'client.assertion.malformed'],
    ['without an id', () => ({ jti: undefined }), 'client.assertion.malformed'],
    ['with an end that is text', () => ({ exp: 'never' as never }), 'client.assertion.malformed'],
    [
      'of an unknown client',
      () => ({ iss: 'au.system-000000000000', sub: 'au.system-000000000000' }),
      'client.assertion.refused'
    ]
  ])('is refused for an assertion %s', async (_what, claims, code) => {
    const answer = await system.askToken(await system.assertion(claims()));
    expect(codesIn(answer)).toEqual([code]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test.each([
    ['none', { alg: 'none' }],
    ['HS256', { alg: 'HS256' }],
    ['an extension', { alg: 'ES256', crit: ['b64'], b64: false }]
  ])('is refused for a header that names %s', async (_what, header) => {
    const answer = await system.askToken(await system.assertion({}, header));
    expect(codesIn(answer)).toEqual(['client.assertion.malformed']);
    const unsigned = (await system.assertion({}, header)).replace(/[^.]*$/, '');
    expect((await system.askToken(unsigned)).status).toBe(400);
  });

  test('is refused for a key that the header brings along, or another one', async () => {
    const other = await aKey();
    const header = { alg: 'ES256', jwk: other.publicKey, kid: other.keyId };
    for (const one of [header, { alg: 'ES256' }]) {
      const answer = await system.askToken(await system.assertion({}, one, other));
      expect([answer.status, codesIn(answer)]).toEqual([401, ['client.assertion.refused']]);
      expect(answer.body).toMatchObject({ error: 'invalid_client' });
    }
  });

  test('is refused for another grant, a repeated parameter and no assertion', async () => {
    const assertion = await system.assertion();
    const other = await system.askToken(assertion, { grant_type: 'password' });
    expect(other).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const form of ['', 'grant_type=client_credentials', 'scope=read&scope=acts', '__proto__=x'])
      expect((await new Client(rig.address, '').ask('POST', '/api/v1/token', form, headers)).status).toBe(
        400
      );
  });

  test('of a suspended country is refused, and does nothing', async () => {
    const held = await (await openSystem(rig)).signIn();
    const at = '2026-11-01T08:00:00.000Z';
    const registered = { _id: 'standing:AU', schema: 1, country: 'AU', state: 'registered', by: 'server' };
    await rig.engine.open('incb').put({ ...registered, registeredAt: at, since: at } as never);
    const board = await rig.signIn('incb.secretary');
    expect((await board.ask('POST', '/api/countries/AU/suspend', { reason: 'A test' })).status).toBe(200);
    const answer = await held.ask('client');
    expect(answer.status).toBe(403);
    expect((await held.askToken(await held.assertion())).status).toBe(403);
  });
});
