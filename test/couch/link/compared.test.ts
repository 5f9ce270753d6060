import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { examine } from '#couch/doctor/doctor-command.ts';
import type { Finding } from '#couch/doctor/health-check.ts';
import { Downstream } from '#couch/link/downstream.ts';
import { LinkError } from '#couch/link/central-client.ts';
import { Metrics } from '#couch/metrics/metrics.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { until, type Device } from '../../store/world.ts';
import { askCouchdb, describeEngines } from '../with-engine.ts';
import { receiptsIn } from '../exchange/world.ts';
import { CH, keyOf, TwoServers } from './two-servers.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const DAY = 86_400_000;

describeEngines('a country’s own server, compared with the central copy', (open, kind) => {
  let servers: TwoServers;
  let australian: Device;

  beforeAll(async () => {
    servers = await TwoServers.open(open);
    await servers.begin();
    australian = await servers.device('au.officer', 'central');
    await servers.certify(keyOf(australian), 'AU', 'au.officer', 'administrator');
    await until(() => australian.store.device?.state === 'certified');
  });
  afterAll(() => servers.close());

  const home = () => servers.national.engine.openAsAdministrator('country-ch');
  /** In order: by stage and act, each once. */
  async function findingsIn(country: string): Promise<string[]> {
    const bodies = (await receiptsIn(servers.central.engine.open(`country-${country}`))).map(
      ({ body }) => body
    );
    const found = bodies.filter(({ stage }: ReceiptBody) => stage === 'altered' || stage === 'missing');
    return found.flatMap(({ stage, of, where }) => of.map((id) => `${stage} at ${where}: ${id}`)).sort();
  }

  /** Arrived in Bern. */
  async function aMessage(text: string): Promise<Act> {
    const act = unwrap(await australian.store.state('message', { text }, { to: CH }));
    await vi.waitFor(async () => expect(await home().get(act._id)).toMatchObject({ _id: act._id }), {
      timeout: 60_000,
      interval: 50
    });
    return act;
  }

  /** By whoever administers the database in Bern: on CouchDB it leaves no trace. */
  async function purge({ _id }: Act, name = 'country-ch'): Promise<void> {
    const database = servers.national.engine.openAsAdministrator(name);
    const { _rev } = await database.get(_id);
    if (kind === 'embedded') return void (await database.remove(_id, _rev));
    const path = `${servers.national.prefix}${name}/_purge`;
    await askCouchdb(process.env['COUCHDB_URL'] ?? '', 'POST', path, { [_id]: [_rev] });
  }

  async function withoutValidators(): Promise<void> {
    for (const name of ['structure', 'authority']) {
      const design = await home()
        .get(`_design/${name}`)
        .catch(() => null);
      if (design) await home().remove(design);
    }
  }

  async function alter(act: Act): Promise<void> {
    await withoutValidators();
    const held = await home().get<Act>(act._id);
    await home().put({ ...held, body: { ...held.body, text: 'Altered.' } as never });
  }

  const FORGED = 'f'.repeat(32);

  /** A first revision that wins by its number, beside the genuine one, which is there again when it is taken away. */
  async function forge(act: Act): Promise<void> {
    await withoutValidators();
    const forged = { ...act, body: { ...act.body, text: 'Altered.' }, _rev: `1-${FORGED}` };
    const _revisions = { start: 1, ids: [FORGED] };
    await home().bulkDocs([{ ...forged, _revisions } as never], { new_edits: false });
  }

  function look(): Promise<readonly Finding[]> {
    const { engine } = servers.national;
    const national = { country: CH, centralUrl: servers.central.address, account: '', passwordFile: '' };
    return examine(
      {
        engine,
        settings: { couchdbPrefix: servers.national.prefix, dataFolder: '', national },
        server: null,
        secrets: null,
        secretFiles: {},
        clock: () => servers.central.clock.now,
        pause: 0
      } as never,
      ['link']
    );
  }

  test('has nothing to tell while both hold the same', async () => {
    await aMessage('Kept.');
    await servers.compare();
    expect(servers.linkState.compared).toMatchObject({ altered: 0, missing: 0 });
    expect(servers.linkState.comparedReference).toMatchObject({ altered: 0, missing: 0 });
    expect(await findingsIn('ch')).toEqual([]);
    expect(await look()).toEqual([{ level: 'ok', about: 'link', says: 'nothing waits' }]);
  });

  test('tells of an act that was purged there and of one that was altered, to both countries, once', async () => {
    const [purged, altered] = [await aMessage('Purged.'), await aMessage('To be altered.')];
    await purge(purged);
    await alter(altered);
    await servers.compare();
    await servers.compare();
    const expected = [`altered at CH: ${altered._id}`, `missing at CH: ${purged._id}`];
    expect(await findingsIn('au')).toEqual(expected);
    expect(await findingsIn('ch')).toEqual(expected);
    expect(servers.logged.join('\n')).toContain(purged._id);
    const { link } = (await (await fetch(`${servers.nationalAddress}/api/health`)).json()) as {
      link: object;
    };
    // Anybody may ask for it.
    expect(Object.keys(link)).toEqual(['state', 'since']);
    expect(await look()).toMatchObject([
      { level: 'bad', says: expect.stringMatching(/^1 acts here are altered and 1 are gone/) }
    ]);
    const metrics = new Metrics();
    metrics.followLink(() => servers.linkState);
    const text = await metrics.text();
    expect(text).toMatch(/i2es_link_state\{state="working"\} 1\n/);
    expect(text).toMatch(/i2es_link_state\{state="offline"\} 0\n/);
    expect(text).toMatch(/i2es_link_missing 1\n/);
    expect(text).toMatch(/i2es_link_altered 1\n/);
  });

  test('says of what is there again that it is, and the exchange takes back what it stated of it alone', async () => {
    const act = await aMessage('Altered, and put back.');
    const before = await findingsIn('au');
    await forge(act);
    await servers.compare();
    await vi.waitFor(
      async () => expect(await findingsIn('au')).toEqual([...before, `altered at CH: ${act._id}`].sort()),
      { timeout: 60_000, interval: 50 }
    );
    await home().remove(act._id, `1-${FORGED}`);
    await servers.compare();
    for (const country of ['au', 'ch']) {
      const receipts = await receiptsIn(servers.central.engine.open(`country-${country}`));
      const back = receipts
        .filter(({ body }) => body.stage === 'retracted')
        .map(({ body }) => [body.of, body.where]);
      expect(back).toEqual([[[act._id], 'CH']]);
    }
  });

  test('tells here alone of a key that was purged from what is meant for everybody', async () => {
    const idle = await servers.device('au.officer', 'central');
    await servers.certify(keyOf(idle), 'AU', 'au.officer', 'administrator');
    const { keyId } = keyOf(idle);
    const reference = servers.national.engine.openAsAdministrator('reference');
    const readCertificate = async (): Promise<Act | undefined> => {
      const range = { startkey: 'act:', endkey: 'act:\uffff', include_docs: true };
      const { rows } = await reference.allDocs<Act>(range);
      const acts = rows.map(({ doc }) => doc as Act | undefined);
      return acts.find((act) => (act?.body as { keyId?: string } | undefined)?.keyId === keyId);
    };
    const certificate = await vi.waitFor(
      async () => {
        const found = await readCertificate();
        if (found === undefined) throw new Error('Not here yet.');
        return found;
      },
      { timeout: 60_000, interval: 50 }
    );
    const before = await findingsIn('ch');
    await purge(certificate, 'reference');
    await servers.compare();
    expect(servers.linkState.comparedReference).toMatchObject({ altered: 0, missing: 1 });
    expect(await findingsIn('ch')).toEqual(before);
    expect(servers.logged.join('\n')).toContain(certificate._id);
    expect((await look()).map(({ level, says }) => `${level} ${says}`).join('\n')).toMatch(
      /bad 0 keys and lists here are altered and 1 are gone/
    );
    const metrics = new Metrics();
    metrics.followLink(() => servers.linkState);
    expect(await metrics.text()).toMatch(/i2es_link_reference_missing 1\n/);
  });

  test('fails alone: the rest of the line works on, and it goes on from where it was', async () => {
    await aMessage('Before.');
    await servers.stopLink();
    const record = await home().get<object>('_local/link');
    await home().put({ ...record, compared: null } as never);
    const from: (string | number)[] = [];
    const { value } = Object.getOwnPropertyDescriptor(Downstream.prototype, 'readActIds') ?? {};
    const readActIds = value as Downstream['readActIds'];
    const spy = vi.spyOn(Downstream.prototype, 'readActIds');
    spy.mockImplementation(async function* (this: Downstream, since, signal) {
      from.push(since);
      yield* readActIds.call(this, since, signal);
      if (from.length === 1) throw new LinkError('offline', 'The central server answers 503.');
    });
    servers.logged.length = 0;
    await servers.startLink();
    await until(() => servers.logged.some((line) => line.startsWith('Not compared')));
    await aMessage('Meanwhile.');
    expect(servers.state).toBe('working');
    expect(servers.logged.join('\n')).not.toContain('does not work');
    await servers.stopCentral();
    await until(() => servers.state === 'offline');
    await servers.startCentral();
    await until(() => servers.linkState.compared !== null);
    spy.mockRestore();
    expect(from[0]).toBe(0);
    expect(from[1]).not.toBe(0);
  });

  test('a service account accuses nobody of what the central server does not hold for its country', async () => {
    const service = await servers.central.signIn('ch.service');
    const strange = `act:20261124:AU:message:${'A'.repeat(43)}`;
    const told = await service.ask('POST', '/api/link/findings', { stage: 'missing', of: [strange] });
    expect([told.status, told.body]).toEqual([202, { taken: 0 }]);
    for (const body of [
      { stage: 'delivered', of: [strange] },
      { stage: 'missing', of: [] },
      { stage: 'missing', of: ['draft:1'] },
      { stage: 'missing', of: Array<string>(201).fill(strange) }
    ])
      expect((await service.ask('POST', '/api/link/findings', body)).status).toBe(400);
  });

  test('a service account tells of languages and versions in counts alone, and nobody else tells of them', async () => {
    const service = await servers.central.signIn('ch.service');
    const told = { month: '2026-11', languages: { fr: 2 }, versions: { '1.4.0': 2 } };
    expect((await service.ask('POST', '/api/link/apps', told)).status).toBe(204);
    for (const over of [
      { month: '2026-13' },
      { languages: { 'La Pharmacie S.A.': 1 } },
      { versions: { '1.4.0': 1.5 } },
      { languages: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`l${index}`, 1])) }
    ])
      expect((await service.ask('POST', '/api/link/apps', { ...told, ...over })).status).toBe(400);
    const officer = await servers.central.signIn('au.officer');
    expect((await officer.ask('POST', '/api/link/apps', told)).status).toBe(403);
  });

  test('tells devices up to when it knows of withdrawals, which is not how late it is', async () => {
    await servers.stopCentral();
    await until(() => servers.state === 'offline');
    const last = Date.parse(servers.linkState.knownAt ?? '');
    servers.central.clock.now += 40 * DAY;
    const swiss = await servers.device('ch.administrator', 'national');
    await until(() => swiss.store.trustAge.knownAt !== null);
    expect(swiss.store.trustAge).toMatchObject({ state: 'stale', knownAt: new Date(last).toISOString() });
    expect((await look()).map(({ says }) => says).join('\n')).toContain('Keys and withdrawals here are of');
    await servers.startCentral();
    await until(() => Date.parse(servers.linkState.knownAt ?? '') >= servers.central.clock.now);
    swiss.store.syncNow();
    await until(() => swiss.store.trustAge.state === 'fresh');
  });
});
