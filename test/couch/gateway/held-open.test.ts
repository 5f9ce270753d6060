/** Who sends the head of a request, and the rest of it once their right has ended, is as much out as anybody. */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { aPerson, openRig, withRevision, type Answer, type Client, type Rig } from './rig.ts';

const SECRET_WORDS = 'known to Australia alone';
const HELD = 'draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';

type Told = Pick<Answer, 'status' | 'body'>;

describeEngines('a body that is sent slowly', (open) => {
  let rig: Rig;
  let administrator: Client;
  let board: Client;
  let made = 0;
  let onRead: () => void = () => undefined;

  beforeAll(async () => {
    rig = await openRig(open);
    const since = '2025-01-01T00:00:00.000Z';
    const standing = { state: 'registered', registeredAt: since, since, by: 'server' };
    const document = { _id: 'standing:AU', schema: 1, country: 'AU', ...standing };
    await rig.engine.open('incb').put(document as object);
    const read = rig.accounts.sessions.read.bind(rig.accounts.sessions);
    rig.accounts.sessions.read = async (token) => {
      const session = await read(token);
      onRead();
      return session;
    };
    administrator = await rig.signIn('au.administrator');
    board = await rig.signIn('incb.secretary');
    await rig.engine.open('country-au').put({ _id: HELD, remarks: SECRET_WORDS } as object);
  });
  beforeEach(() => void (onRead = () => undefined));
  afterAll(() => rig.drop());

  /** An officer of whom the gateway knows nothing yet but that they have signed in. */
  async function anOfficer(): Promise<{ id: string; client: Client }> {
    const id = `au.slow${++made}`;
    await rig.accounts.createPerson(aPerson(id, 'officer', 'AU'));
    return { id, client: await rig.signIn(id) };
  }

  function aDraft(): { _id: string } {
    const _id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${(++made).toString(16).padStart(12, '0')}`;
    return withRevision({ _id, schema: 1, fields: {} });
  }

  const isHeld = async ({ _id }: { _id: string }): Promise<boolean> => {
    const { rows } = await rig.engine.open('country-au').allDocs({ keys: [_id] });
    return rows.some((row) => 'value' in row);
  };

  /** Resolves once they are being listened to: their session was read. What it gives sends the rest. */
  async function begin(
    client: Client,
    method: string,
    path: string,
    body: object
  ): Promise<() => Promise<Told>> {
    const bytes = Buffer.from(JSON.stringify(body));
    const listening = new Promise<void>((resolve) => (onRead = resolve));
    const headers = {
      cookie: client.cookie,
      'content-type': 'application/json',
      'content-length': bytes.length
    };
    const sent = request(rig.address + path, { method, headers });
    const answered = new Promise<Told>((resolve, reject) => {
      sent.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }));
      });
    });
    sent.write(bytes.subarray(0, 1));
    await listening;
    return () => {
      sent.end(bytes.subarray(1));
      return answered;
    };
  }

  const parse = (text: string): unknown => (text === '' ? '' : JSON.parse(text));

  const push = (client: Client, draft: object) =>
    begin(client, 'POST', '/db/country-au/_bulk_docs', { docs: [draft], new_edits: false });
  const read = (client: Client) =>
    begin(client, 'POST', '/db/country-au/_bulk_get', { docs: [{ id: HELD }] });
  const mark = (client: Client) => begin(client, 'PUT', '/db/country-au/_local/slow', { last_seq: 1 });
  const claim = (client: Client) => {
    const device = rig.keys.auOfficer.keyId;
    return begin(client, 'POST', '/api/blocks', { kind: 'import-authorization', year: 2026, device });
  };

  type End = (of: { id: string; client: Client }) => Promise<Answer>;
  const suspend: End = ({ id }) => administrator.ask('PATCH', `/api/people/${id}`, { suspended: true });
  const signOut: End = ({ client }) => client.ask('DELETE', '/api/session');
  const lower: End = ({ id }) => administrator.ask('PATCH', `/api/people/${id}`, { role: 'reader' });
  const country = (verb: 'suspend' | 'resume') =>
    board.ask('POST', `/api/countries/AU/${verb}`, { reason: 'Asked by the ministry.' });

  test.each([
    ['a suspension', suspend, 401, 'person.suspended'],
    ['a sign-out', signOut, 401, 'session.none'],
    ['a suspension of the country', () => country('suspend'), 403, 'country.suspended']
  ] as const)('stores nothing, and brings nothing, after %s', async (how, end, status, reason) => {
    for (const ask of [push, read, mark, claim]) {
      const officer = await anOfficer();
      const draft = aDraft();
      const finish = await ask(officer.client, draft);
      expect((await end(officer)).status).toBeLessThan(300);
      const told = await finish();
      expect([how, told.status, told.body]).toEqual([how, status, expect.objectContaining({ reason })]);
      expect(JSON.stringify(told.body)).not.toContain(SECRET_WORDS);
      expect(await isHeld(draft)).toBe(false);
      if (reason === 'country.suspended') await country('resume');
    }
  });

  test('is judged by the lower role that its sender has by then', async () => {
    const officer = await anOfficer();
    const draft = aDraft();
    const finish = await push(officer.client, draft);
    expect((await lower(officer)).status).toBe(200);
    const { status, body } = await finish();
    expect([status, JSON.stringify(body)]).toEqual([201, expect.stringContaining('door.role.mayNotWrite')]);
    expect(await isHeld(draft)).toBe(false);

    const other = await anOfficer();
    const finishClaim = await claim(other.client);
    await lower(other);
    expect(await finishClaim()).toMatchObject({ status: 403, body: { reason: 'request.role.refused' } });
  });

  test('is taken as ever where nothing has ended', async () => {
    const { client } = await anOfficer();
    const draft = aDraft();
    expect(await (await push(client, draft))()).toEqual({ status: 201, body: [] });
    expect(await isHeld(draft)).toBe(true);
    expect((await (await mark((await anOfficer()).client))()).status).toBe(201);
  });

  test('and so is a push whose turn comes after its sender was suspended', async () => {
    const database = rig.engine.open('country-au');
    const bulkDocs = database.bulkDocs.bind(database) as typeof database.bulkDocs;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const isWriting = new Promise<void>((resolve) => {
      database.bulkDocs = (async (...given: Parameters<typeof bulkDocs>) => {
        resolve();
        await released;
        return bulkDocs(...given);
      }) as typeof bulkDocs;
    });
    const first = administrator.push('country-au', [aDraft()]);
    await isWriting;
    const officer = await anOfficer();
    const draft = aDraft();
    const waiting = (await push(officer.client, draft))();
    // By another gateway: in this one the country's two answers are under way.
    await rig.accounts.suspendPerson(officer.id);
    release();
    expect(await first).toEqual({});
    Object.assign(database, { bulkDocs });
    expect(await waiting).toMatchObject({ status: 401, body: { reason: 'person.suspended' } });
    expect(await isHeld(draft)).toBe(false);
  });
});
