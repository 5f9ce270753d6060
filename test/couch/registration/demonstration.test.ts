import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { Audit } from '#couch/accounts/audit.ts';
import { Invitations } from '#couch/accounts/invitations.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { requestDevice } from '#couch/gateway/routes/devices.ts';
import { openEmbeddedEngine, type Engine } from '#couch/engine/engine.ts';
import { inviteBoard } from '#couch/provision/accounts.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { ensureStandings, Standings } from '#couch/registration/standings.ts';
import { Requests } from '#couch/registration/requests.ts';
import { listPeople, seedDemonstration, startDemonstrationClerk } from '#couch/demonstration/seed.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { Keyring } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { anImportAuthorization, aReply } from '../../samples/acts.ts';
import { describeEngines, openTestEmbedded, type TestEngine } from '../with-engine.ts';
import { PASSWORD, SECRETARY } from './office.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;

describeEngines('a country from before registration', (open) => {
  let held: TestEngine;
  beforeEach(async () => {
    held = await open();
    await provisionSystem(held.engine);
    for (const country of ['AU', 'CH', 'FI']) await provisionCountry(held.engine, country as CountryCode);
  });
  afterEach(() => held.drop());

  test('is registered as it stands, and active from its own first act of a trade', async () => {
    const asked = anImportAuthorization();
    const reply = aReply(asked);
    const store = (name: string, acts: readonly Act[]) =>
      held.engine.openAsAdministrator(name).bulkDocs([...acts]);
    await store('country-au', [asked, reply]);
    await store('country-ch', [asked, reply]);
    await store('country-fi', []);
    await ensureStandings(held.engine, NOW);
    const standings = new Standings(held.engine);
    const [au, ch, fi] = await Promise.all(
      ['AU', 'CH', 'FI'].map((country) => standings.read(country as CountryCode))
    );
    for (const standing of [au, ch, fi])
      expect(standing).toMatchObject({ state: 'registered', by: 'server' });
    // What a partner addressed to it makes nobody active.
    expect(au?.activeSince).toBe(`${asked.body.at.slice(0, 10)}T00:00:00.000Z`);
    expect(ch?.activeSince).toBe(`${reply.body.at.slice(0, 10)}T00:00:00.000Z`);
    expect(fi).not.toHaveProperty('activeSince');
    // Nobody is active before they are registered; of whom nothing is known it is said as of now.
    expect([au?.registeredAt, fi?.registeredAt]).toEqual([au?.activeSince, NOW]);
    await ensureStandings(held.engine, '2027-01-01T00:00:00.000Z' as Instant);
    expect(await standings.read('FI' as CountryCode)).toEqual(fi);
    standings.close();
  });
});

describe('the demonstration', () => {
  let held: TestEngine;
  let engine: Engine;
  let accounts: Accounts;
  const seed = async (now = NOW): Promise<unknown> => {
    const exchangeKey = await importSigningKey(await generatePrivateJwk());
    const dataFolder = held.folder ?? '';
    const context = { engine, accounts, dataFolder, exchangeKey, now, log: () => undefined };
    return seedDemonstration({ ...context, size: 'pair' });
  };
  beforeAll(async () => {
    held = await openTestEmbedded();
    engine = held.engine;
    await provisionSystem(engine);
    accounts = new Accounts({ engine, clock: Date.now });
    await seed();
    await ensureStandings(engine, NOW);
  });
  afterAll(() => held.drop());

  test('Algeria has asked, Kenya is registered and issues nothing, Australia and Switzerland do', async () => {
    const requests = await new Requests(engine).list();
    expect(requests.map(({ _id, status }) => [_id, status])).toEqual([
      ['registration:DZ:1', 'asked'],
      ['registration:KE:1', 'confirmed']
    ]);
    for (const { name, authority } of requests) {
      expect(name).toContain('demonstration');
      expect(authority).toContain('not known');
    }
    const standings = new Standings(engine);
    const of = (country: string) => standings.read(country as CountryCode);
    expect(await of('KE')).not.toHaveProperty('activeSince');
    for (const country of ['AU', 'CH']) {
      const { registeredAt, activeSince = '' } = (await of(country)) ?? {};
      expect(registeredAt).toMatch(/^2025-/);
      expect(activeSince > (registeredAt ?? '')).toBe(true);
    }
    expect(await of('DZ')).toBeNull();
    standings.close();
  });

  test('everybody who is told at the start may sign in', async () => {
    expect(listPeople('pair').map(({ person }) => person)).toEqual(
      expect.arrayContaining(['incb.secretary', 'trainer.demo', 'ke.admin', 'au.admin', 'ch.officer'])
    );
    for (const { person, password } of listPeople('pair'))
      unwrap(await accounts.openSession({ person, password, address: '127.0.0.1' }));
  });

  test('an older one is given what it lacks, and what a visitor decided or removed is not put back', async () => {
    const board = engine.open('incb');
    await board.remove(await board.get('registration:DZ:1'));
    await seed();
    expect(await new Requests(engine).read('registration:DZ:1')).toBeNull();
    const database = engine.open('accounts');
    await database.remove(await database.get('demonstration:registration'));
    await database.remove(await database.get('person:ke.admin'));
    await seed();
    expect(await accounts.readPerson('ke.admin')).toMatchObject({ role: 'administrator', authority: 'KE' });
  });

  test('a first start that was cut short is begun again on another day, and states nothing twice', async () => {
    const list = async (): Promise<string[]> => {
      const acts = { startkey: 'act:', endkey: 'act:\ufff0' };
      const { rows } = await engine.open('country-au').allDocs(acts);
      // The same statements, signed anew.
      return rows.map(({ id }) => id.split(':').slice(0, 4).join(':')).sort();
    };
    const before = await list();
    const database = engine.open('accounts');
    await database.remove(await database.get('demonstration:complete'));
    await seed('2026-12-09T09:00:00.000Z' as Instant);
    expect(await list()).toEqual(before);
  });

  test('the clerk certifies the devices of INCB’s secretary and of Kenya’s administrator', async () => {
    const clerk = await startDemonstrationClerk(engine, held.folder ?? '');
    const keyring = new Keyring((await readSystemSettings(engine))?.roots ?? []);
    for (const [person, home] of [
      [SECRETARY, 'incb'],
      ['ke.admin', 'country-ke']
    ] as const) {
      const { publicKey, keyId } = await importSigningKey(await generatePrivateJwk());
      const places = { own: engine.open(home), board: engine.open('incb'), isAnswered: () => false };
      const asker = await accounts.readPerson(person);
      if (!asker) throw new Error(`nobody is called ${person}`);
      const certified = nextCertificate(engine, keyId);
      await requestDevice(asker, places, { key: publicKey, device: 'Desk 1' }, NOW, LIMITS);
      await keyring.addAct(await certified);
      const standing = keyring.trust.standingsOf(keyId)[0];
      expect(standing?.certificate?.body.holder).toMatchObject({
        person,
        authority: asker.authority,
        role: 'administrator'
      });
    }
    clerk?.stop();
  });
});

function nextCertificate(engine: Engine, keyId: string): Promise<Act> {
  return new Promise((resolve, reject) => {
    const feed = engine.open('reference').changes({ live: true, since: 0, include_docs: true });
    feed.on('error', reject).on('change', ({ doc }) => {
      const act = doc as unknown as Act;
      if (act.body?.kind !== 'certificate' || act.body.keyId !== keyId) return;
      feed.cancel();
      resolve(act);
    });
  });
}

describe('the first person of INCB', () => {
  let folder: string;
  let env: Record<string, string>;
  const said: string[] = [];
  const invite = (...words: string[]) =>
    inviteBoard(words, { root: '', env, say: (sentence) => void said.push(sentence) });
  const WORDS = ['--name', 'A. Person', '--function', 'Secretary', '--email', 'a.person@incb.example'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'i2es-test-'));
    const { publicKey } = await importSigningKey(await generatePrivateJwk());
    writeFileSync(join(folder, 'roots.json'), JSON.stringify([publicKey]));
    env = { DATA_DIR: join(folder, 'data'), DEMONSTRATION: 'no', ROOTS_FILE: join(folder, 'roots.json') };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is invited at the console of a new installation, by a link that is told once and works once', async () => {
    expect(await invite(...WORDS, '--address', 'https://i2es.example')).toBe(0);
    const token = /^https:\/\/i2es\.example\/invitation#(\S+)$/m.exec(said.join('\n'))?.[1] ?? '';
    expect(readFileSync(join(folder, 'data', 'secrets.json'), 'utf8')).not.toContain(token);
    const engine = await openEmbeddedEngine({ folder: env['DATA_DIR'] ?? '' });
    const invitations = new Invitations({ engine, clock: Date.now });
    const chosen = { person: 'incb.first', password: PASSWORD };
    expect(unwrap(await invitations.accept(token, chosen))).toMatchObject({
      role: 'incb',
      authority: 'INCB'
    });
    expect((await invitations.accept(token, { ...chosen, person: 'incb.other' })).ok).toBe(false);
    const [joined, invited] = await new Audit({ engine, clock: Date.now }).list('INCB', { limit: 2 });
    expect([joined?.what, invited?.what, invited?.by]).toEqual(['person.joined', 'person.invited', 'server']);
    await expect(invite(...WORDS)).rejects.toThrow(
      /^The server is running on .*: stop it first to invite\.$/
    );
    await engine.close();
  });

  test('what is missing or malformed is told, and invites nobody', async () => {
    await expect(invite('--name', 'A. Person')).rejects.toThrow(/^Usage: /);
    await expect(invite(...WORDS, '--address', 'i2es.example/x')).rejects.toThrow(/^Usage: /);
    await expect(invite(...WORDS.slice(0, -1), 'nobody')).rejects.toThrow('registration.email.malformed');
  });
});
