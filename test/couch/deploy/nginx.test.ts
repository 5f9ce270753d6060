/**
 * The proxy of an installation in front of real gateways, by its own configuration: what waits long is not
 * cut, what is told is told at once, and the caller's address is the one that the proxy saw.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { memberOf, parseChanges } from '../gateway/answers.ts';
import { openRig, PASSWORD, withRevision, type Rig } from '../gateway/rig.ts';
import { openTestEmbedded, TEST_SECRET } from '../with-engine.ts';
import { ask, askByHttp2, begin, headOf, wholeOf, type Told } from './proxy-client.ts';
import { oneGateway, runNginx, whyNoNginx, type Nginx } from './run-nginx.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const why = whyNoNginx();
const SIGN_INS = 12;
const SCRIPT = 'console.log("a script of the built app")';

describe.skipIf(why !== null)(`the proxy${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let [rig, second, nginx, app] = [{} as Rig, {} as Gateway, {} as Nginx, ''];
  let cookie = '';
  let [drafts, guesses] = [0, 0];
  const stopping = { now: false };
  const serverOf = ({ server }: Gateway): string => {
    const address = server.address();
    return `server 127.0.0.1:${typeof address === 'object' ? address?.port : ''} max_fails=3 fail_timeout=1s;\n`;
  };
  const feed = (since: string | number, more = ''): string =>
    `/db/country-au/_changes?feed=longpoll&since=${since}${more}`;
  const signIn = (headers: Record<string, string> = {}, from = '127.0.0.1'): Promise<Told> =>
    ask(nginx.tlsPort, {
      method: 'POST',
      path: '/api/session',
      headers,
      from,
      // Another one each time: whoever is guessed at is slowed down alone.
      body: JSON.stringify({ person: `au.nobody${guesses++}`, password: PASSWORD })
    });
  const aPush = (id = `draft:0b1c1b1e-6a52-4f0e-9d6e-${String(drafts++).padStart(12, '0')}`): string =>
    JSON.stringify({ docs: [withRevision({ _id: id, schema: 1, fields: {} })], new_edits: false });
  const pushHead = (): { path: string; headers: Record<string, string> } => ({
    path: '/db/country-au/_bulk_docs',
    headers: { cookie, 'content-type': 'application/json' }
  });
  const push = (): Promise<Told> => ask(nginx.tlsPort, { method: 'POST', ...pushHead(), body: aPush() });
  const sequence = async (): Promise<string> => {
    const { text } = await ask(nginx.tlsPort, { path: '/db/country-au', headers: { cookie } });
    return String(memberOf(JSON.parse(text), 'update_seq'));
  };

  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'i2es-proxied-'));
    mkdirSync(join(app, '_app', 'immutable'), { recursive: true });
    for (const page of ['index.html', '200.html']) writeFileSync(join(app, page), '<!doctype html>');
    writeFileSync(join(app, '_app/immutable/a.js'), SCRIPT);
    const packed = brotliCompressSync(SCRIPT) as unknown as Uint8Array;
    writeFileSync(join(app, '_app/immutable/a.js.br'), packed);
    const trustedProxies = ['127.0.0.1'];
    const limits = { signInsPerAddress: SIGN_INS };
    const named = { origin: 'https://i2es.example', isOriginNamed: true };
    const shared = { ...named, trustedProxies, limits, app, isStopping: () => stopping.now };
    rig = await openRig(openTestEmbedded, { ...shared, version: 'first' });
    const { engine, accounts, keys } = rig;
    second = await buildGateway({
      ...shared,
      engine,
      accounts,
      secret: TEST_SECRET,
      roots: [keys.root.publicKey],
      clock: () => rig.clock.now,
      version: 'second'
    });
    await second.listen({ port: 0, host: '127.0.0.1' });
    nginx = await runNginx(oneGateway(serverOf(rig.gateway)));
    ({ cookie } = await rig.signIn('au.officer'));
  });
  afterAll(async () => {
    await nginx.stop();
    await second.close();
    await rig.drop();
    rmSync(app, { recursive: true, force: true });
  });

  test('a beat of a waiting poll comes while it waits, and what is pushed comes at once', async () => {
    const asked = begin(nginx.tlsPort, {
      path: feed(await sequence(), '&heartbeat=1000'),
      headers: { cookie }
    });
    const head = headOf(asked);
    asked.end();
    const response = await head;
    const beat = await new Promise<string>((resolve) =>
      response.once('data', (piece: Buffer) => (response.pause(), resolve(piece.toString())))
    );
    expect(beat).toBe('\n');
    expect((await push()).status).toBe(201);
    const { text } = await wholeOf(response);
    expect(parseChanges(JSON.parse(text)).results).toHaveLength(1);
  });

  test('a browser asks by HTTP/2, and its poll is told of a push as well', async () => {
    const waiting = askByHttp2(nginx.tlsPort, feed(await sequence()), cookie);
    expect((await push()).status).toBe(201);
    const [status, text] = await waiting;
    expect(status).toBe(200);
    expect(parseChanges(JSON.parse(text)).results).toHaveLength(1);
  });

  test('the gateway is told under which name it was asked, and refuses another’s', async () => {
    const askAs = async (host: string): Promise<number> =>
      (await ask(nginx.tlsPort, { path: '/api/who', headers: { host } })).status;
    expect(await askAs('i2es.example')).toBe(200);
    expect(await askAs('evil.example')).toBe(421);
    expect((await fetch(`http://127.0.0.1:${nginx.checkPort}/gateway_1/api/ready`)).status).toBe(200);
  });

  test('every header comes once, HSTS among them, and plain HTTP leads to https', async () => {
    for (const path of ['/', '/api/health', '/db/country-au', '/_app/immutable/a.js']) {
      const { names, headers } = await ask(nginx.tlsPort, { path });
      expect([path, names.filter((name, index) => names.indexOf(name) !== index)]).toEqual([path, []]);
      expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    const plain = await fetch(`http://127.0.0.1:${nginx.plainPort}/about?x=1`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([308, 'https://127.0.0.1/about?x=1']);
  });

  test('what the build has packed arrives packed', async () => {
    const path = '/_app/immutable/a.js';
    const { headers, bytes } = await ask(nginx.tlsPort, { path, headers: { 'accept-encoding': 'br, gzip' } });
    expect(headers['content-encoding']).toBe('br');
    expect(bytes.equals(brotliCompressSync(SCRIPT) as unknown as Uint8Array)).toBe(true);
    expect((await ask(nginx.tlsPort, { path })).text).toBe(SCRIPT);
  });

  test('a page’s own request is taken at a port of its own, another site’s is not', async () => {
    const from = (origin: string): Promise<Told> => signIn({ origin }, '127.0.0.7');
    expect((await from(`https://localhost:${nginx.tlsPort}`)).status).toBe(401);
    expect((await from('https://localhost:1')).status).toBe(403);
    expect((await from('https://elsewhere.example')).status).toBe(403);
  });

  test('callers are told apart by their addresses, and none by an address that they name themselves', async () => {
    for (let tries = 0; tries < SIGN_INS; tries++) {
      const named = `10.0.0.${tries}`;
      const headers = { 'x-forwarded-for': named, forwarded: `for=${named}`, 'x-real-ip': named };
      expect((await signIn(headers, '127.0.0.2')).status).toBe(401);
    }
    expect((await signIn({ 'x-forwarded-for': '10.9.9.9' }, '127.0.0.2')).status).toBe(429);
    expect((await signIn({}, '127.0.0.3')).status).toBe(401);
  });

  test('a slow sender holds up nobody, and what they send is taken when it is whole', async () => {
    const body = aPush();
    const asked = begin(nginx.tlsPort, { method: 'POST', ...pushHead() });
    const head = headOf(asked);
    asked.write(body.slice(0, 20));
    expect((await push()).status).toBe(201);
    asked.end(body.slice(20));
    expect((await wholeOf(await head)).status).toBe(201);
  });

  test('a slow reader holds up nobody, and gets everything', async () => {
    const docs = Array.from({ length: 60 }, (_one, index) => ({
      ...withRevision({ _id: `draft:1b1c1b1e-6a52-4f0e-9d6e-${String(index).padStart(12, '0')}` }),
      schema: 1,
      fields: { note: 'x'.repeat(30_000) }
    }));
    const body = JSON.stringify({ docs, new_edits: false });
    expect((await ask(nginx.tlsPort, { method: 'POST', ...pushHead(), body })).text).toBe('[]');
    const asked = begin(nginx.tlsPort, {
      method: 'POST',
      path: '/db/country-au/_bulk_get',
      headers: pushHead().headers
    });
    const head = headOf(asked);
    asked.end(JSON.stringify({ docs: docs.map(({ _id: id }) => ({ id })) }));
    const response = await head;
    expect((await push()).status).toBe(201);
    const { status, text } = await wholeOf(response);
    expect([status, (memberOf(JSON.parse(text), 'results') as object[]).length]).toEqual([200, 60]);
  });

  test('what is too much for the gateway is refused in its words', async () => {
    const body = JSON.stringify({ docs: ['x'.repeat(2_200_000)], new_edits: false });
    const { status, text } = await ask(nginx.tlsPort, { method: 'POST', ...pushHead(), body });
    expect(status).toBe(413);
    expect(text).toContain('request.tooLarge');
  });

  test('polls that wait go through a reload, and new requests go where the new settings say', async () => {
    const waiting = ask(nginx.tlsPort, { path: feed(await sequence()), headers: { cookie } });
    nginx.name(oneGateway(serverOf(second)));
    nginx.reload();
    let version: unknown = 'first';
    while (version === 'first')
      version = memberOf(JSON.parse((await ask(nginx.tlsPort, { path: '/api/health' })).text), 'version');
    expect(version).toBe('second');
    expect((await push()).status).toBe(201);
    const told = await waiting;
    expect([told.status, parseChanges(JSON.parse(told.text)).results.length]).toEqual([200, 1]);
  });

  test('a gateway that answers 503 to one is taken from nobody else', async () => {
    nginx.name(oneGateway(serverOf(rig.gateway) + serverOf(second)));
    nginx.reload();
    const versions = new Set<unknown>();
    while (versions.size < 2)
      versions.add(memberOf(JSON.parse((await ask(nginx.tlsPort, { path: '/api/health' })).text), 'version'));
    stopping.now = true;
    for (let times = 0; times < 8; times++) {
      const { status, text } = await ask(nginx.tlsPort, { path: '/api/health' });
      expect([status, text]).toEqual([503, expect.stringContaining('server.stopping')]);
    }
    stopping.now = false;
    expect((await ask(nginx.tlsPort, { path: '/db/country-au', headers: { cookie } })).status).toBe(200);
  });

  test('what goes wrong is written down without anybody’s address, name or question', async () => {
    // Large enough for a file of its own, and then a gateway that is not there.
    await ask(nginx.tlsPort, { method: 'POST', ...pushHead(), body: 'x'.repeat(200_000) });
    nginx.name(oneGateway('server 127.0.0.1:1;\n'));
    nginx.reload();
    let status = 0;
    while (status !== 502) ({ status } = await ask(nginx.tlsPort, { path: '/api/people/au.officer' }));
    nginx.name(oneGateway(serverOf(rig.gateway)));
    nginx.reload();
    while (status !== 200) ({ status } = await ask(nginx.tlsPort, { path: '/api/health' }));
    for (const word of ['client:', 'request:', 'au.officer', 'country-au'])
      expect(nginx.said()).not.toContain(word);
  });
});
