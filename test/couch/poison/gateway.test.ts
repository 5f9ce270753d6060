import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import type { Poison } from '../../samples/poison.ts';
import { ACTORS, openRigOfAll } from '../gateway/actors.ts';
import { aReplica, Client, signed, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { countryPoison, plant, poisonOfAll } from './plant.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

describeEngines('a gateway over databases in which everything may lie', (open) => {
  let rig: Rig;
  const clients = new Map<string, Client>();
  const planted = new Map<string, readonly Poison[]>();

  beforeAll(async () => {
    rig = await openRigOfAll(open);
    for (const { name, role } of ACTORS) if (role !== null) clients.set(name, await rig.signIn(name));
    const all = { ...(await poisonOfAll(rig.engine)), 'country-ch': countryPoison() };
    for (const [name, poison] of Object.entries(all))
      planted.set(name, await plant(rig.engine, name, poison));
  });
  afterAll(() => rig.drop());

  const clientOf = (name: string): Client => clients.get(name) ?? new Client(rig.address, '');

  test('everything was planted', () => {
    for (const [name, poison] of planted) expect([name, poison.length > 100]).toEqual([name, true]);
  });

  test('numbers are reserved, and an authorization that bears one is stored', async () => {
    const officer = clientOf('au.officer');
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    const claimed = await officer.ask('POST', '/api/blocks', claim);
    expect(claimed).toMatchObject({ status: 201 });
    const { first } = claimed.body as { first: number };
    const number = formatNumber({
      country: 'AU' as never,
      kind: 'import-authorization',
      year: 2026,
      serial: first
    });
    const act = (await signed(anImportAuthorization({ over: { number } }), rig.keys.auOfficer, {
      by: { person: 'au.officer', name: 'A. Person', function: 'Delegate' }
    })) as Act;
    expect(await officer.push('country-au', [act])).toEqual({});
  });

  test('nobody is answered that something failed, on any route', async () => {
    const failed: string[] = [];
    for (const { name, role } of ACTORS)
      for (const route of ROUTES) {
        if (route.path === '/api/session' && route.method === 'DELETE') continue;
        // No exchange runs here, and this route says so.
        if (route.path === '/api/carried') continue;
        const paths = ['country-au', 'country-ch', 'incb', 'reference', 'training'].map((one) =>
          route.path.replace(':name', one)
        );
        for (const path of new Set(paths)) {
          const named = path.replace(':country', 'AU').replace(/:\w+/g, 'x');
          const answer = await clientOf(role === null ? '' : name).ask(
            route.method,
            named,
            bringsBody(route) ? {} : undefined
          );
          if (answer.status >= 500) failed.push(`${name} ${route.method} ${named}: ${answer.status}`);
        }
      }
    expect(failed).toEqual([]);
  });

  test('a device replicates everything that lies there', async () => {
    const replica = aReplica();
    await replica.replicate.from(clientOf('au.officer').remote('country-au') as never, { batch_size: 200 });
    const { doc_count } = await replica.info();
    const tombstones = (planted.get('country-au') ?? []).filter(
      ({ document }) => document['_deleted']
    ).length;
    expect(doc_count).toBeGreaterThanOrEqual((planted.get('country-au') ?? []).length - tombstones);
    await replica.destroy();
  });
});
