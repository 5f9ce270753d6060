/**
 * Where CouchDB does not answer, whoever asks is told to come again (503), on every route: a 500 says that what
 * was asked is wrong, and a device would show it to a person.
 */
import { createServer, type AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isDiskFull, isUnanswered } from '#couch/engine/engine.ts';
import { toEngineRow } from '#couch/gateway/door/store-batch.ts';
import { fetchWithin } from '#couch/engine/couchdb-requests.ts';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { openTestCouchdb } from '../with-engine.ts';
import { TroubledLine, type Trouble } from '../troubled-line.ts';
import { openRigOfAll } from './actors.ts';
import { withRevision, type Client, type Rig } from './rig.ts';

const TROUBLES: readonly Trouble[] = ['refuses', 'resets', 'hangs'];
const WITHIN_MS = 300;

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: a gateway whose CouchDB is away. Set COUCHDB_URL to run it.');

describe('a CouchDB that does not answer', () => {
  let line: TroubledLine;
  beforeAll(async () => void (line = await TroubledLine.open({ host: '127.0.0.1', port: 9 })));
  afterAll(() => line.close());

  test.each(TROUBLES)('is known by it where it %s', async (trouble) => {
    await line.be(trouble);
    const asked = fetchWithin(WITHIN_MS)(`http://127.0.0.1:${line.port}/country-au/_all_docs`, {});
    expect(isUnanswered(await asked.catch((error: unknown) => error))).toBe(true);
  });

  test('that stops in the middle of an answer is not waited for, also after garbage was collected', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const answer = await fetchWithin(WITHIN_MS)(`http://127.0.0.1:${port}/`, {});
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    await expect(answer.text()).rejects.toMatchObject({ name: 'TimeoutError' });
    server.close();
  });

  test('whose disk monitor takes no more writes is told as a full disk, and other refusals are not', () => {
    // As couch_db.erl of CouchDB 3.5.2 has it, of one document of a batch and of one that is put.
    const row = { id: 'draft:a', error: 'insufficient_storage', reason: 'database_dir is too full' };
    for (const full of [row, { ...row, status: 507 }]) expect(isDiskFull(full)).toBe(true);
    expect(() => toEngineRow(row)).toThrow('request.diskFull');
    for (const error of [{ status: 403, error: 'forbidden' }, { status: 500 }, null])
      expect(isDiskFull(error)).toBe(false);
  });

  test('is no matter of what is asked: what it answers with a refusal is told as that', () => {
    for (const error of [{ status: 403 }, { status: 404 }, new Error('function_clause'), null, 'x'])
      expect(isUnanswered(error)).toBe(false);
  });
});

describe.skipIf(!url)('a gateway whose CouchDB is away', () => {
  let line: TroubledLine;
  let rig: Rig;
  let officer: Client;
  let administrator: Client;

  beforeAll(async () => {
    const address = new URL(url as string);
    line = await TroubledLine.open({ host: address.hostname, port: Number(address.port) });
    address.host = `127.0.0.1:${line.port}`;
    rig = await openRigOfAll(() => openTestCouchdb(address.href, WITHIN_MS * 10));
    officer = await rig.signIn('au.officer');
    administrator = await rig.signIn('au.administrator');
  });
  afterEach(() => line.be('none'));
  afterAll(async () => {
    // Whoever asks first may still be given a connection that was cut.
    await rig.engine.exists('accounts').catch(() => false);
    await rig.drop();
    await line.close();
  });

  test.each(TROUBLES)(
    'tells each route’s caller to come again where it %s',
    { timeout: 120_000 },
    async (trouble) => {
      await line.be(trouble);
      const asked = ROUTES.flatMap((route) =>
        [officer, administrator].map(async (client) => {
          const path = route.path.replace(':name', 'country-au').replace(/:\w+/g, 'x');
          const { status, headers } = await client.ask(
            route.method,
            path,
            bringsBody(route) ? {} : undefined
          );
          return { route: `${route.method} ${path}`, status, after: headers.get('retry-after') };
        })
      );
      const answers = await Promise.all(asked);
      expect(
        answers.filter(({ status, after }) => status >= 500 && (status !== 503 || after === null))
      ).toEqual([]);
      expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(10);
    }
  );

  test.each(TROUBLES)(
    'tells whoever pushes to come again where it %s, and takes it after',
    async (trouble) => {
      const draft = { _id: `draft:${globalThis.crypto.randomUUID()}`, schema: 1 };
      const docs = [withRevision(draft)];
      await line.be(trouble);
      const push = () => officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
      const refused = await push();
      expect([refused.status, refused.body, refused.headers.get('retry-after')]).toMatchObject([
        503,
        { reason: 'request.engine.failed' },
        '5'
      ]);
      await line.be('none');
      expect(await push()).toMatchObject({ status: 201 });
      expect(await rig.engine.open('country-au').get(draft._id)).toMatchObject(draft);
    }
  );
});
