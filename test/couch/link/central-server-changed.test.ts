/** What a country's own server does when the central one is not what it was, or sends what it should not. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { putUnlessChanged } from '#couch/engine/engine.ts';
import { acceptReplaced, LinkState } from '#couch/link/link-state.ts';
import { ensureEpoch, readEpoch } from '#couch/database/named-database.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { importParticulars } from '../../store/particulars.ts';
import { until, type Device } from '../../store/world.ts';
import { aMessage } from '../exchange/messages.ts';
import { signed, withRevision } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { CH, keyOf, TwoServers } from './two-servers.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describeEngines('a central server that is not what it was', (open, kind) => {
  let servers: TwoServers;
  let swiss: Device;

  beforeEach(async () => {
    servers = await TwoServers.open(open);
    await servers.begin();
    swiss = await servers.device('ch.administrator', 'national');
    await servers.certify(keyOf(swiss), 'CH', 'ch.administrator', 'administrator');
    await until(() => (swiss.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
  });
  afterEach(() => servers.close());

  const issue = async (): Promise<ActOf<'import-authorization'>> => {
    const over = { issuer: 'CH', exportingCountry: 'AU' };
    return unwrap(
      await swiss.store.issue('import-authorization', importParticulars(over as never), {
        draft: swiss.store.newDraftId()
      })
    );
  };

  async function holds(at: 'central' | 'national', name: string, id: string): Promise<boolean> {
    const { engine } = servers[at];
    return (await engine.open(name).allDocs({ keys: [id] })).rows.some((row) => 'value' in row);
  }

  const untilHeld = (at: 'central' | 'national', name: string, id: string): Promise<void> =>
    vi.waitFor(async () => expect(await holds(at, name, id)).toBe(true), { timeout: 60_000, interval: 50 });

  /** As the exchange of a server gone bad would put it there. */
  async function slip(act: Act): Promise<void> {
    await servers.central.engine
      .openAsExchange('country-ch')
      .bulkDocs([withRevision(act as never, 'b'.repeat(32))], { new_edits: false });
  }

  async function accept(): Promise<void> {
    await servers.stopLink();
    const book = new LinkState(servers.national.engine.open('country-ch'));
    await book.open();
    await book.update(acceptReplaced);
    await servers.startLink();
  }

  test('what is forged, altered or not addressed to the country is set aside, and what is good behind it comes', async () => {
    const { auOfficer, stranger } = servers.central.keys;
    const genuine = await signed(aMessage('AU', ['CH'], 'Genuine.'), auOfficer);
    const body = { ...genuine.body, text: 'Altered.' };
    const altered = { ...genuine, _id: actId(body, genuine.signature), body } as Act;
    const unknown = await signed(aMessage('AU', ['CH'], 'Of a stranger.'), stranger);
    const bad = [altered, unknown];
    if (kind === 'embedded') {
      bad.push(await signed(aMessage('AU', ['FR'], 'Not for Switzerland.'), auOfficer));
      await servers.central.engine
        .open('country-ch')
        .bulkDocs([{ _id: 'session:stray', schema: 1 }] as object[]);
    }
    for (const act of bad) await slip(act);
    const good = await signed(aMessage('AU', ['CH'], 'Good.'), auOfficer);
    await slip(good);
    await untilHeld('national', 'country-ch', good._id);
    for (const { _id } of bad) expect(await holds('national', 'country-ch', _id)).toBe(false);
    expect(await holds('national', 'country-ch', 'session:stray')).toBe(false);
    expect(servers.linkState).toMatchObject({
      state: 'working',
      waiting: 1,
      setAside: kind === 'embedded' ? 3 : 1
    });
    expect(servers.logged.join('\n')).not.toMatch(/Altered|stranger\.|Not for/);
  });

  test('an act whose certificate comes after it is taken when the certificate is there', async () => {
    const key = servers.central.keys.stranger;
    const act = await signed(aMessage('AU', ['CH'], 'Signed with a new key.'), key);
    await slip(act);
    await until(() => servers.linkState.waiting === 1);
    await servers.certify(key, 'AU', 'au.officer', 'administrator');
    await untilHeld('national', 'country-ch', act._id);
    await until(() => servers.linkState.waiting === 0);
  });

  test.each([
    ['made anew', false],
    ['put back from an older copy of its files', true]
  ])(
    'a database that was %s stops the line until a person agrees, and lacks nothing then',
    async (_how, isOlder) => {
      const { engine } = servers.central;
      const act = await issue();
      await untilHeld('central', 'country-au', act._id);
      const fromAustralia = await signed(aMessage('AU', ['CH'], 'Before.'), servers.central.keys.auOfficer);
      await engine.open('country-au').bulkDocs([withRevision(fromAustralia)], { new_edits: false });
      await untilHeld('national', 'country-ch', fromAustralia._id);

      await servers.stopCentral();
      await until(() => servers.state === 'offline');
      const epoch = await readEpoch(engine.openAsAdministrator('country-ch'));
      await engine.destroy('country-ch');
      await provisionEmpty(isOlder ? epoch : null);
      const while_ = await issue();
      await until(() => swiss.store.ledgerOf(while_._id)?.server !== null);
      await servers.startCentral();
      await until(() => servers.state === 'replaced');
      expect(servers.linkState.reason).toMatch(isOlder ? /lacks what it had/ : /another one than before/);
      const health = await fetch(`${servers.nationalAddress}/api/health`).then((answer) => answer.json());
      expect(health).toMatchObject({ link: { state: 'replaced' } });
      const told = servers.logged.filter((line) => line.includes('"state":"replaced"'));
      expect(told).toEqual([expect.stringContaining('npm run provision -- accept-central')]);
      expect(told[0]).toContain(servers.linkState.reason);
      expect(await holds('central', 'country-ch', act._id)).toBe(false);
      expect(await holds('central', 'country-ch', while_._id)).toBe(false);
      expect((await issue())._id).toMatch(/^act:/);

      await accept();
      await until(() => servers.state === 'working');
      for (const one of [act, while_]) await untilHeld('central', 'country-ch', one._id);
      await untilHeld('central', 'country-au', while_._id);
      await untilHeld('central', 'country-ch', fromAustralia._id);
      expect(servers.linkState.refused).toBe(0);
      await servers.stopLink();
      await servers.startLink();
      await until(() => servers.state === 'working');
    }
  );

  async function provisionEmpty(epoch: string | null): Promise<void> {
    const { engine } = servers.central;
    await engine.create('country-ch');
    await engine.protect('country-ch');
    const database = engine.openAsAdministrator('country-ch');
    if (epoch === null) await ensureEpoch(database);
    else await putUnlessChanged(database, { _id: '_local/epoch', epoch });
    await provisionCountry(engine, CH);
  }
});
