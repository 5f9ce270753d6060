/** The doctor looks at sound installations, and at ones with a defect planted without its knowing. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { examine, runDoctor } from '#couch/doctor/doctor-command.ts';
import { CouchdbServer, type Finding, type CheckContext } from '#couch/doctor/health-check.ts';
import { listUnsafe, SAFE_SETTINGS } from '#couch/doctor/check-couchdb.ts';
import { checkLists } from '#couch/doctor/check-exchange.ts';
import { readTrusted } from '#couch/doctor/check-installation.ts';
import { ListBook } from '#couch/public-lists/list-book.ts';
import { ListPublisher } from '#couch/public-lists/publisher.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import { exchangeUserOf } from '#couch/engine/service-user.ts';
import { secretFilesOf } from '#couch/base/env.ts';
import { StartError } from '#couch/base/command.ts';
import { markBackup, markPublished, markRestored } from '#couch/installation/installation-marks.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { writeSystemSettings } from '#couch/installation/system-settings.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aCertificate } from '../gateway/rig.ts';
import { askCouchdb, describeEngines, TEST_SECRET, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const url = process.env['COUCHDB_URL'] ?? '';

describeEngines('the doctor', (open, kind) => {
  let held: TestEngine;
  let folder: string;
  let context: CheckContext;
  let root: SigningKey;

  beforeAll(async () => {
    held = await open();
    folder = mkdtempSync(join(tmpdir(), 'i2es-doctor-'));
    const { engine, prefix: couchdbPrefix } = held;
    await provisionSystem(engine);
    await provisionCountry(engine, 'KE' as CountryCode);
    root = await importSigningKey(await generatePrivateJwk());
    await writeSystemSettings(engine, { roots: [root.publicKey], demonstration: false });
    const made = await ensureSecrets(folder);
    context = {
      engine,
      settings: {
        couchdbPrefix,
        dataFolder: folder,
        national: null,
        origin: 'https://i2es.example',
        isOriginNamed: true,
        trustedProxies: ['127.0.0.1']
      },
      secretFiles: {},
      server: kind === 'couchdb' ? new CouchdbServer(url) : null,
      secrets: { ...made, service: TEST_SECRET },
      clock: Date.now,
      pause: 100
    };
  });
  afterAll(async () => {
    await held.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What is not as it should be, without what this computer and this CouchDB happen to be like. */
  async function findDefects(changes: Partial<CheckContext> = {}): Promise<string[]> {
    const findings = await examine({ ...context, ...changes });
    for (const finding of findings) if (finding.level !== 'ok') expect(finding.remedy).toMatch(/\S{3}/);
    return findings.filter(isOfTheInstallation).map(({ level, about, says }) => `${level} ${about}: ${says}`);
  }
  const isOfTheInstallation = ({ level, about }: Finding): boolean =>
    level !== 'ok' && !/^(?:settings of|anonymous|disk|files|clock|set-up)/.test(about);

  test('finds that the exchange has no certificate and that no backup was made, and nothing else', async () => {
    expect(await findDefects()).toEqual([
      'bad exchange’s certificate: There is none: nobody can verify that acts were delivered.',
      'bad public lists: None was published: nobody can verify a printed form offline.',
      'warn backup: None was ever made.'
    ]);
  });

  test('finds nothing once both are there, and tells until when the certificate is good', async () => {
    const key = await importSigningKey(context.secrets?.exchangeKey ?? (await generatePrivateJwk()));
    const now = new Date().toISOString();
    const until = new Date(Date.now() + 365 * 86_400_000).toISOString();
    const of = { key, authority: 'EXCHANGE', person: 'exchange', role: 'exchange', until } as const;
    await held.engine.openAsAdministrator('reference').put(await aCertificate(root, 'INCB', 'root', of));
    await markBackup(held.engine, now);
    await publishLists(key);
    expect(await findDefects()).toEqual([]);
    const findings = await examine(context);
    expect(findings.find(({ about }) => about.startsWith('exchange’s'))?.says).toMatch(/^good until 20/);
    const later = await findDefects({ clock: () => Date.now() + 9 * 366 * 86_400_000 });
    expect(later.join('\n')).toMatch(/bad exchange’s certificate: It is expired/);
    expect(later.join('\n')).toMatch(/bad backup: The last one is of/);
  });

  async function publishLists(key: SigningKey): Promise<void> {
    const publisher = new ListPublisher({
      engine: held.engine,
      keyring: (await readTrusted(context))!,
      key,
      roots: [root.publicKey],
      handovers: [],
      demonstration: false,
      isHolder: () => true,
      log: { warn: (_, message) => expect(message).toBe('') }
    });
    await publisher.publishNow();
    await publisher.stop();
  }

  test('tells number, age and size of the public lists, and finds old, damaged and foreign ones', async () => {
    const look = async (changes: Partial<CheckContext> = {}): Promise<string> => {
      const findings = await checkLists({ ...context, ...changes });
      return findings.map(({ level, says }) => `${level}: ${says}`).join();
    };
    expect(await look()).toMatch(/^ok: List \d{8} of 20\d\d-.*Z is signed and whole, \d+ bytes\.$/);
    const later = Date.now() + 5.5 * 3_600_000;
    expect(await look({ clock: () => later })).toMatch(
      /^bad: None was published for 5 hours: list \d{8} is of/
    );
    const foreign = await importSigningKey(await generatePrivateJwk());
    await writeSystemSettings(held.engine, { roots: [foreign.publicKey], demonstration: false });
    expect(await look()).toMatch(/^bad: Devices refuse list .*: list\.otherServer\.$/);
    await writeSystemSettings(held.engine, { roots: [root.publicKey], demonstration: false });
    const parts = vi.spyOn(ListBook.prototype, 'readParts').mockResolvedValue(null);
    expect(await look()).toMatch(/^bad: Pieces of list \d{8} of .* are missing\.$/);
    parts.mockRestore();
  });

  test('finds a restore until its keeper says that everything is published again', async () => {
    const { engine } = held;
    await markRestored(engine, { of: '2026-11-20T03:00:00.000Z', at: '2026-11-21T08:00:00.000Z' });
    expect(await findDefects()).toEqual([
      'warn restore: Restored on 2026-11-21T08:00:00.000Z to the state of 2026-11-20T03:00:00.000Z, and not everything is published again.'
    ]);
    await markPublished(engine, '2026-11-21T09:00:00.000Z');
    expect(await findDefects()).toEqual([]);
  });

  test('finds what the exchange has stated as altered or missing, until it is taken back, noted or not', async () => {
    const { engine } = held;
    const key = await importSigningKey(context.secrets?.exchangeKey ?? (await generatePrivateJwk()));
    const of = [`act:20261124:KE:message:${'A'.repeat(43)}` as ActId];
    const state = async (what: object): Promise<ActId> => {
      const seq = { EXCHANGE: 1, KE: 1 };
      const by = { person: 'exchange', name: 'Exchange', function: 'Exchange' };
      const at = new Date().toISOString();
      const head = {
        schema: 1,
        kind: 'receipt',
        issuer: 'EXCHANGE',
        to: ['KE'],
        seq,
        at,
        by,
        of,
        where: 'KE'
      };
      const receipt: Act = await signBody({ ...head, ...what } as never, key);
      await engine.openAsExchange('country-ke').bulkDocs([withFirstRevision(receipt)], { new_edits: false });
      return receipt._id;
    };
    const note = async (receipts: readonly ActId[]): Promise<void> => {
      const home = engine.openAsExchange('country-ke');
      const held = await readDocument<{ _rev: string }>(home, '_local/exchange-findings');
      await home.put({
        _id: '_local/exchange-findings',
        ...(held ? { _rev: held._rev } : {}),
        receipts
      } as object);
    };
    const found = await state({ stage: 'altered' });
    const expected =
      /^bad findings: KE: 1 acts are altered, as the exchange has stated since .*: act:20261124:KE/;
    expect(await findDefects()).toEqual([expect.stringMatching(expected)]);
    await note([found]);
    expect(await findDefects()).toEqual([expect.stringMatching(expected)]);
    await note([found, await state({ stage: 'retracted', takesBack: [found] })]);
    expect(await findDefects()).toEqual([]);
    await note([]);
    expect(await findDefects()).toEqual([]);
  });

  test('finds a design document that is older, strange or gone', async () => {
    const database = held.engine.openAsAdministrator('country-ke');
    const design = await database.get<{ hash: string }>('_design/usage');
    const { rev } = await database.put({ ...design, hash: 'older' });
    await database.put({ _id: '_design/mine', views: {} } as object);
    const matching = await database.get('_design/matching');
    await database.remove(matching._id, matching._rev);
    const found = (await findDefects()).join('\n');
    expect(found).toContain('bad country-ke: _design/usage is not as this program holds it.');
    expect(found).toContain('bad country-ke: _design/mine is none of this program’s.');
    expect(found).toContain('bad country-ke: _design/matching is missing.');
    await database.put({ ...design, _rev: rev });
    const mine = await database.get('_design/mine');
    await database.remove(mine._id, mine._rev);
    await provisionCountry(held.engine, 'KE' as CountryCode);
    expect(await findDefects()).toEqual([]);
  });

  test('finds a database without epoch, and acts that nobody carries', async () => {
    const database = held.engine.openAsAdministrator('country-ke');
    const epoch = await readDocument<{ _rev: string; epoch: string }>(database, '_local/epoch');
    await database.remove('_local/epoch', epoch?._rev ?? '');
    const act = { ...anImportAuthorization(), _id: `act:20261124:KE:import-authorization:${'A'.repeat(43)}` };
    if (kind === 'embedded') await database.put(act);
    const found = (await findDefects()).join('\n');
    expect(found).toContain('bad country-ke: It has no epoch');
    if (kind === 'embedded') expect(found).toContain('warn exchange: KE: 1 acts are not carried.');
    await provisionCountry(held.engine, 'KE' as CountryCode);
  });

  test.runIf(kind === 'couchdb')(
    'finds a wall that is open, and a service user with another password',
    async () => {
      const path = `${held.prefix}country-ke/_security`;
      const { body } = await askCouchdb(url, 'GET', path);
      const plant = (security: object) => askCouchdb(url, 'PUT', path, security);
      const nobody = { names: [], roles: [] };
      await plant({ admins: nobody, members: nobody });
      expect((await findDefects()).join('\n')).toContain('country-ke: Its _security lets everybody in.');
      const { members } = body as { members: { names: string[] } };
      await plant({ ...body, members: { names: [...members.names, 'stranger'], roles: [] } });
      expect((await findDefects()).join('\n')).toContain('lets others in: stranger');
      await plant(body);
      const exchange = exchangeUserOf(held.prefix, TEST_SECRET).username;
      const accounts = `${held.prefix}accounts/_security`;
      const { body: own } = await askCouchdb(url, 'GET', accounts);
      const { members: few } = own as { members: { names: string[] } };
      await askCouchdb(url, 'PUT', accounts, {
        ...own,
        members: { names: [...few.names, exchange], roles: [] }
      });
      expect((await findDefects()).join('\n')).toContain(
        `accounts: Its _security lets others in: ${exchange}`
      );
      await askCouchdb(url, 'PUT', accounts, own);
      const user = `_users/org.couchdb.user:service-${held.prefix}country-ke`;
      const { body: account } = await askCouchdb(url, 'GET', user);
      await askCouchdb(url, 'PUT', user, { ...account, roles: [] });
      expect((await findDefects()).join('\n')).toContain(
        'country-ke: Its service user has other roles: none.'
      );
      await provisionCountry(held.engine, 'KE' as CountryCode);
      expect(await findDefects()).toEqual([]);
      const secrets = context.secrets && { ...context.secrets, service: 'another secret' };
      const found = (await findDefects({ secrets })).join('\n');
      expect(found).toContain('bad country-ke: Its service user does not come in (401).');
      expect(found).toContain('bad exchange: Its user does not come in (401).');
    }
  );

  test.runIf(kind === 'couchdb')('finds a clock that is wrong, and tells each unsafe setting', async () => {
    const findings = await examine({ ...context, clock: () => Date.now() + 90_000 });
    expect(findings.find(({ about }) => about === 'clock')?.level).toBe('bad');
    expect(findings.find(({ about }) => about === 'version')?.level).toBe('ok');
    expect(findings.find(({ about }) => about === 'nodes')?.level).toBe('ok');
  });

  test('finds a data folder that others can enter, and the next start mends it', async () => {
    chmodSync(folder, 0o755);
    expect(await findDefects()).toContain(`bad data folder: ${folder} is open to others than its owner.`);
    await ensureSecrets(folder);
    expect((await findDefects()).join('\n')).not.toContain('data folder');
  });

  test('warns where no public address is named', async () => {
    const settings = { ...context.settings, isOriginNamed: false };
    expect((await findDefects({ settings })).join('\n')).toContain('warn public address: None is set');
  });

  test('warns of an https address without a trusted proxy, and of no other', async () => {
    const told = async (changes: Partial<CheckContext['settings']>): Promise<string> =>
      (await findDefects({ settings: { ...context.settings, ...changes } })).join('\n');
    expect(await told({ trustedProxies: [] })).toContain('warn proxy: ORIGIN is an https address');
    expect(await told({})).not.toContain('proxy');
    expect(await told({ trustedProxies: [], origin: 'http://localhost:4600' })).not.toContain('proxy');
  });

  test('finds secrets that others can read', async () => {
    chmodSync(join(folder, 'secrets.json'), 0o644);
    expect((await findDefects()).join('\n')).toMatch(/bad secrets: .* can be read by others/);
    chmodSync(join(folder, 'secrets.json'), 0o600);
  });

  test('finds a secret that others can read wherever a setting names it', async () => {
    const env = Object.fromEntries(
      ['SECRETS_FILE', 'COUCHDB_URL_FILE', 'CENTRAL_PASSWORD_FILE', 'METRICS_TOKEN_FILE'].map((setting) => {
        writeFileSync(join(folder, setting), 'hidden-word', { mode: 0o600 });
        return [setting, join(folder, setting)];
      })
    );
    const secretFiles = secretFilesOf({ ...env, ROOTS_FILE: join(folder, 'roots.json') });
    expect((await findDefects({ secretFiles })).join('\n')).not.toContain('secrets');
    for (const [setting, path] of Object.entries(env)) {
      chmodSync(path, 0o640);
      const found = (await findDefects({ secretFiles })).join('\n');
      expect(found).toContain(`bad secrets: ${path} (${setting}) can be read by others.`);
      expect(found).not.toContain('hidden-word');
      chmodSync(path, 0o600);
    }
  });

  test('says of what cannot be looked at that it cannot, and looks at the rest', async () => {
    const broken = {
      ...held.engine,
      kind,
      exists: () => Promise.reject(new Error('gone'))
    } as typeof held.engine;
    broken.list = () => held.engine.list();
    broken.openAsAdministrator = (name) => held.engine.openAsAdministrator(name);
    const findings = await examine({ ...context, engine: broken });
    expect(findings).toContainEqual(expect.objectContaining({ level: 'bad', about: 'trust' }));
    expect(findings.some(({ about }) => about === 'exchange')).toBe(true);
  });
});

describe('npm run doctor', () => {
  test('ends with 1 where something is bad, also for machines, and repeats no password', async () => {
    const said: string[] = [];
    const surroundings = {
      root: '.',
      env: { COUCHDB_URL: 'http://admin:hidden-word@127.0.0.1:9' },
      say: (sentence: string) => void said.push(sentence)
    };
    expect(await runDoctor(['--json'], surroundings)).toBe(1);
    const { findings } = JSON.parse(said.join('')) as { findings: Finding[] };
    expect(findings).toEqual([expect.objectContaining({ level: 'bad', about: 'engine' })]);
    expect(await runDoctor([], surroundings)).toBe(1);
    expect(said.join('\n')).not.toContain('hidden-word');
    await expect(runDoctor(['--yaml'], surroundings)).rejects.toThrow(StartError);
  });
});

test('a node that was told nothing is unsafe in what bare CouchDB leaves open, and in nothing else', () => {
  expect(listUnsafe({}).map(({ key }) => key)).toEqual([
    'require_valid_user_except_for_up',
    'max_http_request_size',
    'max_attachment_size',
    'js_engine',
    'valid_endpoint_protocols',
    'enable'
  ]);
  const worst = { chttpd: { authentication_handlers: '{chttpd_auth, proxy_authentication_handler}' } };
  expect(listUnsafe(worst).some(({ key }) => key === 'authentication_handlers')).toBe(true);
  expect(new Set(SAFE_SETTINGS.map(({ section, key }) => `${section} ${key}`)).size).toBe(
    SAFE_SETTINGS.length
  );
});
