import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { Audit } from '#couch/accounts/audit.ts';
import { Invitations } from '#couch/accounts/invitations.ts';
import { examine } from '#couch/doctor/doctor-command.ts';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { readSettings } from '#couch/base/env.ts';
import { LinkState } from '#couch/link/link-state.ts';
import { runProvision } from '#couch/provision/provision-command.ts';
import { noteOrigin } from '#couch/installation/system-settings.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { openInstallation } from '#couch/start/open-installation.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aKey } from '../gateway/rig.ts';
import { CH } from './two-servers.ts';

let home: string;
let env: Record<string, string>;
const told: string[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'i2es-national-'));
  writeFileSync(join(home, 'roots.json'), JSON.stringify([(await aKey()).publicKey]));
  env = { ROOTS_FILE: join(home, 'roots.json'), DEMONSTRATION: 'no' };
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const central = (): Record<string, string> => ({ ...env, DATA_DIR: join(home, 'central') });
const national = (): Record<string, string> => ({
  ...env,
  DATA_DIR: join(home, 'national'),
  NATIONAL_COUNTRY: 'CH',
  CENTRAL_URL: 'https://central.example',
  CENTRAL_ACCOUNT: 'ch.service',
  CENTRAL_PASSWORD_FILE: join(home, 'password')
});

function provision(settings: Record<string, string>, ...words: string[]): Promise<number> {
  told.splice(0);
  return runProvision(words, { root: '.', env: settings, say: (sentence) => void told.push(sentence) });
}

test('a national server needs all four settings, and a line that is not in the clear', () => {
  const { CENTRAL_ACCOUNT: _account, ...some } = national();
  expect(() => readSettings(some)).toThrow(/^A national server needs CENTRAL_ACCOUNT as well/);
  expect(() => readSettings({ ...national(), NATIONAL_COUNTRY: 'XX' })).toThrow(
    /no country of ISO 3166: XX$/
  );
  expect(() => readSettings({ ...national(), CENTRAL_URL: 'http://central.example' })).toThrow(
    /^CENTRAL_URL is/
  );
  for (const near of ['http://127.0.0.1:4600/', 'http://localhost:4600'])
    expect(readSettings({ ...national(), CENTRAL_URL: near }).national?.centralUrl).toMatch(/:4600$/);
  expect(readSettings({ ...national(), DEMONSTRATION: '' }).demonstration).toBe(false);
  expect(readSettings(central()).national).toBeNull();
});

test('the service account is made at the central server, its password told once', async () => {
  await expect(provision(central(), 'service-account', 'CH')).rejects.toThrow('CH is not registered here.');
  const engine = await openEmbeddedEngine({ folder: join(home, 'central') });
  await provisionCountry(engine, CH);
  await engine.close();
  expect(await provision(central(), 'service-account', 'CH')).toBe(0);
  const password = /: (\S{43})$/.exec(
    told
      .join('\n')
      .split('\n')
      .find((line) => line.includes('password')) ?? ''
  )?.[1];
  await expect(provision(central(), 'service-account', 'CH')).rejects.toThrow(
    /is there already; --new-password/
  );
  const again = await openEmbeddedEngine({ folder: join(home, 'central') });
  const accounts = new Accounts({ engine: again, clock: Date.now });
  const checked = await accounts.readPerson('ch.service');
  expect(checked).toMatchObject({ role: 'service', authority: 'CH', suspended: false });
  const opened = await accounts.checkPassword({
    person: 'ch.service',
    password: password ?? '',
    address: '127.0.0.1'
  });
  expect(opened.ok).toBe(true);
  await again.close();
  expect(await provision(central(), 'service-account', 'CH', '--new-password')).toBe(0);
  expect(told.join('\n')).not.toContain(password);
  const last = await openEmbeddedEngine({ folder: join(home, 'central') });
  const entries = await new Audit({ engine: last, clock: Date.now }).list(CH, { limit: 5 });
  await last.close();
  expect(entries.map(({ by, what, about }) => [by, what, about])).toEqual([
    ['server', 'service.password', 'ch.service'],
    ['server', 'service.made', 'ch.service']
  ]);
  for (const words of [[], ['XX'], ['CH', '--force'], ['CH', '--new-password', 'x']])
    await expect(provision(central(), 'service-account', ...words)).rejects.toThrow(/^Usage: /);
  await expect(provision(national(), 'service-account', 'CH')).rejects.toThrow(/made at the central server/);
});

test('a national server invites its own first administrator, and nobody of the Board', async () => {
  const person = ['--name', 'A. Person', '--function', 'Head', '--email', 'head@cna.example'];
  await expect(provision(central(), 'invite-administrator', ...person)).rejects.toThrow(/own server only/);
  await expect(provision(national(), 'invite-board', ...person)).rejects.toThrow(/at the central server/);
  expect(await provision(national(), 'invite-administrator', ...person)).toBe(0);
  const token = /invitation#(\S+)/.exec(told.join('\n'))?.[1];
  const engine = await openEmbeddedEngine({ folder: join(home, 'national') });
  const look = await new Invitations({ engine, clock: Date.now }).look(token);
  expect(unwrap(look)).toMatchObject({ authority: 'CH', role: 'administrator' });
  expect((await engine.list()).filter((name) => name.startsWith('country-'))).toEqual(['country-ch']);
  await engine.close();
});

test('an invitation names the public address: of the command, else of the server’s last start, else it says what is missing', async () => {
  const person = ['--name', 'A. Person', '--function', 'Head', '--email', 'head@cna.example'];
  const invite = async (settings: Record<string, string>, ...more: string[]): Promise<string> => {
    const verb = settings['NATIONAL_COUNTRY'] ? 'invite-administrator' : 'invite-board';
    expect(await provision(settings, verb, ...person, ...more)).toBe(0);
    return told.join('\n');
  };
  for (const settings of [central(), national()]) {
    const near = await invite({ ...settings, PORT: '4711' });
    expect(near).toContain('http://localhost:4711/invitation#');
    expect(near).toContain('ORIGIN is not set');
    const named = await invite({ ...settings, ORIGIN: 'https://command.example' });
    expect(named).toContain('https://command.example/invitation#');
    expect(named).not.toContain('ORIGIN');

    const engine = await openEmbeddedEngine({ folder: settings['DATA_DIR'] ?? '' });
    await noteOrigin(engine, 'https://server.example');
    await engine.close();
    const stored = await invite(settings);
    expect(stored).toContain('https://server.example/invitation#');
    expect(stored).not.toContain('ORIGIN is not set');
    expect(await invite(settings, '--address', 'https://given.example')).toContain(
      'https://given.example/inv'
    );
    expect(await invite({ ...settings, ORIGIN: 'https://command.example' })).toContain('//command.example/');
  }
});

test('an installation is a central or a national one for good', async () => {
  const open = (settings: Record<string, string>) =>
    openInstallation(readSettings(settings), () => undefined);
  await expect(open({ ...env, DATA_DIR: join(home, 'national') })).rejects.toThrow(
    /^This is the own server of CH/
  );
  await expect(open({ ...national(), DATA_DIR: join(home, 'central') })).rejects.toThrow(/a central one/);
  await expect(open({ ...national(), NATIONAL_COUNTRY: 'AU' })).rejects.toThrow(/of CH, not of AU\.$/);
});

test('the doctor tells of a link that waits for a person, and a person says to go on', async () => {
  const change = async (): Promise<readonly { level: string; says: string }[]> => {
    const engine = await openEmbeddedEngine({ folder: join(home, 'national') });
    const settings = readSettings({ ...national(), CENTRAL_URL: 'http://127.0.0.1:9' });
    const context = {
      engine,
      settings,
      secretFiles: {},
      server: null,
      secrets: null,
      clock: Date.now,
      pause: 0
    };
    const found = await examine(context, ['link']);
    await engine.close();
    return found;
  };
  const engine = await openEmbeddedEngine({ folder: join(home, 'national') });
  const book = new LinkState(engine.open('country-ch'));
  await book.open();
  await book.update((record) => ({ ...record, complete: true, setAside: 2, stopped: 'It is another one.' }));
  await engine.close();
  const found = await change();
  expect(found.map(({ level, says }) => `${level} ${says}`)).toEqual([
    'bad It is another one.',
    'warn The central server http://127.0.0.1:9 does not answer.',
    'warn Keys and withdrawals here are of an unknown day.',
    'warn Compared with the central copy: never.',
    'warn Keys and lists compared with the central ones: never.',
    'warn 2 documents from there were set aside since this server began.'
  ]);
  await expect(provision(central(), 'accept-central')).rejects.toThrow('This is no country’s own server.');
  expect(await provision(national(), 'accept-central')).toBe(0);
  expect((await change()).map(({ level }) => level)).toEqual(Array(5).fill('warn'));
});
