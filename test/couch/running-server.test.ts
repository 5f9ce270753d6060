/**
 * A server as it runs in an installation: what it writes into its log and tells as figures names nobody, and
 * when it is asked to stop it says so first, answers on for a while, and loses nothing that it acknowledged.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
const TOKEN = 'a token that nobody guesses';
const PASSWORD = 'banksia-morning-26';

interface Running {
  readonly child: ChildProcess;
  readonly address: string;
  readonly log: () => string;
  readonly ended: Promise<number | null>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe('a running server', () => {
  let home: string;
  let metricsPort: number;
  let server: Running;
  let cookie = '';
  const children: ChildProcess[] = [];

  async function start(): Promise<Running> {
    const env = {
      ...process.env,
      PORT: '0',
      DATA_DIR: join(home, 'data'),
      APP_DIR: join(home, 'app'),
      COUCHDB_URL: '',
      DEMONSTRATION: 'pair',
      LOG_LEVEL: 'debug',
      METRICS_PORT: String(metricsPort),
      METRICS_TOKEN: TOKEN,
      STOP_AFTER_SECONDS: '2'
    };
    const args = [join('couch', 'run.js'), 'start'];
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let [said, log] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const told = /I2ES is at (\S+)/.exec(said)?.[1];
        if (told) resolve(told);
      });
      void ended.then(() => reject(new Error(said + log)));
    });
    return { child, address, log: () => log, ended };
  }

  function post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) };
    return fetch(`${server.address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function signIn(): Promise<void> {
    const answer = await post('/api/session', { person: 'au.officer', password: PASSWORD });
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(answer.status).toBe(201);
  }

  function askFigures(token: string | null): Promise<Response> {
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    return fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers });
  }

  const draftId = (count: number): string =>
    `draft:6f1c1b1e-6a52-4f0e-9d6e-${count.toString(16).padStart(12, '0')}`;

  async function pushDraft(count: number): Promise<boolean> {
    const hash = count.toString(16).padStart(32, '0');
    const revisions = { start: 1, ids: [hash] };
    const draft = {
      _id: draftId(count),
      _rev: `1-${hash}`,
      _revisions: revisions,
      schema: 1,
      fields: { count }
    };
    const answer = await post('/db/country-au/_bulk_docs', { docs: [draft], new_edits: false });
    return answer.status === 201 && (await answer.text()) === '[]';
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'i2es-running-'));
    mkdirSync(join(home, 'app'));
    for (const page of ['index.html', '200.html']) writeFileSync(join(home, 'app', page), '<!doctype html>');
    metricsPort = await freePort();
    server = await start();
    await signIn();
  });
  afterAll(() => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  const asked = {
    country: 'NP',
    authority: 'Department of Quiet Names',
    name: 'Sunita Unheard',
    function: 'Director Unheard',
    email: 'sunita.unheard@example.org',
    address: 'Unheard Street 7, Kathmandu',
    language: 'en'
  };

  test('writes one line a request and names nobody in it', async () => {
    expect((await post('/api/registrations', asked)).status).toBe(202);
    const wrong = { person: 'au.unheard', password: 'unheard-password-99' };
    expect((await post('/api/session', wrong)).status).toBe(401);
    expect(await pushDraft(1)).toBe(true);
    const refused = { _id: `draft:${'x'.repeat(36)}`, _rev: `1-${'a'.repeat(32)}`, schema: 1 };
    await post('/db/country-au/_bulk_docs', { docs: [refused], new_edits: false });
    expect((await post('/api/session/second', { ticket: 'unheard', totp: '123456' })).status).toBe(401);
    await post('/api/invitations/accept', { token: 'unheard', person: 'au.unheard', password: PASSWORD });
    await vi.waitFor(() => expect(server.log()).toContain('/api/invitations/accept'), { timeout: 20_000 });
    const log = server.log();
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const signIns = lines.filter(({ route }) => route === '/api/session');
    expect(signIns.map(({ status }) => status)).toEqual([201, 401]);
    const token = cookie.split('=')[1] ?? '?';
    for (const secret of [token, PASSWORD, 'au.officer', 'nheard', 'Quiet Names', '@example'])
      expect([secret, log.includes(secret)]).toEqual([secret, false]);
  });

  test('tells figures to whoever brings the token, at a port of its own, and names nobody', async () => {
    expect((await askFigures(null)).status).toBe(401);
    expect((await askFigures('another token of some length')).status).toBe(401);
    // What was pushed a moment ago is still being carried.
    const isCarried = async (): Promise<boolean> =>
      /i2es_exchange_lag_seconds\{authority="AU"\} 0\n/.test(await (await askFigures(TOKEN)).text());
    await vi.waitUntil(isCarried, { timeout: 20_000, interval: 50 });
    const answer = await askFigures(TOKEN);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toMatch(/i2es_request_seconds_count\{.*route="\/db\/:name\/_bulk_docs",status="201"\} 2/);
    expect(text).toMatch(/i2es_pushed_documents_total\{outcome="accepted",class=""\} 1\n/);
    expect(text).toMatch(/i2es_pushed_documents_total\{outcome="refused",class="[a-z]+"\} 1\n/);
    expect(text).toMatch(/i2es_sign_ins_refused_total\{step="password",why="wrong"\} 1\n/);
    expect(text).toMatch(/i2es_sign_ins_refused_total\{step="second",why="wrong"\} 1\n/);
    expect(text).toMatch(/i2es_exchange_lag_seconds\{authority="AU"\} 0\n/);
    expect(text).toMatch(/i2es_exchange_skipped\{authority="AU"\} 0\n/);
    expect(text).toMatch(/i2es_sessions_open 1\n/);
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds /);
    for (const secret of ['officer', 'nheard', '127.0.0.1', '@']) expect(text).not.toContain(secret);
    expect((await fetch(`${server.address}/metrics`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/`)).status).toBe(404);
  });

  test('says that it stops before it does, answers on meanwhile, and keeps what it acknowledged', async () => {
    const first = await fetch(`${server.address}/db/country-au`, { headers: { cookie } });
    const { update_seq } = (await first.json()) as { update_seq: number };
    const waiting = `${server.address}/db/country-au/_changes?feed=longpoll&since=${update_seq + 100_000}`;
    const feed = fetch(waiting, { headers: { cookie } }).then((response) => response.text());
    const acknowledged: number[] = [];
    let isTold = false;
    let afterTold = 0;
    for (let count = 10; await pushDraft(count).catch(() => false); count++) {
      acknowledged.push(count);
      if (count === 30) server.child.kill('SIGTERM');
      if (isTold) afterTold++;
      if (count <= 30 || isTold) continue;
      const health = await fetch(`${server.address}/api/health`);
      isTold = health.status === 503;
      if (isTold) expect(await health.json()).toMatchObject({ reason: 'server.stopping' });
    }
    expect(isTold).toBe(true);
    expect(afterTold).toBeGreaterThan(0);
    expect(await server.ended).toBe(0);
    await feed.catch(() => undefined);
    server = await start();
    const keys = acknowledged.slice(-1000).map(draftId);
    const answer = await post('/db/country-au/_all_docs', { keys });
    const { rows } = (await answer.json()) as { rows: { error?: string }[] };
    expect(rows.filter(({ error }) => error)).toEqual([]);
    expect(rows).toHaveLength(keys.length);
  });
});
