import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeEngines, openTestEmbedded } from '../with-engine.ts';
import { openRig, type Client, type Rig } from '../gateway/rig.ts';

/** As written: `fetch` would tidy the address before it is sent. */
function askAsWritten(
  rig: Rig,
  method: string,
  path: string,
  headers: Record<string, string> = {}
): Promise<{ status: number; length: string | undefined; text: string }> {
  const { hostname, port } = new URL(rig.address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, length: answer.headers['content-length'], text })
      );
    });
    asked.on('error', reject).end();
  });
}

describeEngines('P1: closed by default', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  test('no spelling of its name opens another country’s database', async () => {
    const spellings = [
      '/db/country-%63h',
      '/db/country-c%68',
      '/db/COUNTRY-CH',
      '/DB/country-ch',
      '//db/country-ch',
      '/db//country-ch',
      '/db/./country-ch',
      '/db/country-au/../country-ch',
      '/db/country-au/%2e%2e/country-ch',
      '/db/country-au%2f..%2fcountry-ch',
      '/db/country-au%00',
      '/db/%EF%BD%83ountry-ch',
      '/db/country-ch;country-au',
      '/db/country-ch?name=country-au',
      '/db/country-ch%23country-au'
    ];
    for (const path of spellings) {
      const { status } = await askAsWritten(rig, 'GET', path, { cookie: officer.cookie });
      expect(`${path} ${status}`).toBe(`${path} 404`);
    }
  });

  test('a method hidden in a header, a query or a body is not obeyed', async () => {
    const hidden = { 'x-http-method-override': 'DELETE', 'x-method-override': 'PUT' };
    expect((await officer.ask('GET', '/api/session', undefined, hidden)).status).toBe(200);
    expect((await officer.ask('GET', '/api/session?_method=DELETE')).status).toBe(200);
    expect((await officer.ask('GET', '/api/session')).status).toBe(200);
  });

  test('a session that was brought along is not the session that sign-in opens', async () => {
    const fixed = `__Host-i2es=au.officer~${'A'.repeat(43)}`;
    const answer = await officer.ask(
      'POST',
      '/api/session',
      { person: 'au.officer', password: 'a good long password' },
      { cookie: fixed }
    );
    expect(answer.headers.get('set-cookie')).not.toContain('A'.repeat(43));
    expect((await officer.ask('GET', '/api/session', undefined, { cookie: fixed })).status).toBe(401);
  });

  test('a colleague’s name before one’s own secret opens nothing', async () => {
    const cookie = officer.cookie.replace('au.officer', 'au.administrator');
    expect((await officer.ask('GET', '/api/session', undefined, { cookie })).status).toBe(401);
  });
});

describe('P1: the app’s files', () => {
  let rig: Rig;
  const app = mkdtempSync(join(tmpdir(), 'i2es-app-'));

  beforeAll(async () => {
    writeFileSync(join(app, 'index.html'), '<title>Start</title>');
    writeFileSync(join(app, '200.html'), '<title>App</title>');
    rig = await openRig(openTestEmbedded, { app });
  });
  afterAll(async () => {
    await rig.drop();
    rmSync(app, { recursive: true, force: true });
  });

  test('HEAD tells of a page what GET would, without the page', async () => {
    const [head, whole] = [await askAsWritten(rig, 'HEAD', '/'), await askAsWritten(rig, 'GET', '/')];
    expect(head).toEqual({ ...whole, text: '' });
    expect(whole.status).toBe(200);
    expect((await askAsWritten(rig, 'HEAD', '/api/health')).status).toBe(404);
  });

  test('no spelling of an address leaves the folder', async () => {
    for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/..%5cx', '/index.html%00.js'])
      expect(`${path} ${(await askAsWritten(rig, 'GET', path)).status}`).toBe(`${path} 404`);
  });
});
