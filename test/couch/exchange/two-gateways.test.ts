/**
 * Two gateways, two processes, one CouchDB. The one that follows Australia is killed in the middle of a
 * thousand acts; the other goes on where it stood.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { officeOf } from '#couch/demonstration/certificates.ts';
import { ActSigner, readDemonstrationKeys } from '#couch/demonstration/signing.ts';
import { storeActs } from '#couch/demonstration/store-acts.ts';
import { openCouchdbEngine, readDocument, type Engine } from '#couch/engine/engine.ts';
import type { Act, MessageBody } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { deliveriesIn } from './world.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MAX_WAIT_ROUNDS = 240_000;
const ACTS = 1000;
const url = process.env['COUCHDB_URL'];

if (!url) console.warn('SKIPPED: two gateways on one CouchDB. Set COUCHDB_URL to run it.');

describe.skipIf(!url)('two gateways on one CouchDB', () => {
  const prefix = `two${process.pid.toString(36)}${Date.now().toString(36)}-`;
  let home: string;
  let engine: Engine;
  const running: ChildProcess[] = [];

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'i2es-two-'));
    mkdirSync(join(home, 'app'));
    for (const page of ['index.html', '200.html']) writeFileSync(join(home, 'app', page), '<!doctype html>');
  });
  afterAll(async () => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    for (const name of await engine.list()) await engine.destroy(name);
    await engine.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Both are given the same secrets, as the README says. */
  async function start(): Promise<ChildProcess> {
    const env = {
      ...process.env,
      PORT: '0',
      DATA_DIR: join(home, 'data'),
      APP_DIR: join(home, 'app'),
      COUCHDB_PREFIX: prefix,
      DEMONSTRATION: 'pair',
      LEASE_SECONDS: '3'
    };
    const args = [join('couch', 'run.js'), 'start'];
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let text = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        if (text.includes('I2ES is at')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('close', () => reject(new Error(text)));
    });
    return child;
  }

  async function write(text: string, count: number): Promise<Act[]> {
    const keys = await readDemonstrationKeys(join(home, 'data'));
    if (!keys) throw new Error('no demonstration');
    const scribe = new ActSigner(officeOf('AU' as CountryCode, 'officer', keys));
    const at = new Date().toISOString() as Instant;
    for (let number = 0; number < count; number++)
      await scribe.write<MessageBody>(['CH' as CountryCode], at, {
        kind: 'message',
        text: `${text} ${number}`
      });
    await storeActs(engine, 'country-au', scribe.written);
    return [...scribe.written];
  }

  /** The process that follows Australia now. */
  async function holderOf(lease: string): Promise<number | null> {
    const accounts = engine.open('accounts');
    const held = await readDocument<{ holder: string | null }>(accounts, lease);
    if (!held?.holder) return null;
    const holder = await readDocument<{ process: number }>(accounts, `lease-holder:${held.holder}`);
    return holder?.process ?? null;
  }

  /** Asks a CouchDB that is busy with the acts, so not at every change. */
  const eventually = (isSo: () => Promise<boolean>): Promise<void> =>
    vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: MAX_WAIT_ROUNDS, interval: 250 });

  async function messagesIn(name: string): Promise<string[]> {
    const { rows } = await engine.open(name).allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
    return rows.map(({ id }) => id).filter((id) => id.includes(':AU:message:'));
  }

  test('lose nothing and double nothing when one is killed', { timeout: MAX_WAIT_ROUNDS }, async () => {
    const first = await start();
    const { service } = JSON.parse(readFileSync(join(home, 'data', 'secrets.json'), 'utf8')) as {
      service: string;
    };
    engine = await openCouchdbEngine({ url: url ?? '', prefix, secret: service });
    const second = await start();
    await eventually(async () => (await holderOf('lease:AU')) !== null);
    const before = new Set(await messagesIn('country-ch'));
    const carried = async (): Promise<string[]> =>
      (await messagesIn('country-ch')).filter((id) => !before.has(id));

    const acts = await write('First half', ACTS / 2);
    await eventually(async () => (await carried()).length > 0);
    const holder = await holderOf('lease:AU');
    const [killed, left] = first.pid === holder ? [first, second] : [second, first];
    expect(killed.pid).toBe(holder);
    killed.kill('SIGKILL');
    acts.push(...(await write('Second half', ACTS / 2)));
    await eventually(async () => (await holderOf('lease:AU')) === left.pid);

    const ids = acts.map(({ _id }) => _id).sort();
    await eventually(async () => (await carried()).length === ACTS);
    expect((await carried()).sort()).toEqual(ids);
    const stated = async (): Promise<string[]> => {
      const own = new Set<string>(ids.map((id) => `${id} CH`));
      return (await deliveriesIn(engine.open('country-au'))).filter((one) => own.has(one));
    };
    await eventually(async () => (await stated()).length >= ACTS);
    expect(await stated()).toEqual(ids.map((id) => `${id} CH`).sort());
  });
});
