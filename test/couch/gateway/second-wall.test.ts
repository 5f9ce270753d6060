/** The gateway is made to be wrong: whatever is asked, it believes that the person may. What stands behind it then. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { aCertificate, openRig, withRevision, type Answer, type Client, type Rig } from './rig.ts';

vi.mock('#couch/gateway/calls/access.ts', async (original) => ({
  ...(await original<object>()),
  mayRead: () => true,
  mayPushTo: () => true
}));

const DRAFT = 'draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';
const SECRET_WORDS = 'known to Australia alone';

type Question = [method: string, path: string, body?: object];

const QUESTIONS: readonly Question[] = [
  ['GET', ''],
  ['GET', '/_changes'],
  ['GET', '/_changes?feed=longpoll&since=0&timeout=60000'],
  ['POST', '/_revs_diff', { [DRAFT]: [`2-${'b'.repeat(32)}`] }],
  ['POST', '/_bulk_get', { docs: [{ id: DRAFT }] }],
  ['POST', '/_all_docs', { keys: [DRAFT] }],
  ['GET', '/_local/checkpoint'],
  ['PUT', '/_local/checkpoint', { last_seq: 1 }],
  [
    'POST',
    '/_bulk_docs',
    { docs: [withRevision({ _id: DRAFT, schema: 1 }, 'c'.repeat(32))], new_edits: false }
  ]
];

describeEngines('a gateway that lets everybody through', (open, kind) => {
  let rig: Rig;
  let swiss: Client;
  let log = '';

  beforeAll(async () => {
    const stream = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      }
    });
    rig = await openRig(open, { log: { level: 'error', stream } });
    swiss = await rig.signIn('ch.officer');
    await rig.engine.open('country-au').put({ _id: DRAFT, remarks: SECRET_WORDS } as object);
  });
  beforeEach(() => void (log = ''));
  afterAll(() => rig.drop());

  const ask = (client: Client, name: string, [method, path, body]: Question): Promise<Answer> =>
    client.ask(method, `/db/${name}${path}`, body);

  /** In CouchDB's own words, or those of the engine that has no users. */
  const refusedBy = (name: string): string =>
    kind === 'couchdb' ? 'You are not allowed to access this db.' : `${name} is not open to CH.`;

  test.each(QUESTIONS)('is stopped before another country’s database: %s %s', async (...question) => {
    const { status, body } = await ask(swiss, 'country-au', question);
    expect([status, body]).toEqual([500, expect.objectContaining({ reason: 'request.failed' })]);
    expect(log).toContain(refusedBy('country-au'));
    const { rows } = await rig.engine.open('country-au').allDocs({ keys: [DRAFT], include_docs: true });
    expect(rows).toEqual([
      expect.objectContaining({ doc: expect.objectContaining({ remarks: SECRET_WORDS }) })
    ]);
  });

  test.each(['incb', 'accounts', 'training-desk', 'lists', 'applications'])('and before %s', async (name) => {
    expect((await ask(swiss, name, ['GET', '/_changes'])).status).toBe(500);
    expect(log).toContain(refusedBy(name));
  });

  test('and everybody is answered about their own records and what is published', async () => {
    const board = await rig.signIn('incb.secretary');
    for (const [client, names] of [
      [swiss, ['country-ch', 'reference', 'training']],
      [board, ['incb', 'reference', 'training']]
    ] as const)
      for (const name of names) {
        for (const path of ['', '/_changes'])
          expect([name, (await ask(client, name, ['GET', path])).status]).toEqual([name, 200]);
        expect((await ask(client, name, ['PUT', '/_local/checkpoint', { last_seq: 1 }])).status).toBe(201);
      }
    expect(log).toBe('');
  });

  test.runIf(kind === 'couchdb')(
    'and what is published is written by no country: CouchDB refuses it',
    async () => {
      const administrator = await rig.signIn('au.administrator');
      const key = rig.keys.stranger;
      const of = { key, authority: 'AU', person: 'au.other', role: 'officer' } as never;
      const act = await aCertificate(rig.keys.auAdministrator, 'AU' as never, 'au.administrator', of);
      expect(await administrator.push('reference', [act])).toEqual({ [act._id]: ['door.writer.unknown'] });
      expect(await administrator.push('country-au', [act])).toEqual({});
    }
  );
});
