import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { describeEngines } from '../with-engine.ts';
import { parseChanges } from './answers.ts';
import { Client, openRig, PASSWORD, type Rig } from './rig.ts';

describeEngines('the walls of the gateway', (open) => {
  let rig: Rig;
  let officer: Client;
  let nobody: Client;
  let log = '';

  beforeAll(async () => {
    const stream = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      }
    });
    rig = await openRig(open, { limits: { requestTimeoutMs: 1000 }, log: { level: 'info', stream } });
    officer = await rig.signIn('au.officer');
    nobody = new Client(rig.address, '');
  });
  afterAll(() => rig.drop());

  function pathOf(path: string, name = 'country-au'): string {
    return path.replace(':name', name).replace(':id', 'x');
  }

  test('another country’s database looks like one that does not exist, by every route', async () => {
    for (const { method, path } of ROUTES.filter(({ path }) => path.startsWith('/db/'))) {
      const body = method === 'GET' ? undefined : {};
      const [theirs, none] = await Promise.all(
        ['country-ch', 'country-zz'].map((name) => officer.ask(method, pathOf(path, name), body))
      );
      expect(theirs).toMatchObject({ status: 404 });
      expect(theirs?.body).toEqual(none?.body);
    }
  });

  test('system databases are nobody’s', async () => {
    for (const name of [
      'accounts',
      'incb',
      'training-desk',
      'lists',
      'applications',
      '_users',
      'country-au-mrview-x',
      '..',
      'COUNTRY-AU',
      'country-au%2f..'
    ]) {
      expect((await officer.ask('GET', `/db/${name}`)).status).toBe(404);
    }
  });

  test('the Board reads its own database and the reference, and no country’s', async () => {
    const board = await rig.signIn('incb.secretary');
    expect((await board.ask('GET', '/db/incb')).status).toBe(200);
    expect((await board.ask('GET', '/db/reference')).status).toBe(200);
    expect((await board.ask('GET', '/db/country-au')).status).toBe(404);
  });

  test('the reference is read by everybody and written by nobody', async () => {
    expect((await officer.ask('GET', '/db/reference/_changes')).status).toBe(200);
    const pushed = await officer.ask('POST', '/db/reference/_bulk_docs', { docs: [], new_edits: false });
    expect(pushed).toMatchObject({ status: 403, body: { reason: 'database.readOnly' } });
  });

  test('filters, views, ids and unknown parameters of _changes are refused', async () => {
    for (const query of [
      'filter=_selector',
      'view=a/b',
      'doc_ids=["x"]',
      'attachments=true',
      'feed=continuous',
      'feed=eventsource',
      'limit=-1',
      'limit=99999',
      'since=x',
      'conflicts=true',
      'since=1&since=2'
    ]) {
      expect(`${query} ${(await officer.ask('GET', `/db/country-au/_changes?${query}`)).status}`).toBe(
        `${query} 400`
      );
    }
  });

  test('design documents and local documents are not to be had by id', async () => {
    const asked = await officer.ask('POST', '/db/country-au/_bulk_get', {
      docs: [{ id: '_design/structure' }]
    });
    expect(asked.status).toBe(400);
    expect(
      (await officer.ask('POST', '/db/country-au/_all_docs', { keys: ['_design/structure'] })).status
    ).toBe(400);
    expect(
      (await officer.ask('POST', '/db/country-au/_bulk_get', { docs: [{ id: '_local/epoch' }] })).status
    ).toBe(400);
    expect((await officer.ask('POST', '/db/country-au/_all_docs', { keys: [], startkey: '' })).status).toBe(
      400
    );
  });

  test('only replication’s own manner of writing is taken', async () => {
    for (const body of [
      { docs: [] },
      { docs: [], new_edits: true },
      { docs: {}, new_edits: false },
      { docs: [], new_edits: false, w: 1 },
      []
    ]) {
      expect((await officer.ask('POST', '/db/country-au/_bulk_docs', body)).status).toBe(400);
    }
    const docs = Array.from({ length: 501 }, () => ({}));
    expect((await officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false })).status).toBe(
      400
    );
  });

  describe('bodies', () => {
    test('oversized, over-deep and ambiguous JSON is refused with a reason', async () => {
      const push = (text: string) => officer.ask('POST', '/db/country-au/_bulk_docs', text);
      expect(await push(`{"docs":["${'x'.repeat(LIMITS.bulkBytes)}"]}`)).toMatchObject({ status: 413 });
      expect(await push('['.repeat(50_000) + ']'.repeat(50_000))).toMatchObject({
        body: { reason: 'json.tooDeep' }
      });
      expect(await push('{"docs":[],"docs":[]}')).toMatchObject({ body: { reason: 'json.key.twice' } });
      expect(await push('{"docs":[],"d\\u006fcs":[]}')).toMatchObject({ body: { reason: 'json.key.twice' } });
      expect(await push('{"__proto__":{}}')).toMatchObject({ body: { reason: 'json.key.refused' } });
      expect(await push('{"a":1.0}')).toMatchObject({ body: { reason: 'json.number.notCanonical' } });
      expect(await push('{"a":"\\ud800"}')).toMatchObject({ body: { reason: 'json.surrogate' } });
      expect(await push('{"a":')).toMatchObject({ status: 400, body: { reason: 'json.malformed' } });
    });

    test('a form of another site cannot post: its content types are not read', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x'
      ]) {
        const answer = await officer.ask('POST', '/db/country-au/_bulk_docs', '{}', { 'content-type': type });
        expect(answer.status).toBe(415);
      }
    });

    test('a request that dribbles is cut off, and others are answered meanwhile', async () => {
      const { hostname, port } = new URL(rig.address);
      const socket = connect(Number(port), hostname);
      let told = '';
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
      socket.on('data', (chunk) => (told += String(chunk))).on('error', () => undefined);
      socket.write(
        'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{'
      );
      expect((await nobody.ask('GET', '/api/health')).status).toBe(200);
      await closed;
      expect(told === '' || told.includes('408')).toBe(true);
    });
  });

  describe('other sites', () => {
    test('a post that another site caused is refused, by Sec-Fetch-Site or by Origin', async () => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' }
      ]) {
        expect(await officer.ask('DELETE', '/api/session', undefined, headers)).toMatchObject({
          status: 403,
          body: { reason: 'request.origin.refused' }
        });
      }
      const own = { origin: rig.address };
      expect((await officer.ask('POST', '/db/country-au/_revs_diff', {}, own)).status).toBe(200);
    });

    test('the cookie is bound to this host, hidden from scripts and from other sites', async () => {
      const answer = await nobody.ask('POST', '/api/session', { person: 'au.reader', password: PASSWORD });
      const cookie = answer.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^__Host-i2es=/);
      for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(cookie).toContain(part);
      expect(cookie).not.toContain('Domain');
    });

    test('headers that claim an identity or an address are nobody’s', async () => {
      const claims = {
        'x-auth-couchdb-username': 'au.officer',
        'x-auth-couchdb-roles': '_admin',
        authorization: 'Basic YWRtaW46c2VjcmV0',
        'x-forwarded-for': '10.0.0.1'
      };
      expect((await nobody.ask('GET', '/db/country-au', undefined, claims)).status).toBe(401);
    });

    test('answers forbid framing, sniffing and caching', async () => {
      const { headers } = await officer.ask('GET', '/api/session');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain("'unsafe-eval'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('leaving', () => {
    test('a suspended person, a changed password and a signed-out session are over at the next request', async () => {
      const [one, two, three] = [
        await rig.signIn('au.other'),
        await rig.signIn('au.other'),
        await rig.signIn('au.other')
      ];
      await one.ask('DELETE', '/api/session');
      expect((await one.ask('GET', '/api/session')).status).toBe(401);
      expect((await two.ask('GET', '/api/session')).status).toBe(200);
      await rig.accounts.changePassword('au.other', PASSWORD);
      expect((await two.ask('GET', '/api/session')).status).toBe(401);
      const four = await rig.signIn('au.other');
      await rig.accounts.suspendPerson('au.other');
      for (const client of [three, four])
        expect((await client.ask('GET', '/db/country-au')).status).toBe(401);
      await rig.accounts.suspendPerson('au.other', false);
    });

    test('a suspension ends an open feed', async () => {
      const watcher = await rig.signIn('au.other');
      const { body: now } = await watcher.ask('GET', '/db/country-au/_changes');
      const feed = watcher.ask(
        'GET',
        `/db/country-au/_changes?feed=longpoll&since=${parseChanges(now).last_seq}`
      );
      await rig.accounts.suspendPerson('au.other');
      expect(await feed).toMatchObject({ body: { results: [] } });
      await rig.accounts.suspendPerson('au.other', false);
    });
  });

  test('seven wrong passwords are answered alike and then slowed', async () => {
    const guess = () =>
      nobody.ask('POST', '/api/session', { person: 'au.administrator', password: 'not the password' });
    const statuses: number[] = [];
    for (let time = 0; time < 7; time++) statuses.push((await guess()).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    const slowed = await guess();
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    const unknown = await nobody.ask('POST', '/api/session', { person: 'nobody.here', password: 'x' });
    expect(unknown.body).toMatchObject({ reason: 'session.refused' });
  });

  test('the log names no person, no document, no token and no password', async () => {
    await officer.push('country-au', [
      { _id: 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, fields: {} }
    ]);
    await officer.ask('GET', '/db/country-au/_local/secret-checkpoint');
    expect(log).toContain('"route":"/db/:name/_bulk_docs"');
    for (const secret of [
      PASSWORD,
      'au.officer',
      'draft:',
      'secret-checkpoint',
      '__Host',
      officer.cookie.slice(12, 40)
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
