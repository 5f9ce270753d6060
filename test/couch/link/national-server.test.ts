import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { appsReader } from '#couch/usage/read-apps.ts';
import { openedId } from '#lib/domain/outreach/openings.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, ActOf, BodyOf } from '#lib/domain/act/body.ts';
import { applicationId } from '#lib/domain/application/application-id.ts';
import { shipmentId } from '#lib/domain/company/announced-shipment.ts';
import type { PublicContent } from '#lib/domain/file/public-file.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { LinkState } from '#couch/link/link-state.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { BroughtActs } from '#lib/store/brought.ts';
import { unwrap } from '#lib/domain/result.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { anAnnouncement } from '../../samples/announcement.ts';
import { aPdf, aScan } from '../../samples/scans.ts';
import { aCode, aSubmission } from '../../samples/applications.ts';
import { aDraft, exportParticulars, importParticulars } from '../../store/particulars.ts';
import { countsLater, signLater } from '../../store/later-act.ts';
import { until, type Device } from '../../store/world.ts';
import { Client, PASSWORD } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { CH, keyIdOf, keyOf, TwoServers } from './two-servers.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/**
 * Without the server's own, its reports on forms and what the central server has refused, by id and revision. An act of one id is one
 * act, whatever its revision: one that was brought by hand has two.
 */
async function recordsIn(engine: Engine, name: string): Promise<unknown[]> {
  const { rows } = await engine.open(name).allDocs({ include_docs: true, conflicts: true });
  return rows.flatMap(({ id, doc }): unknown[] => {
    if (/^(?:_|refusal:|registration-notice:5)/.test(id)) return [];
    const { _id, body, signature } = doc as unknown as Act;
    return id.startsWith('act:') ? [{ _id, body, signature }] : [doc];
  });
}

const idsIn = async (engine: Engine, name: string): Promise<string[]> =>
  (await engine.open(name).allDocs()).rows.map(({ id }) => id);

async function holds(engine: Engine, name: string, id: string): Promise<boolean> {
  return (await idsIn(engine, name)).includes(id);
}

const untilHeld = (engine: Engine, name: string, id: string): Promise<void> =>
  vi.waitFor(async () => expect(await holds(engine, name, id)).toBe(true), { timeout: 60_000, interval: 50 });

describeEngines('a country’s own server', (open) => {
  let servers: TwoServers;
  let australian: Device;
  let swiss: Device;
  let swissOfficer: Device;

  beforeAll(async () => {
    servers = await TwoServers.open(open);
  });
  afterAll(() => servers.close());

  const issueAt = async ({ store }: Device): Promise<ActOf<'import-authorization'>> => {
    const own = store.person?.authority;
    const over = own === 'CH' ? { issuer: 'CH', exportingCountry: 'AU' } : {};
    return unwrap(
      await store.issue('import-authorization', importParticulars(over as never), {
        draft: store.newDraftId()
      })
    );
  };
  const untilGood = (device: Device, id: Act['_id']): Promise<void> =>
    until(() => device.store.verdictOf(id) === 'good');

  async function askAt(address: string, person: string, method: string, path: string, body?: object) {
    const signedIn = await new Client(address, '').ask('POST', '/api/session', {
      person,
      password: PASSWORD
    });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return new Client(address, cookie).ask(method, path, body);
  }

  test('waits until INCB has noted it, with an account that the central server knows', async () => {
    await servers.startLink('not the password');
    await until(() => servers.state === 'refused');
    expect(servers.linkState.reason).toMatch(/refuses the account ch\.service or its password\.$/);
    await servers.stopLink();
    await servers.startLink();
    await until(() => servers.state === 'not-noted');
    const claim = { kind: 'import-authorization', year: 2026, device: keyIdOf(await aSwissKey()) };
    expect(await askAt(servers.nationalAddress, 'ch.officer', 'POST', '/api/blocks', claim)).toMatchObject({
      status: 409,
      body: { reason: 'block.linkFirst' }
    });
    expect(await servers.noteOwnServer()).toBe(200);
    await until(() => servers.state === 'working');
    const health = await fetch(`${servers.nationalAddress}/api/health`).then((answer) => answer.json());
    expect(health).toMatchObject({ national: 'CH', link: { state: 'working' } });
    expect(servers.logged.join('\n')).not.toContain(PASSWORD);
  });

  let firstKey: Device | null = null;
  /** Enrolled and certified by nobody. */
  async function aSwissKey(): Promise<Device> {
    firstKey ??= await servers.device('ch.administrator', 'national');
    return firstKey;
  }

  test('has no registration desk, looks after no other country, and its numbers are reserved there alone', async () => {
    const { nationalAddress } = servers;
    for (const [method, path] of [
      ['POST', '/api/registrations'],
      ['POST', '/api/confirmations'],
      ['POST', '/api/countries/CH/suspend'],
      ['GET', '/api/link']
    ] as const)
      expect(
        (await new Client(nationalAddress, '').ask(method, path, method === 'GET' ? undefined : {})).status
      ).toBe(404);
    const claim = { kind: 'import-authorization', year: 2026, device: servers.central.keys.chOfficer.keyId };
    expect(await askAt(servers.central.address, 'ch.officer', 'POST', '/api/blocks', claim)).toMatchObject({
      status: 409,
      body: { reason: 'block.ownServer' }
    });
    expect((await askAt(servers.central.address, 'ch.officer', 'GET', '/api/link')).status).toBe(403);
  });

  test('its first administrator is certified by INCB, who sees the request at the central server', async () => {
    swiss = await aSwissKey();
    unwrap(await swiss.store.requestDevice('Desk in Bern'));
    const request = `device-request:${keyIdOf(swiss)}`;
    await untilHeld(servers.central.engine, 'incb', request);
    await untilHeld(servers.central.engine, 'country-ch', request);
    await servers.certify(keyOf(swiss), 'CH', 'ch.administrator', 'administrator');
    await until(() => swiss.store.device?.state === 'certified');
    swissOfficer = await servers.device('ch.officer', 'national');
    unwrap(await swissOfficer.store.requestDevice('Second desk'));
    await until(() => swiss.store.desk().deviceRequests.some(({ keyId }) => keyId === keyIdOf(swissOfficer)));
    unwrap(await swiss.store.certifyDevice(keyIdOf(swissOfficer)));
    await until(() => (swissOfficer.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
    await until(() => (swissOfficer.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
    const certificates = (await idsIn(servers.central.engine, 'country-ch')).filter(
      (id) => parseActId(id)?.kind === 'certificate'
    );
    expect(certificates.length).toBeGreaterThan(0);
  });

  test('authorizations and answers go to the partner and back, with the word of delivery', async () => {
    australian = await servers.device('au.officer', 'central');
    await servers.certify(keyOf(australian), 'AU', 'au.officer', 'administrator');
    await until(() => (australian.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
    const authorization = await issueAt(australian);
    await untilGood(swissOfficer, authorization._id);
    const exported = unwrap(
      await swissOfficer.store.issue('export-authorization', exportParticulars(authorization), {
        draft: swissOfficer.store.newDraftId()
      })
    );
    await untilGood(australian, exported._id);
    await until(() => swissOfficer.store.ledgerOf(exported._id)?.partner['AU'] !== null);
    expect(australian.store.dossierOf(authorization._id)?.exports).toHaveLength(1);
  });

  test('a partner’s form that an officer scans passes the issuer’s door at the central server, and no other does', async () => {
    const brought = new BroughtActs(swissOfficer.store);
    australian.network.on = false;
    const printed = await issueAt(australian);
    const again = { ...printed.body, remarks: 'Another one under its number.' };
    const twin = await signBody(again, keyOf(australian) as SigningKey);
    for (const act of [printed, twin]) expect(unwrap(await brought.keep(act))).toBe('waiting');
    await untilGood(swissOfficer, printed._id);
    await until(() => brought.list()[0]?.problems[0]?.code === 'door.number.used');
    expect(brought.list().map(({ act }) => act._id)).toEqual([twin._id]);
    expect(await holds(servers.central.engine, 'country-ch', printed._id)).toBe(true);
    expect(await holds(servers.central.engine, 'country-au', printed._id)).toBe(true);
    for (const { engine } of [servers.central, servers.national])
      expect(await holds(engine, 'country-ch', twin._id)).toBe(false);
    await brought.forget(twin);
    australian.network.on = true;
    await australian.store.syncNow();
    await until(() => Boolean(australian.store.ledgerOf(printed._id)?.partner['CH']));
  });

  test('a report on goods in transit reaches the destination through the central server, or says that it did not', async () => {
    const customs = await Client.signIn(servers.nationalAddress, 'ch.officer', PASSWORD);
    const { _id: act } = anImportAuthorization();
    const report = { act, form: 'CH-E-2026-000101-98', text: 'Sheet 2 is another form', destination: 'AU' };
    await servers.stopCentral();
    const away = await customs.ask('POST', '/api/reports', report);
    expect([away.status, away.body]).toMatchObject([503, { reason: 'report.centralAway' }]);
    expect(await idsIn(servers.national.engine, 'country-ch')).toContain('registration-notice:500000001');
    await servers.startCentral();
    await until(() => servers.state === 'working');
    expect((await customs.ask('POST', '/api/reports', report)).body).toEqual({ sentTo: 'AU' });
    expect(
      await servers.central.engine.open('country-au').get('registration-notice:700000001')
    ).toMatchObject({
      authority: 'CH',
      email: 'ch.officer'
    });
    expect((await customs.ask('POST', '/api/reports', { ...report, destination: 'KE' })).body).toEqual({
      sentTo: null
    });
  });

  test('the country works on while the central server is down, and all flows when it is back', async () => {
    await servers.stopCentral();
    await until(() => servers.state === 'offline');
    const authorization = await issueAt(swissOfficer);
    await until(() => swissOfficer.store.ledgerOf(authorization._id)?.server !== null);
    const draft = aDraft(swissOfficer.store.newDraftId(), { importer: 'While the line was down' });
    unwrap(await swissOfficer.store.saveDraft(draft));
    await untilGood(swiss, authorization._id);
    const told = unwrap(
      await swiss.store.state('message', { text: 'Sent while the line was down.' }, { to: 'AU' as never })
    );
    expect(swissOfficer.store.ledgerOf(authorization._id)?.partner['AU']).toBeNull();

    await servers.startCentral();
    await until(() => servers.state === 'working');
    await untilHeld(servers.central.engine, 'country-au', authorization._id);
    await untilHeld(servers.central.engine, 'country-au', told._id);
    await until(() => swissOfficer.store.ledgerOf(authorization._id)?.partner['AU'] !== null);
    await untilHeld(servers.central.engine, 'country-ch', draft._id);
  });

  test('what companies sent reaches the central server, and so does its deletion when it is due', async () => {
    const { national, central } = servers;
    const database = national.engine.open('country-ch');
    const at = new Date(central.clock.now).toISOString();
    const application = { schema: 1, country: 'CH', at, source: 'server', ...aSubmission() };
    const shipment = {
      authorization: `act:20261124:CH:export-authorization:${'A'.repeat(43)}`,
      date: '2026-12-01',
      quantities: [{ no: 1, quantity: 1000 }],
      transport: ''
    };
    const company = 'company:00000000-0000-4000-8000-000000000001';
    const sender = { schema: 1, at, by: 'N. Frei', person: 'ch.frei', company };
    for (const document of [
      { _id: applicationId(CH, aCode(9)), ...application },
      { _id: shipmentId(company, shipment as never), ...sender, ...shipment }
    ]) {
      const { rev } = await database.put(document as object);
      await untilHeld(central.engine, 'country-ch', document._id);
      await database.bulkDocs([{ _id: document._id, _rev: rev, _deleted: true } as object]);
      const isGone = async () => expect(await holds(central.engine, 'country-ch', document._id)).toBe(false);
      await vi.waitFor(isGone, { timeout: 60_000, interval: 50 });
    }
  });

  test('INCB’s figures know the versions of its devices, which never ask the central server', async () => {
    const { engine, clock } = servers.central;
    const month = new Date(clock.now).toISOString().slice(0, 7);
    const readApps = appsReader(engine, () => clock.now);
    await servers.stopLink();
    await servers.startLink();
    await vi.waitFor(
      async () => {
        const apps = await readApps(CH, month);
        expect(Object.values(apps?.versions ?? {}).reduce((sum, one) => sum + one, 0)).toBe(2);
      },
      { timeout: 60_000, interval: 50 }
    );
    expect(await readApps('AU' as CountryCode, month)).toMatchObject({ versions: {} });
  });

  test('what the central server refuses comes home as a task, counts in nothing, and stays here', async () => {
    const authorization = await issueAt(australian);
    await untilGood(swissOfficer, authorization._id);
    await servers.stopLink();
    servers.central.clock.now += 60_000;
    const { dossier } = authorization.body;
    const cancelled = { of: authorization._id, dossier, reason: 'Not needed any more' };
    unwrap(await australian.store.state('cancellation', cancelled as never));
    await until(() => australian.store.line?.state === 'all-delivered');
    servers.central.clock.now += 60_000;
    const exported = unwrap(
      await swissOfficer.store.issue('export-authorization', exportParticulars(authorization), {
        draft: swissOfficer.store.newDraftId()
      })
    );
    await until(() => swissOfficer.store.ledgerOf(exported._id)?.server !== null);
    expect(swissOfficer.store.dossierOf(authorization._id)?.exports).toHaveLength(1);

    await servers.startLink();
    await until(() => swissOfficer.store.refused().some(({ id }) => id === exported._id));
    const [task] = swissOfficer.store.refused();
    expect(task).toMatchObject({ id: exported._id, central: true, act: { _id: exported._id } });
    expect(task?.problems[0]?.code).toBe('export.importCancelled');
    await until(() => swissOfficer.store.dossierOf(authorization._id)?.exports.length === 0);
    expect(swissOfficer.store.line?.state).toBe('refused');
    expect(servers.linkState.refused).toBe(1);
    expect(await holds(servers.central.engine, 'country-ch', exported._id)).toBe(false);
    expect(await holds(servers.national.engine, 'country-ch', exported._id)).toBe(true);
    await swissOfficer.store.setAsideRefused(exported._id);
    await until(() => swissOfficer.store.line?.state === 'all-delivered');
    expect(swissOfficer.store.desk().refused).toEqual([]);
  });

  test('keeps documents of a later version, and reads again what its own older version did not take', async () => {
    const { engine } = servers.national;
    const first = await signLater(australian, { kind: 'transit-record', goods: 'of a later version' });
    await untilHeld(engine, 'country-ch', first);
    await until(() => countsLater(swissOfficer, first));
    await servers.stopLink();
    const second = await signLater(australian, { kind: 'transit-record', goods: 'which it set aside' });
    await untilHeld(servers.central.engine, 'country-ch', second);
    const read = (await servers.central.engine.open('country-ch').info()).update_seq;
    const state = new LinkState(engine.open('country-ch'));
    await state.open();
    const { down } = state.now;
    await state.update(() => ({ down: { ...down, 'country-ch': read }, setAside: 1 }));
    await servers.startLink();
    await until(() => servers.state === 'working');
    expect([await holds(engine, 'country-ch', second), servers.linkState.setAside]).toEqual([false, 1]);
    await servers.stopLink();
    await state.open();
    await state.update(() => ({ readBy: '0.0.1' }));
    await servers.startLink();
    await untilHeld(engine, 'country-ch', second);
    expect(servers.linkState.setAside).toBe(0);
  });

  test('an attachment of an announcement is read there, without the central server, until INCB withdraws it', async () => {
    const { central, national } = servers;
    const { scan, declared, pieces } = await aScan(aPdf(), 'application/pdf');
    const path = `/api/public-files/${scan.sha256}`;
    const atCentral = (to: string, body: object) => askAt(central.address, 'incb.secretary', 'PUT', to, body);
    await atCentral(path, declared);
    await atCentral(`${path}/0`, pieces[0] as object);
    expect((await atCentral(path, declared)).body).toEqual({ missing: [] });
    const announce = async (over: Partial<BodyOf<'announcement'>>): Promise<Act> => {
      const act = await signBody(anAnnouncement(over), central.keys.root);
      await central.engine.open('reference').bulkDocs([act]);
      await untilHeld(national.engine, 'reference', act._id);
      return act;
    };
    const files = [{ name: 'Form C', content: scan as PublicContent }];
    const { _id } = await announce({ files });
    await untilHeld(national.engine, 'training', `scan:${scan.sha256}`);
    const read = () => {
      const to = `/api/letter-files/${encodeURIComponent(_id)}/${scan.sha256}/0`;
      return askAt(servers.nationalAddress, 'ch.officer', 'GET', to);
    };
    await vi.waitFor(async () => expect((await read()).status).toBe(200), { timeout: 60_000, interval: 50 });
    expect((await askAt(servers.nationalAddress, 'ch.officer', 'PUT', path, declared)).status).toBe(403);
    const opened = [{ act: _id, on: '2026-11-24' }];
    const told = await askAt(servers.nationalAddress, 'ch.officer', 'POST', '/api/letters/opened', {
      opened
    });
    expect(told.status).toBe(204);
    // The next connection passes it on, as each hour does.
    await servers.stopLink();
    await servers.startLink();
    await untilHeld(central.engine, 'incb', openedId(_id));
    await announce({
      at: '2026-11-24T10:00:00.000Z' as Instant,
      supersedes: { act: _id, as: 'withdrawn' }
    });
    expect((await read()).status).toBe(404);
  });

  test('the links of INCB and their PDFs are listed there as at the central server, also while that is away', async () => {
    const { central, national } = servers;
    const sample = await aScan(aPdf(60, 21), 'application/pdf');
    const path = `/api/public-files/${sample.scan.sha256}`;
    const send = (to: string, body: object) => askAt(central.address, 'incb.secretary', 'PUT', to, body);
    await send(path, sample.declared);
    await send(`${path}/0`, sample.pieces[0] as object);
    await send(path, sample.declared);
    await untilHeld(national.engine, 'training', `scan:${sample.scan.sha256}`);
    const link = {
      ...{ _id: 'setting:link-4f6f8b1e-0000-4000-8000-000000000003', schema: 1, kind: 'form' },
      ...{ title: 'Form C', language: 'en', address: 'https://www.incb.example/form-c' }
    } as const;
    const file = sample.scan;
    const listAt = async (address: string): Promise<unknown> =>
      ((await (await fetch(`${address}/api/links`)).json()) as { links: unknown }).links;
    expect(await listAt(servers.nationalAddress)).toEqual([]);
    await central.engine.openAsAdministrator('incb').put({ ...link, file } as object);
    // Both servers read a list again after a minute.
    central.clock.now += 60_000;
    expect(await listAt(central.address)).toEqual([{ ...link, file }]);
    await servers.stopLink();
    await servers.startLink();
    const relayed = () => readDocument<object>(national.engine.open('lists'), '_local/links');
    await vi.waitFor(async () => expect(await relayed()).not.toBeNull(), { timeout: 60_000, interval: 50 });
    central.clock.now += 60_000;
    expect(await listAt(servers.nationalAddress)).toEqual([{ ...link, file }]);
    await servers.stopLink();
    const pdf = await fetch(`${servers.nationalAddress}/api/links/${file.sha256}`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    await servers.startLink();
    await until(() => servers.state === 'working');
  });

  test('both copies are equal, and no record of another country is here', async () => {
    await vi.waitFor(
      async () => {
        const refused = new Set(
          (await idsIn(servers.national.engine, 'country-ch'))
            .filter((id) => id.startsWith('refusal:'))
            .map((id) => id.slice('refusal:'.length))
        );
        const here = (await recordsIn(servers.national.engine, 'country-ch')) as { _id: string }[];
        expect(here.filter(({ _id }) => !refused.has(_id))).toEqual(
          await recordsIn(servers.central.engine, 'country-ch')
        );
        expect(await recordsIn(servers.national.engine, 'reference')).toEqual(
          await recordsIn(servers.central.engine, 'reference')
        );
      },
      { timeout: 60_000, interval: 200 }
    );
    expect(servers.linkState).toMatchObject({ state: 'working', setAside: 0, waiting: 0 });
    const { engine } = servers.national;
    expect((await engine.list()).filter((name) => name.startsWith('country-'))).toEqual(['country-ch']);
    for (const name of await engine.list()) {
      const acts = ((await recordsIn(engine, name)) as Act[]).filter(({ _id }) => _id.startsWith('act:'));
      for (const { _id, body } of acts) {
        const isOurs = body.issuer === 'CH' || body.to.includes('CH' as never) || body.to.includes('*');
        expect(isOurs, `${name} holds ${_id}`).toBe(true);
      }
    }
  });

  test('what lies here and no door could read is not sent, and holds up nothing that comes after it', async () => {
    const idOf = (n: number): string => `draft:6f1d8f2e-3c55-4a39-9d0e-00000000000${n}`;
    const deep = JSON.parse('{"a":'.repeat(15) + '1' + '}'.repeat(15)) as unknown;
    const contents = [
      { fields: { stated: 1e308 } },
      { fields: { stated: 0.5 } },
      { fields: deep },
      { fields: 'a\ud800' },
      // More than the central server takes in one request, in texts of which it would read each.
      { fields: Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, 'x'.repeat(100_000)])) }
    ];
    const poison = contents.map((content, n) => ({
      ...{ _id: idOf(n), _rev: `1-${'c'.repeat(32)}`, _revisions: { start: 1, ids: ['c'.repeat(32)] } },
      ...{ schema: 1, kind: 'import-authorization', ...content }
    }));
    const odd = { _id: `draft:${'x'.repeat(400)}`, schema: 1, kind: 'import-authorization' };
    const { engine } = servers.national;
    // CouchDB takes no lone surrogate itself.
    for (const one of poison)
      await engine
        .openAsAdministrator('country-ch')
        .bulkDocs([one], { new_edits: false })
        .catch(() => undefined);
    await engine
      .openAsAdministrator('country-ch')
      .bulkDocs([odd])
      .catch(() => undefined);
    const draft = aDraft(swissOfficer.store.newDraftId(), { importer: 'After it' });
    unwrap(await swissOfficer.store.saveDraft(draft));
    await untilHeld(servers.central.engine, 'country-ch', draft._id);
    expect(servers.linkState.state).toBe('working');
    const held = await idsIn(servers.central.engine, 'country-ch');
    expect(held.filter((id) => poison.some(({ _id }) => _id === id) || id === odd._id)).toEqual([]);
  });
});
