/**
 * Two gateways that share the load, behind the proxy by its own configuration: each country has one gateway at a time,
 * and no device can choose another.
 */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Gateway } from '#couch/gateway/gateway.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { openAnother } from '../gateway/another-gateway.ts';
import { blockOf, memberOf } from '../gateway/answers.ts';
import { aNumber, openRig, signed, withRevision, type Client, type Rig } from '../gateway/rig.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { ask, type Told } from './proxy-client.ts';
import { runNginx, twoGateways, whyNoNginx, type Nginx } from './run-nginx.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const why = whyNoNginx();
const SHARED = { origin: 'https://i2es.example', isOriginNamed: true, trustedProxies: ['127.0.0.1'] };
const TRIES = 20;

const cookieOf = (account: string): string => `__Host-i2es=${account}~${'x'.repeat(43)}`;

describe.skipIf(why !== null)(`two gateways${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let [rig, second, nginx] = [{} as Rig, {} as Gateway, {} as Nginx];
  let australia = {} as Client;

  const addressOf = ({ server }: Gateway): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const openSecond = async (): Promise<Gateway> =>
    (await openAnother(rig, { ...SHARED, version: 'second' })).gateway;
  /** The gateway that answers, for a caller with these headers. */
  const gatewayOf = async (headers: Record<string, string>): Promise<string> => {
    const { status, text } = await ask(nginx.tlsPort, { path: '/api/health', headers });
    return status === 200 ? String(memberOf(JSON.parse(text), 'version')) : String(status);
  };
  const push = (docs: readonly Act[], headers: Record<string, string>): Promise<Told> =>
    ask(nginx.tlsPort, {
      method: 'POST',
      path: '/db/country-au/_bulk_docs',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ docs: docs.map((act) => withRevision(act)), new_edits: false })
    });
  const readOwn = (headers: Record<string, string>): Promise<Told> =>
    ask(nginx.tlsPort, { path: '/db/country-au', headers });

  beforeAll(async () => {
    rig = await openRig(openTestEmbedded, { ...SHARED, version: 'first' });
    second = await openSecond();
    nginx = await runNginx(twoGateways(addressOf(rig.gateway), addressOf(second)));
    australia = await rig.signIn('au.officer');
  });
  afterAll(async () => {
    await nginx.stop();
    await second.close();
    await rig.drop();
  });

  test('each country always arrives at the same one, about half of them at each', async () => {
    const arrivals = new Map<string, Set<string>>();
    for (let times = 0; times < 2; times++)
      for (const country of COUNTRY_CODES) {
        const at = await gatewayOf({ cookie: `other=1; ${cookieOf(`${country.toLowerCase()}.officer`)}` });
        arrivals.set(country, (arrivals.get(country) ?? new Set()).add(at));
      }
    const places = [...arrivals.values()].map((one) => [...one].join(' '));
    const atFirst = places.filter((one) => one === 'first').length;
    expect(places.filter((one) => one !== 'first' && one !== 'second')).toEqual([]);
    expect(atFirst / places.length).toBeGreaterThan(0.4);
    expect(atFirst / places.length).toBeLessThan(0.6);
  });

  test('a person, a national system and a service account of one country have the same one', async () => {
    for (const country of ['au', 'ch', 'ke', 'us']) {
      const person = await gatewayOf({ cookie: cookieOf(`${country}.officer`) });
      expect(await gatewayOf({ cookie: cookieOf(`${country}.service`) })).toBe(person);
      expect(await gatewayOf({ authorization: `Bearer ${country}.system-1~abc` })).toBe(person);
    }
  });

  test('INCB, and everyone without an account, have the first', async () => {
    const callers = [
      {},
      { cookie: cookieOf('incb.secretary') },
      { cookie: cookieOf('trainer.one') },
      { cookie: 'a=b' }
    ];
    for (const headers of callers) expect(await gatewayOf(headers)).toBe('first');
  });

  test('nothing that is asked without an account can be asked at both', async () => {
    const routes = ROUTES.filter(({ who, method }) => who === 'anybody' && method !== 'GET');
    expect(routes.length).toBeGreaterThan(5);
    for (const { method, path } of routes) {
      const url = path.replace(/:\w+/g, 'abc');
      for (const account of ['au.officer', 'ch.officer']) {
        const asked = { method, path: url, headers: { cookie: cookieOf(account) }, body: '{}' };
        expect([path, (await ask(nginx.tlsPort, asked)).status]).not.toEqual([path, 421]);
      }
      const direct = { method, headers: { 'i2es-route': 'au', 'content-type': 'application/json' } };
      expect([path, (await fetch(rig.address + url, { ...direct, body: '{}' })).status]).toEqual([path, 421]);
    }
  });

  test('no caller chooses a gateway: another country’s cookie, a name of their own, another spelling', async () => {
    const { cookie } = australia;
    expect((await readOwn({ cookie })).status).toBe(200);
    expect((await readOwn({ cookie, 'i2es-route': 'ch' })).status).toBe(200);
    const ways = [
      `${cookieOf('ch.officer')}; ${cookie}`,
      `${cookie}; ${cookieOf('ch.officer')}`,
      cookie.replace('au.', '%61u.'),
      cookie.replace('__Host-i2es=', '__Host-i2es=" ').concat('"'),
      cookie.replace('au.officer', 'ch.officer')
    ];
    const answers = await Promise.all(ways.map((one) => readOwn({ cookie: one })));
    // In the second the real cookie is the first of the two, for the proxy and for the gateway.
    expect(answers.map(({ status }) => status)).toEqual([401, 200, 421, 401, 401]);
    const headers = { cookie, 'i2es-route': 'ch' };
    expect((await fetch(`${rig.address}/db/country-au`, { headers })).status).toBe(421);
  });

  test('of two acts with one number, sent at the same moment, one is stored', async () => {
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    const { first, last } = blockOf((await australia.ask('POST', '/api/blocks', claim)).body);
    const { cookie } = australia;
    const stored: number[] = [];
    for (let serial = first; serial <= Math.min(last, first + TRIES - 1); serial++) {
      const number = aNumber(serial, 'AU');
      const acts = await Promise.all(
        ['Reference A', 'Reference B'].map(async (reference) => {
          const over = { number, importer: { ...anImportAuthorization().body.importer, name: reference } };
          return signed(anImportAuthorization({ over }), rig.keys.auOfficer);
        })
      );
      const answers = await Promise.all(acts.map((act) => push([act], { cookie })));
      stored.push(answers.filter(({ status, text }) => status === 201 && text === '[]').length);
    }
    expect(stored).toEqual(Array<number>(TRIES).fill(1));
  });

  test('the other one takes the countries of one that is away, and gives them back', async () => {
    const callers = [
      australia.cookie,
      ...['be', 'ke', 'fr', 'us', 'jp', 'in'].map((one) => cookieOf(`${one}.officer`))
    ];
    const all = (): Promise<string[]> => Promise.all(callers.map((cookie) => gatewayOf({ cookie })));
    const [before, port] = [await all(), (second.server.address() as AddressInfo).port];
    expect(new Set(before)).toEqual(new Set(['first', 'second']));
    await second.close();
    expect(await all()).toEqual(before.map(() => 'first'));
    expect((await readOwn({ cookie: australia.cookie })).status).toBe(200);
    const { gateway } = await openAnother(rig, { ...SHARED, version: 'second' }, port);
    second = gateway;
    await expect.poll(all, { timeout: 30_000, interval: 500 }).toEqual(before);
  });
});
