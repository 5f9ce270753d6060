import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Rig } from './rig.ts';

const HASH = "'sha256-Uu4ckVN9Qn8LnMM3aPdIa5TqfGNwodwLjRRT7MDBIKg='";
const page = (title: string): string =>
  `<!doctype html><meta http-equiv="content-security-policy" content="script-src 'self' ${HASH}"><title>${title}</title>`;

describe('the built app', () => {
  let rig: Rig;
  let app: string;

  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'i2es-app-'));
    mkdirSync(join(app, '_app', 'immutable'), { recursive: true });
    mkdirSync(join(app, 'help'));
    mkdirSync(join(app, '_app/immutable/workers'), { recursive: true });
    mkdirSync(join(app, 'schemas/v1'), { recursive: true });
    const files = {
      'index.html': page('Start'),
      '200.html': page('App'),
      'about.html': page('About'),
      'help/offline.html': page('Offline'),
      'service-worker.js': '1',
      'schemas/v1/act.json': '{}',
      'schemas/v1/act.xsd': '<a/>',
      '_app/immutable/a.js': 'console.log(1)',
      '_app/immutable/workers/signature-worker-a.js': 'console.log(2)'
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
    writeFileSync(
      join(app, '_app/immutable/a.js.br'),
      brotliCompressSync('console.log(1)') as unknown as Uint8Array
    );
    writeFileSync(join(app, '..', 'i2es-outside.txt'), 'outside');
    rig = await openRig(openTestEmbedded, { app });
  });
  afterAll(async () => {
    await rig.drop();
    rmSync(app, { recursive: true, force: true });
    rmSync(join(app, '..', 'i2es-outside.txt'));
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(rig.address + path, { headers });
  const navigation = { accept: 'text/html,application/xhtml+xml' };

  test('shows prerendered pages by their plain address, and the app at every other address', async () => {
    for (const [path, title] of [
      ['/', 'Start'],
      ['/about', 'About'],
      ['/help/offline', 'Offline'],
      ['/authorizations/new', 'App'],
      ['/dossiers/AU.CH.20261001.1', 'App']
    ]) {
      const response = await get(path ?? '', navigation);
      expect(`${path} ${response.status} ${await response.text()}`).toContain(
        `${path} 200 ${page(title ?? '')}`
      );
    }
  });

  test('answers 404 for an asset that is not there, and to whoever is no browser navigating', async () => {
    expect((await get('/_app/immutable/gone.js', navigation)).status).toBe(404);
    expect((await get('/gone.png', navigation)).status).toBe(404);
    expect((await get('/authorizations/new', { accept: '*/*' })).status).toBe(404);
    for (const path of ['/api/none', '/db/none', '/api', '/db'])
      expect((await get(path, navigation)).status).not.toBe(200);
  });

  test('hashed files are kept for a year, pages and the service worker asked for each time', async () => {
    expect((await get('/_app/immutable/a.js')).headers.get('cache-control')).toContain('immutable');
    for (const path of ['/', '/service-worker.js'])
      expect((await get(path)).headers.get('cache-control')).toBe('no-cache');
  });

  test('schemas are served by their type, and asked for each time', async () => {
    for (const [path, type] of [
      ['/schemas/v1/act.json', 'application/json'],
      ['/schemas/v1/act.xsd', 'application/xml']
    ]) {
      const { status, headers } = await get(path ?? '');
      expect([status, headers.get('content-type')?.split(';')[0], headers.get('cache-control')]).toEqual([
        200,
        type,
        'no-cache'
      ]);
    }
    expect((await get('/schemas/v1/none.xsd', navigation)).status).toBe(404);
  });

  test('anyone reads the description of the interface, which is the committed one', async () => {
    const answer = await get('/api/v1/openapi.json');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'application/json; charset=utf-8',
      'public, max-age=300'
    ]);
    const committed = readFileSync(
      new URL('../../../static/schemas/v1/openapi.json', import.meta.url),
      'utf8'
    );
    expect(await answer.json()).toEqual(JSON.parse(committed));
  });

  test('a part of pages carries no policy of pages; pages and the service worker do', async () => {
    const part = (await get('/_app/immutable/a.js')).headers;
    expect(part.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none';sandbox");
    expect(part.get('x-content-type-options')).toBe('nosniff');
    expect(part.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(JSON.stringify([...part]).length).toBeLessThan(800);
    // A browser gives a thread in a sandbox no WebCrypto.
    const thread = (await get('/_app/immutable/workers/signature-worker-a.js')).headers;
    expect(thread.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    for (const path of ['/', '/service-worker.js', '/authorizations/new']) {
      const { headers } = await get(path, navigation);
      expect(headers.get('content-security-policy')).toContain("connect-src 'self'");
      expect(headers.get('permissions-policy')).toContain('camera=(self)');
    }
  });

  test('sends the file that was compressed at build time to whoever takes it', async () => {
    const response = await get('/_app/immutable/a.js', { 'accept-encoding': 'br' });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(await response.text()).toBe('console.log(1)');
    expect((await get('/_app/immutable/a.js.br')).status).toBe(404);
  });

  test('never leaves its folder', async () => {
    for (const path of [
      '/..%2fi2es-outside.txt',
      '/%2e%2e/i2es-outside.txt',
      '/help/..%2f..%2fi2es-outside.txt',
      '/..%5ci2es-outside.txt',
      '/%00'
    ]) {
      const response = await get(path, navigation);
      expect(await response.text()).not.toContain('outside');
    }
  });

  test('allows the inline scripts that the build declares, and no others', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${HASH}`);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe/);
  });

  test('shows its pages however busy the server is, which refuses everything else', async () => {
    const limits = { eventLoopDelayMs: 0.001, requestsPerAddress: 100_000 };
    const busy = await openRig(openTestEmbedded, { app, limits });
    const ask = async (path: string): Promise<number> => (await fetch(busy.address + path)).status;
    let refused = 0;
    for (let asked = 0; refused < 20 && asked < 2000; asked++) {
      expect(await ask('/about')).toBe(200);
      if ((await ask('/api/health')) === 503) refused++;
    }
    expect(refused).toBe(20);
    await busy.drop();
  });
});
