/** What deploys the system, read as its tools read it: pinned, closed, and with no secret in it. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { listUnsafe, SAFE_SETTINGS } from '#couch/doctor/check-couchdb.ts';
import { listCopied } from './docker-context.ts';
import { readIni } from './read-ini.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'couch/deploy');
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Readonly<Record<string, object>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file?: string }>>;
}

const networksOf = ({ networks }: Service): string[] =>
  Array.isArray(networks) ? [...(networks as string[])] : Object.keys(networks);

test.each(['Dockerfile', 'README.md', 'compose.yaml', 'compose.cluster.yaml'])(
  '%s names the image of this version',
  (file) => {
    const versions = read(file).match(/(?<=i2es-gateway:)[\d.]*\d/g);
    expect(new Set(versions)).toEqual(new Set([PROGRAM_VERSION]));
  }
);

test('the newest version of the change log is this one', () => {
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(PROGRAM_VERSION);
});

describe.each(['compose.yaml', 'compose.cluster.yaml'])('%s', (file) => {
  const compose = parse(read(file), { merge: true }) as Compose;
  const services = Object.entries(compose.services);

  test('pins every image', () => {
    for (const [, { image }] of services)
      expect(image).toMatch(/^[a-z0-9-]+:\d+\.\d+\.\d+[a-z0-9.-]*(?:@sha256:[0-9a-f]{64})?$/);
  });

  test('publishes the proxy’s ports and no other, and CouchDB sees no network but its own', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    expect(compose.networks['records']?.internal).toBe(true);
    for (const [name, service] of services)
      if (name.startsWith('couchdb')) expect(networksOf(service)).toEqual(['records']);
    expect(networksOf(compose.services['proxy'] as Service)).toEqual(['front']);
  });

  test('names secrets by their files alone', () => {
    for (const { file: path } of Object.values(compose.secrets)) expect(path).toMatch(/^\.\/secrets\//);
    for (const [, { environment = {} }] of services)
      for (const [key, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|TOKEN|COUCHDB_URL/.test(key))
          expect([key, value]).toEqual([key, expect.stringMatching(/^\/run\/secrets\//)]);
  });

  test('keeps what a gateway writes into its data folder, so that a copy of what was set aside is not lost', () => {
    const gateways = services.filter(([, { image }]) => image.startsWith('i2es-gateway:'));
    const kept = gateways.map(([, { volumes = [] }]) => volumes.filter((one) => one.endsWith(':/data')));
    expect(new Set(kept.flat()).size).toBe(gateways.length);
    for (const [, { tmpfs = [] }] of gateways) expect(tmpfs).not.toContain('/data');
    for (const volume of kept.flat()) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
  });

  test('lets gateways and proxies write nowhere else', () => {
    for (const [name, { image, read_only: isReadOnly }] of services)
      if (!image.startsWith('couchdb:')) expect([name, isReadOnly]).toEqual([name, true]);
  });
});

test('couchdb.ini says what the doctor asks for, line by line', () => {
  const ini = readIni(join(FOLDER, 'couchdb.ini'));
  expect(listUnsafe(ini)).toEqual([]);
  for (const { section, key, value } of SAFE_SETTINGS)
    expect([key, ini[section]?.[key]]).toEqual([key, value]);
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.ini')))
    expect(Object.keys(readIni(join(FOLDER, file)))).not.toContain('admins');
});

describe('what the image is given of a folder with secrets', () => {
  const dockerfile = read('Dockerfile');
  const SECRETS = [
    ...['secrets.json', 'couchdb-url', 'admins.ini', 'erlang-cookie', 'tls-key.pem'].map(
      (name) => `couch/deploy/secrets/${name}`
    ),
    ...['couch/secrets.json', 'couch/root.key', 'couch/data/secrets.json', 'couch/backup/manifest.json'],
    ...['src/lib/domain/root.pem', 'data/secrets.json', 'data/demonstration-keys.json', '.env', '.npmrc']
  ];
  const NEEDED = ['package.json', 'package-lock.json', 'build/index.html', '.server/cli.js', 'couch/run.js'];

  function copiedFrom(files: readonly string[]): readonly string[] {
    const root = mkdtempSync(join(tmpdir(), 'i2es-image-'));
    cpSync(join(ROOT, '.dockerignore'), join(root, '.dockerignore'));
    for (const file of files) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    const copied = listCopied(root, dockerfile);
    rmSync(root, { recursive: true });
    return copied;
  }

  test('is no secret, wherever it is kept', () => {
    expect(copiedFrom([...NEEDED, ...SECRETS])).toEqual([...NEEDED].sort());
  });

  test('is every source that the gateway runs', () => {
    const copied = listCopied(ROOT, dockerfile);
    const sources = ['couch', 'src/lib/domain', 'src/lib/crypto'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name}`
      )
    );
    const run = sources.filter((path) => /\.(?:ts|js)$|domain\/.*\.json$/.test(path));
    expect(run.length).toBeGreaterThan(300);
    expect(copied).toEqual(expect.arrayContaining(run));
  });
});

test('the image runs as nobody in particular, asks after its own health, and copies no secret', () => {
  const dockerfile = read('Dockerfile');
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^node:24\.\d+\.\d+-/);
  expect(dockerfile).not.toMatch(/^COPY (?:\.|data|couch\/deploy)\s/m);
});

test('the proxy waits longer than a long poll, takes what the gateway takes, and believes no header', () => {
  const nginx = read('nginx.conf');
  const [, poll] = /_changes\$ \{[^}]*proxy_read_timeout (\d+)s/.exec(nginx) ?? [];
  expect(Number(poll)).toBeGreaterThan(55);
  expect(Number(/client_max_body_size (\d+)m/.exec(nginx)?.[1])).toBeGreaterThan(2);
  expect(nginx).toContain('proxy_set_header x-forwarded-for $remote_addr;');
  expect(nginx).not.toMatch(/5984|couchdb-\d|\$proxy_add_x_forwarded_for/);
});

test('alerts and dashboard name only figures of the gateway that the runbook explains, and parts of the runbook that exist', () => {
  const runbook = read('README.md');
  const [alerts, dashboard] = [read('alerts.yaml'), read('dashboard.json')];
  const told = new Set(runbook.match(/(?<=^\|.*`)i2es_\w+/gm));
  const given = readFileSync(join(ROOT, 'couch/metrics/metrics.ts'), 'utf8');
  const named = new Set(
    (alerts + dashboard).match(/i2es_[a-z_]+/g)?.map((name) => name.replace(/_count$/, ''))
  );
  expect(named.size).toBeGreaterThan(5);
  for (const name of named)
    expect([name, told.has(name), given.includes(`'${name}'`)]).toEqual([name, true, true]);
  const parts = [...alerts.matchAll(/Runbook: ([^.']+)\./g)].map(([, part = '']) => part);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) expect(runbook).toMatch(new RegExp(`^##+ ${part}$`, 'm'));
});
