/** The register of companies at a real gateway (rule R26): the door reads it, with what comes in the same request. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import { aNumber, aPerson, openRig, signed, type Client, type Rig } from './rig.ts';

const DAY = '2026-12-02';

describeEngines('companies at the door', (open) => {
  let rig: Rig;
  let administrator: Client;
  let serial = 0;
  const { importer } = anImportAuthorization().body;
  const company = aCompany(1, {
    name: importer.name,
    licences: [aLicence({ substances: ['morphine', 'codeine'] })]
  });

  beforeAll(async () => {
    rig = await openRig(open);
    rig.clock.now = Date.parse(`${DAY}T09:00:00.000Z`);
    administrator = await rig.signIn('au.administrator');
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auAdministrator.keyId };
    serial = blockOf((await administrator.ask('POST', '/api/blocks', claim)).body).first - 1;
  });
  afterAll(() => rig.drop());

  async function issued(over: object = {}): Promise<ActOf<'import-authorization'>> {
    const act = anImportAuthorization({
      at: `${DAY}T08:00:00.000Z`,
      over: { number: aNumber(++serial, 'AU'), ...over }
    });
    const by = { ...act.body.by, person: 'au.administrator' };
    return signed(act, rig.keys.auAdministrator, { by: { ...by, name: 'A. Person' } }) as Promise<
      ActOf<'import-authorization'>
    >;
  }
  const codesOf = async (act: ActOf<'import-authorization'>, ...beside: object[]): Promise<string[]> =>
    (await administrator.push('country-au', [act, ...beside] as never[]))[act._id] ?? [];
  const unlisted = { importer: { ...importer, name: 'Unlisted Traders' } };

  test('an authorization for a company that comes with it passes, and one for another needs a reason', async () => {
    expect(await codesOf(await issued(unlisted))).toEqual([]);
    expect(await codesOf(await issued(), company)).toEqual([]);
    expect(await codesOf(await issued(unlisted))).toEqual(['company.unlisted']);
    const confirmed = [{ question: 'company', reason: 'Licence is being renewed' }];
    expect(await codesOf(await issued({ ...unlisted, confirmed }))).toEqual([]);
  });

  test('is refused whatever the reason from the day on which the country chose so', async () => {
    const confirmed = [{ question: 'company', reason: 'Licence is being renewed' }];
    const choice = { _id: 'setting:country', schema: 1, unlicensed: 'refuse', unlicensedSince: DAY };
    expect(await codesOf(await issued({ ...unlisted, confirmed }), choice)).toEqual(['company.unlisted']);
    expect(await codesOf(await issued({ confirmed }))).toEqual([]);
  });

  test('is not judged again in what the country’s own server brings, whose register comes on its own time', async () => {
    await rig.accounts.createPerson(aPerson('au.server', 'service', 'AU'));
    const server = await rig.signIn('au.server');
    expect(await server.push('country-au', [await issued(unlisted)])).toEqual({});
  });

  test('of another country are neither read nor written, nor is a company without its history stored', async () => {
    const swiss = await rig.signIn('ch.officer');
    const id = encodeURIComponent(company._id);
    for (const path of ['/db/country-au', '/db/country-au/_changes', `/db/country-au/${id}`])
      expect([403, 404]).toContain((await swiss.ask('GET', path)).status);
    const pushed = { docs: [{ ...company, _rev: `1-${'a'.repeat(32)}` }], new_edits: false };
    expect([403, 404]).toContain((await swiss.ask('POST', '/db/country-au/_bulk_docs', pushed)).status);
    const { history: _none, ...bare } = aCompany(2);
    expect(await administrator.push('country-au', [bare])).toEqual({
      [bare._id]: ['company.history.missing']
    });
  });
});
