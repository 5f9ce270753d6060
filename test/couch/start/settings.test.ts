/**
 * Every setting of the one list does on either engine what couch/README.md says: a central server with a demonstration,
 * one with real keys, and a country's own server are started as `npm start` does, and each setting is looked for in them.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings, SETTING_NAMES, type Environment, type SettingName } from '#couch/base/env.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { openCouchdbEngine } from '#couch/engine/engine.ts';
import { WRITTEN_ORIGIN } from '#couch/gateway/app/app-files.ts';
import { makeSecretsFile, readSecretsFile } from '#couch/installation/secrets.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { unwrap } from '#lib/domain/result.ts';
import { askCouchdb, describeEngines } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const ROOT = join(import.meta.dirname, '../../..');
const url = process.env['COUCHDB_URL'] ?? '';
const PASSWORD = 'a password of the national server';
const TOKEN = 'a token of at least twenty signs';
/** A second address of this very computer, where the system has one. */
const HOST = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

test('every setting of the list is explained in couch/README.md, and no other', () => {
  const [, list = ''] = readFileSync(join(ROOT, 'couch/README.md'), 'utf8').split('## Settings');
  const explained = [...list.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, name]) => name);
  expect([...new Set(explained)].sort()).toEqual([...SETTING_NAMES].sort());
});

async function aFreePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

describeEngines('the settings', (_open, kind) => {
  const home = mkdtempSync(join(tmpdir(), 'i2es-settings-'));
  const prefix = `s${process.pid.toString(36)}${Date.now().toString(36)}`;
  const isCouchdb = kind === 'couchdb';
  const written: string[] = [];
  const running: Backend[] = [];
  let central: { env: Environment; backend: Backend };
  let real: typeof central;
  let national: typeof central;

  const file = (name: string, text: string): string => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const place = (name: string): Environment => ({
    DATA_DIR: join(home, name),
    APP_DIR: join(home, 'app'),
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...(isCouchdb ? { COUCHDB_URL: url, COUCHDB_PREFIX: `${prefix}${name}-` } : {})
  });
  async function start(env: Environment): Promise<typeof central> {
    const backend = await startBackend({ root: ROOT, settings: readSettings(env), say: () => undefined });
    running.push(backend);
    return { env, backend };
  }
  const askCentral = (path: string, headers: Record<string, string> = {}, body?: object): Promise<Response> =>
    fetch(central.backend.address + path, {
      method: body ? 'POST' : 'GET',
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {})
    });
  const figures = (headers: Record<string, string>): Promise<Response> =>
    fetch(`http://${central.env.METRICS_HOST}:${central.env.METRICS_PORT}/metrics`, { headers });

  beforeAll(async () => {
    mkdirSync(join(home, 'app'));
    const told = '<bdi data-told="keeper">x</bdi><bdi data-told="email">x</bdi>';
    const page = `<!doctype html><title>I2ES</title><link href="${WRITTEN_ORIGIN}/en">${told}`;
    for (const name of ['index.html', '200.html', 'en.html']) file(join('app', name), page);
    await makeSecretsFile(join(home, 'shared.json'));
    const { publicKey } = await importSigningKey(await generatePrivateJwk());
    const { COUCHDB_URL, ...demonstration } = place('demonstration');
    const port = await aFreePort();
    central = await start({
      ...demonstration,
      ...(COUCHDB_URL ? { COUCHDB_URL_FILE: file('couchdb-url', `${COUCHDB_URL}\n`) } : {}),
      ...{ PORT: port, HOST, DEMONSTRATION: 'pair', SECRETS_FILE: join(home, 'shared.json') },
      ...{ ORIGIN: `http://localhost:${port}`, TRUSTED_PROXIES: '127.0.0.1', STOP_AFTER_SECONDS: '1' },
      ...{ OPERATOR: 'The keeper of the tests', OPERATOR_EMAIL: 'keeper@tests.example', LEASE_SECONDS: '2' },
      LIST_SECONDS: '1',
      ...{ SMTP_URL_FILE: file('smtp', 'smtp://127.0.0.1:9\n'), MAIL_FROM: 'incb@tests.example' },
      ...{ METRICS_PORT: await aFreePort(), METRICS_HOST: HOST, METRICS_TOKEN_FILE: file('token', TOKEN) }
    });
    const { accounts } = central.backend.installation;
    const service = { id: 'ch.service', name: 'Own server', function: 'Link', role: 'service' } as const;
    unwrap(await accounts.createPerson({ ...service, authority: 'CH' as never, password: PASSWORD }));
    const { write } = process.stderr;
    const listening = vi.spyOn(process.stderr, 'write').mockImplementation(((chunk: string) => {
      written.push(String(chunk));
      return write.call(process.stderr, '');
    }) as typeof write);
    real = await start({
      ...place('real'),
      ...{ DEMONSTRATION: 'no', ROOTS_FILE: file('roots.json', JSON.stringify([publicKey])) },
      ...{ LOG_LEVEL: 'info', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'incb@tests.example' },
      ...{ METRICS_PORT: await aFreePort(), METRICS_TOKEN: TOKEN }
    });
    await (await fetch(`${real.backend.address}/api/health`)).text();
    await vi.waitFor(() => expect(written.join('')).toContain('/api/health'));
    listening.mockRestore();
    const roots = central.backend.installation.system.roots;
    national = await start({
      ...place('national'),
      ...{ NATIONAL_COUNTRY: 'CH', ROOTS_FILE: file('central-roots.json', JSON.stringify(roots)) },
      ...{ CENTRAL_URL: `http://127.0.0.1:${await forwardTo(port)}`, CENTRAL_ACCOUNT: 'ch.service' },
      CENTRAL_PASSWORD_FILE: file('password', `${PASSWORD}\n`)
    });
  });

  /** CENTRAL_URL without TLS is for this computer's usual address only. */
  async function forwardTo(port: string): Promise<string> {
    const { connect } = await import('node:net');
    const server = createServer((from) => {
      const to = connect(Number(port), HOST);
      from.pipe(to).pipe(from);
      for (const one of [from, to]) one.on('error', () => from.destroy() && to.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return String((server.address() as { port: number }).port);
  }

  afterAll(async () => {
    for (const backend of running.reverse()) await backend.stop();
    if (isCouchdb) {
      const engine = await openCouchdbEngine({ url, prefix });
      for (const name of await engine.list()) await engine.destroy(name);
      await engine.close();
    }
    rmSync(home, { recursive: true, force: true });
  });

  const CASES: Readonly<Record<SettingName, () => Promise<void> | void>> = {
    PORT: () => expect(new URL(central.backend.address).port).toBe(central.env.PORT),
    HOST: () =>
      expect(new URL(central.backend.address).hostname).toBe(HOST === '127.0.0.1' ? 'localhost' : HOST),
    DATA_DIR: () => expect(existsSync(join(home, 'demonstration', 'demonstration-keys.json'))).toBe(true),
    COUCHDB_URL: () => expect(real.backend.installation.engine.kind).toBe(kind),
    COUCHDB_URL_FILE: () => expect(central.backend.installation.engine.kind).toBe(kind),
    COUCHDB_PREFIX: async () => {
      if (!isCouchdb) return expect(central.env.COUCHDB_PREFIX).toBeUndefined();
      const { status } = await askCouchdb(url, 'GET', `${central.env.COUCHDB_PREFIX}country-au`);
      expect(status).toBe(200);
    },
    SECRETS_FILE: () =>
      expect(central.backend.installation.secret).toBe(readSecretsFile(join(home, 'shared.json')).service),
    DEMONSTRATION: async () => {
      expect(central.backend.installation.people.map(({ person }) => person)).toContain('au.officer');
      expect(real.backend.installation.system.demonstration).toBe(false);
    },
    ROOTS_FILE: () =>
      expect(real.backend.installation.system.roots).toEqual(
        JSON.parse(readFileSync(join(home, 'roots.json'), 'utf8'))
      ),
    APP_DIR: async () => expect(await (await askCentral('/')).text()).toContain('<title>I2ES</title>'),
    TRUSTED_PROXIES: async () => {
      const guess = async (from: string): Promise<number> => {
        const wrong = { person: 'au.officer', password: 'a wrong password' };
        return (await askCentral('/api/session', { 'x-forwarded-for': from }, wrong)).status;
      };
      const statuses: number[] = [];
      while (statuses.length < 10 && statuses.at(-1) !== 429) statuses.push(await guess('203.0.113.7'));
      expect(statuses.at(-1)).toBe(429);
      expect(await guess('203.0.113.8')).toBe(401);
    },
    ORIGIN: async () => {
      expect(await (await askCentral('/en')).text()).toContain(`<link href="${central.env.ORIGIN}/en">`);
      expect(await (await fetch(`${real.backend.address}/en`)).text()).toContain(
        '<link href="http://localhost:'
      );
      // For commands that are run without it.
      const storedBy = async ({ backend }: typeof central) =>
        (await readSystemSettings(backend.installation.engine))?.origin;
      expect([await storedBy(central), await storedBy(real)]).toEqual([central.env.ORIGIN, undefined]);
    },
    OPERATOR: async () => expect(await (await askCentral('/en')).text()).toContain(central.env.OPERATOR),
    OPERATOR_EMAIL: async () =>
      expect(await (await askCentral('/en')).text()).toContain(central.env.OPERATOR_EMAIL),
    LOG_LEVEL: () => expect(written.join('')).toContain('"route":"/api/health'),
    LEASE_SECONDS: async () => {
      if (!isCouchdb) return expect(readSettings(central.env).leaseSeconds).toBe(2);
      const { engine } = central.backend.installation;
      await vi.waitFor(async () => {
        const { rows } = await engine
          .open('accounts')
          .allDocs({ startkey: 'lease:', endkey: 'lease:\ufff0' });
        expect(rows.length).toBeGreaterThan(0);
      });
    },
    LIST_SECONDS: async () => {
      const current = async () => {
        const answer = Buffer.from(await (await askCentral('/api/verify/lists')).arrayBuffer());
        return JSON.parse(answer.subarray(4, 4 + answer.readUInt32BE(0)).toString()).head.number as number;
      };
      const first = await vi.waitFor(current);
      await vi.waitFor(async () => expect(await current()).toBeGreaterThan(first), 10_000);
    },
    STOP_AFTER_SECONDS: async () => {
      // The last one of all: it stops the central server.
      const stopping = central.backend.stop();
      await vi.waitFor(async () => expect((await askCentral('/api/health')).status).toBe(503));
      expect((await askCentral('/')).status).toBe(200);
      await stopping;
    },
    SMTP_URL: () => expect(readSettings(real.env).mail?.url).toBe('smtp://127.0.0.1:9'),
    SMTP_URL_FILE: () => expect(readSettings(central.env).mail?.url).toBe('smtp://127.0.0.1:9'),
    MAIL_FROM: () => expect(readSettings(central.env).mail?.from).toBe('incb@tests.example'),
    METRICS_PORT: async () => expect((await figures({ authorization: `Bearer ${TOKEN}` })).status).toBe(200),
    METRICS_HOST: async () =>
      expect(await (await figures({ authorization: `Bearer ${TOKEN}` })).text()).toContain('i2es_'),
    METRICS_TOKEN: async () => {
      const address = `http://127.0.0.1:${real.env.METRICS_PORT}/metrics`;
      expect((await fetch(address)).status).toBe(401);
      expect((await fetch(address, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
    },
    METRICS_TOKEN_FILE: async () => expect((await figures({})).status).toBe(401),
    NATIONAL_COUNTRY: () => expect(national.backend.installation.system.national).toBe('CH'),
    CENTRAL_URL: signedInAtCentral,
    CENTRAL_ACCOUNT: signedInAtCentral,
    CENTRAL_PASSWORD_FILE: signedInAtCentral
  };

  /** The link has the address, the account and the password. */
  async function signedInAtCentral(): Promise<void> {
    const accounts = central.backend.installation.engine.open('accounts');
    const range = { startkey: 'session:ch.service', endkey: 'session:ch.service\ufff0' };
    await vi.waitFor(
      async () => expect((await accounts.allDocs(range)).rows.length).toBeGreaterThan(0),
      20_000
    );
  }

  test.each([...SETTING_NAMES].filter((name) => name !== 'STOP_AFTER_SECONDS'))(
    '%s does what it says',
    async (name) => CASES[name]()
  );
  test('STOP_AFTER_SECONDS does what it says', async () => CASES.STOP_AFTER_SECONDS());
});

describe.skipIf(url === '')('DEMONSTRATION=yes on CouchDB', () => {
  test('starts, with the acts that partners stated in each country’s database', async () => {
    const home = mkdtempSync(join(tmpdir(), 'i2es-settings-world-'));
    const COUCHDB_PREFIX = `w${process.pid.toString(36)}${Date.now().toString(36)}-`;
    for (const page of ['index.html', '200.html']) writeFileSync(join(home, page), '<!doctype html>');
    const env = { COUCHDB_URL: url, COUCHDB_PREFIX, DATA_DIR: join(home, 'data'), APP_DIR: home, PORT: '0' };
    const settings = readSettings({ ...env, DEMONSTRATION: 'yes', LOG_LEVEL: 'silent' });
    const backend = await startBackend({ root: ROOT, settings, say: () => undefined });
    try {
      const { engine } = backend.installation;
      const names = await engine.list();
      expect(names.filter((name) => databaseToCountry(name) !== null)).toHaveLength(45);
      const { rows } = await engine.open('country-bd').allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
      expect(rows.filter(({ id }) => id.split(':')[2] !== 'BD').length).toBeGreaterThan(10);
    } finally {
      await backend.stop();
      const engine = await openCouchdbEngine({ url, prefix: COUCHDB_PREFIX });
      for (const name of await engine.list()) await engine.destroy(name);
      await engine.close();
      rmSync(home, { recursive: true, force: true });
    }
  }, 600_000);
});
