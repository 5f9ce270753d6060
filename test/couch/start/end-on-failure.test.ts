/** What nobody catches ends the process by decision: it says where and during which requests, and names nobody. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ENDED_BY_FAILURE, tellFailure } from '#couch/start/end-on-failure.ts';
import { letEnd } from '../../run/watch-servers.ts';
import { DOOMED } from './failing-callback.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../../..');
const PASSWORD = 'banksia-morning-26';
const KEPT = 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c';

/** How a process ends in which a promise is rejected and looked at by nobody; `says` is code for the failure. */
async function endingOf(says: string): Promise<number | null> {
  const code = `
    import { endOnFailure } from '#couch/start/end-on-failure.ts';
    import { EngineError } from '#couch/engine/engine.ts';
    endOnFailure(() => null);
    void Promise.reject(${says});
    setTimeout(() => process.exit(0), 50);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  letEnd(child);
  return new Promise((resolve) => child.on('close', resolve));
}

test('a write for which the disk has no room ends nobody, whoever waits for its answer; any other failure left alone does', async () => {
  expect(await endingOf(`new EngineError('disk-full', 'The disk is full.')`)).toBe(0);
  expect(await endingOf(`new Error('something else')`)).toBe(ENDED_BY_FAILURE);
});

describe('a server in which a callback of the engine throws', () => {
  let home: string;
  let address = '';
  let cookie = '';
  const children: ChildProcess[] = [];

  /** Resolves when it is there; what it writes into its log, and how it ends, is told later. */
  async function start(): Promise<{ log: () => string; ended: Promise<number | null> }> {
    const env = {
      ...process.env,
      PORT: '0',
      DATA_DIR: join(home, 'data'),
      APP_DIR: join(home, 'app'),
      COUCHDB_URL: '',
      DEMONSTRATION: 'pair',
      STOP_AFTER_SECONDS: '60'
    };
    const failing = join(import.meta.dirname, 'failing-callback.ts');
    const args = ['--import', 'tsx', '--import', failing, join('couch', 'cli.ts'), 'start'];
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    letEnd(child);
    let [said, log] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        address = /I2ES is at (\S+)/.exec(said)?.[1] ?? '';
        if (address !== '') resolve();
      });
      void ended.then(() => reject(new Error(said + log)));
    });
    return { log: () => log, ended };
  }

  function post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', cookie };
    return fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function signIn(): Promise<void> {
    const answer = await post('/api/session', { person: 'au.officer', password: PASSWORD });
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(answer.status).toBe(201);
  }

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'i2es-failing-'));
    mkdirSync(join(home, 'app'));
    for (const page of ['index.html', '200.html']) writeFileSync(join(home, 'app', page), '<!doctype html>');
  });
  afterAll(() => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  test('ends with a code of its own, says what was under way, names nobody, and has kept what it acknowledged', async () => {
    const server = await start();
    await signIn();
    const hash = 'a'.repeat(32);
    const draft = {
      _id: KEPT,
      _rev: `1-${hash}`,
      _revisions: { start: 1, ids: [hash] },
      schema: 1,
      fields: {}
    };
    const pushed = await post('/db/country-au/_bulk_docs', { docs: [draft], new_edits: false });
    expect(await pushed.json()).toEqual([]);
    const before = performance.now();
    const cut = post('/db/country-au/_bulk_get', { docs: [{ id: DOOMED, rev: `1-${hash}` }] });
    await expect(cut).rejects.toThrow();
    expect(await server.ended).toBe(ENDED_BY_FAILURE);
    expect(performance.now() - before).toBeLessThan(20_000);
    const lines = server.log().trim().split('\n');
    const told = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ level }) => level === 60);
    expect(told).toMatchObject([
      {
        failure: 'Error',
        underWay: [{ method: 'POST', route: '/db/:name/_bulk_get' }],
        at: expect.arrayContaining([expect.stringContaining('failing-callback')]) as unknown
      }
    ]);
    for (const secret of [DOOMED, 'Unable', 'country-au', 'au.officer', cookie.split('=')[1] ?? '?', hash])
      expect([secret, server.log().includes(secret)]).toEqual([secret, false]);
    await start();
    await signIn();
    const again = await post('/db/country-au/_bulk_get', { docs: [{ id: KEPT }] });
    expect(await again.json()).toMatchObject({ results: [{ docs: [{ ok: { _id: KEPT } }] }] });
  });
});

describe('what is told of a failure', () => {
  test('is its kind, its code and its place, and nothing that it quotes', () => {
    const quoting = new Error('read act:1\n    at secret (/act:1:1:1)\nof A. Person');
    const told = tellFailure(Object.assign(quoting, { code: 'ENOENT' }));
    expect(told.failure).toBe('Error ENOENT');
    expect(told.at[0]).toContain('end-on-failure.test');
    expect(JSON.stringify(told)).not.toMatch(/act:1|Person/);
  });

  test('is little where it was no error', () => {
    expect(tellFailure('A. Person')).toEqual({ failure: 'string', at: [] });
    expect(tellFailure(undefined)).toEqual({ failure: 'undefined', at: [] });
  });
});
