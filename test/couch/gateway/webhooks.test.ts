/** Webhooks by a real gateway and a real receiver: who keeps them, where they go, what is in them, and what is tried again. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { Standings } from '#couch/registration/standings.ts';
import { Webhooks } from '#couch/webhooks/webhooks.ts';
import { MAX_WEBHOOKS, SECRET_OVERLAP_HOURS, type WebhookView } from '#lib/domain/api/webhook.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { openPushService, type PushService, type TakenMessage } from '../notifications/push-service.ts';
import { describeEngines, TEST_SECRET, type TestEngine } from '../with-engine.ts';
import { aNumber, NOW, openRig, type Client, type Rig } from './rig.ts';

const HOUR_MS = 3_600_000;

/** As a receiver checks it, from the words of Standard Webhooks 1.0.0. */
function isSignedWith({ headers, body }: TakenMessage, secret: string): boolean {
  const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`;
  const key = new Uint8Array(Buffer.from(secret.replace('whsec_', ''), 'base64'));
  const hash = createHmac('sha256', key).update(text).update(body).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${hash}`);
}

function read({ body }: TakenMessage): { type: string; timestamp: string; data: { acts?: string[] } } {
  return JSON.parse(new TextDecoder().decode(body));
}

describeEngines('webhooks of a country', (open) => {
  let rig: Rig;
  let receiver: PushService;
  let administrator: Client;
  let serial = 0;

  beforeAll(async () => {
    receiver = await openPushService();
    rig = await openRig(open, {
      limits: { signInsPerAddress: 1000, webhooksPerPerson: 1000 },
      webhooks: { agent: receiver.agent, delaysMs: [10] }
    });
  });
  beforeEach(async () => {
    rig.clock.now = NOW;
    administrator = await rig.signIn('au.administrator');
    for (const { id } of await list())
      expect((await administrator.ask('DELETE', `/api/webhooks/${id}`)).status).toBe(204);
    receiver.taken.length = 0;
    receiver.answer = { status: 204 };
  });
  afterAll(async () => {
    await receiver.stop();
    await rig.drop();
  });

  async function list(): Promise<readonly WebhookView[]> {
    return ((await administrator.ask('GET', '/api/webhooks')).body as { webhooks: WebhookView[] }).webhooks;
  }

  async function add(url = 'https://push.example/i2es'): Promise<{ id: string; secret: string }> {
    const made = await administrator.ask('POST', '/api/webhooks', { url });
    expect([made.status, made.body]).toMatchObject([201, {}]);
    return made.body as { id: string; secret: string };
  }

  /** An import authorization of Australia, in its own database. */
  async function store(database = 'country-au'): Promise<{ readonly _id: string; readonly body: object }> {
    serial += 1;
    const act = anImportAuthorization({ over: { number: aNumber(serial, 'AU') } });
    await rig.engine.openAsAdministrator(database).bulkDocs([act] as never);
    return act;
  }

  const taken = (count: number): Promise<void> => expect.poll(() => receiver.taken.length).toBe(count);

  test('an administrator keeps them; nobody else sees or makes one', async () => {
    await add();
    for (const person of ['au.officer', 'au.reader']) {
      const other = await rig.signIn(person);
      expect((await other.ask('GET', '/api/webhooks')).status).toBe(403);
      const asked = await other.ask('POST', '/api/webhooks', { url: 'https://push.example/b' });
      expect(asked.status).toBe(403);
    }
    const secretary = await rig.signIn('incb.secretary');
    expect((await secretary.ask('GET', '/api/webhooks')).status).toBe(404);
    expect((await list()).map(({ url }) => url)).toEqual(['https://push.example/i2es']);
  });

  test('an address that leads inside, or is not https with a public name, is refused', async () => {
    for (const url of [
      'http://push.example/',
      'https://localhost/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://0177.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://10.0.0.1/',
      'https://169.254.169.254/latest/meta-data',
      'https://metadata.google.internal/',
      'https://printer.local/',
      'https://couchdb/',
      'https://push.example:5984/',
      'https://user:pass@push.example/',
      'https://push.example/#part',
      'file:///etc/passwd',
      'gopher://push.example/',
      'javascript:alert(1)',
      `https://push.example/${'a'.repeat(1000)}`,
      '',
      null,
      7,
      { href: 'https://push.example/' }
    ]) {
      const asked = await administrator.ask('POST', '/api/webhooks', { url });
      expect([url, asked.status, asked.body]).toMatchObject([
        url,
        400,
        { problems: [{ code: 'webhook.url.refused', path: 'url' }] }
      ]);
    }
    expect(receiver.taken).toEqual([]);
  });

  test('the same address is refused twice, and a sixth webhook', async () => {
    await add();
    const again = await administrator.ask('POST', '/api/webhooks', { url: 'https://push.example/i2es' });
    expect([again.status, again.body]).toMatchObject([409, { problems: [{ code: 'webhook.url.repeated' }] }]);
    for (let nth = 1; nth < MAX_WEBHOOKS; nth++) await add(`https://push.example/${nth}`);
    const sixth = await administrator.ask('POST', '/api/webhooks', { url: 'https://push.example/6' });
    expect([sixth.status, sixth.body]).toMatchObject([409, { problems: [{ code: 'webhook.tooMany' }] }]);
  });

  test('the same address sent twice at once makes one webhook', async () => {
    const url = 'https://push.example/i2es';
    const made = await Promise.all(
      Array.from({ length: 4 }, () => administrator.ask('POST', '/api/webhooks', { url }))
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('a message is signed, and names the documents that came since, without their content', async () => {
    await store();
    const { secret } = await add();
    const act = await store();
    await taken(1);
    const [message] = receiver.taken as [TakenMessage];
    expect(isSignedWith(message, secret)).toBe(true);
    expect(message.headers['webhook-id']).toMatch(/^msg_/);
    expect(message.headers['webhook-timestamp']).toBe(String(NOW / 1000));
    const at = new Date(NOW).toISOString();
    expect(read(message)).toEqual({ type: 'new-acts', timestamp: at, data: { acts: [act._id] } });
    await expect.poll(async () => (await list())[0]).toMatchObject({ sentAt: at, failed: null });
  });

  test('documents of another country are not told', async () => {
    await add();
    await store('country-ch');
    const own = await store();
    await taken(1);
    expect(read(receiver.taken[0]!).data.acts).toEqual([own._id]);
  });

  test('a message that is not taken is tried again with the same id, and the administrator sees why', async () => {
    receiver.answer = { status: 500 };
    await add();
    const act = await store();
    await expect.poll(async () => (await list())[0]?.failed?.count ?? 0).toBeGreaterThan(1);
    expect((await list())[0]?.failed).toMatchObject({ reason: 'status', status: 500 });
    receiver.answer = { status: 200 };
    await expect.poll(async () => (await list())[0]?.failed).toBeNull();
    const ids = new Set(receiver.taken.map(({ headers }) => headers['webhook-id']));
    expect([ids.size, read(receiver.taken.at(-1)!).data.acts]).toEqual([1, [act._id]]);
  });

  test('a redirect is not followed', async () => {
    receiver.answer = { status: 302, headers: { location: 'https://push.example/elsewhere' } };
    await add();
    await store();
    await expect.poll(async () => (await list())[0]?.failed?.reason).toBe('redirected');
    expect(receiver.taken.every(({ path }) => path === '/i2es')).toBe(true);
  });

  test('a receiver that switches protocols has failed, and is tried again', async () => {
    receiver.answer = { status: 101, headers: { connection: 'Upgrade', upgrade: 'other' } };
    const { id } = await add();
    const act = await store();
    await expect.poll(async () => (await list())[0]?.failed?.reason).toBe('unreachable');
    const tried = await administrator.ask('POST', `/api/webhooks/${id}/test`);
    expect(tried.body).toMatchObject({ taken: false, failed: { reason: 'unreachable' } });
    receiver.answer = { status: 200 };
    await expect.poll(async () => (await list())[0]?.failed).toBeNull();
    expect(read(receiver.taken.at(-1)!).data.acts).toEqual([act._id]);
  });

  test('410 ends messages until a test is taken; then those that waited come', async () => {
    receiver.answer = { status: 410 };
    const { id } = await add();
    const act = await store();
    await expect.poll(async () => (await list())[0]?.failed?.reason).toBe('gone');
    expect(receiver.taken).toHaveLength(1);
    const refused = await administrator.ask('POST', `/api/webhooks/${id}/test`);
    expect(refused.body).toMatchObject({ taken: false, failed: { reason: 'gone', status: 410 } });
    receiver.answer = { status: 200 };
    expect((await administrator.ask('POST', `/api/webhooks/${id}/test`)).body).toEqual({
      taken: true,
      failed: null
    });
    await taken(4);
    expect(receiver.taken.map((one) => read(one).type)).toEqual(['new-acts', 'test', 'test', 'new-acts']);
    expect(read(receiver.taken[3]!).data.acts).toEqual([act._id]);
  });

  test('after a new secret both sign for a day, so that the receiver can change', async () => {
    const { id, secret } = await add();
    const renewed = await administrator.ask('POST', `/api/webhooks/${id}/secret`);
    const later = (renewed.body as { secret: string }).secret;
    await administrator.ask('POST', `/api/webhooks/${id}/test`);
    rig.clock.now = NOW + SECRET_OVERLAP_HOURS * HOUR_MS;
    administrator = await rig.signIn('au.administrator');
    await administrator.ask('POST', `/api/webhooks/${id}/test`);
    const signedWith = receiver.taken.map((one) => [secret, later].map((key) => isSignedWith(one, key)));
    expect(signedWith).toEqual([
      [true, true],
      [false, true]
    ]);
  });

  test('the server keeps no secret in clear, and no list shows one', async () => {
    const { secret } = await add();
    const { rows } = await rig.engine.openAsAdministrator('accounts').allDocs({ include_docs: true });
    expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
    expect(JSON.stringify(await list())).not.toContain(secret.slice('whsec_'.length));
  });

  test('a webhook of another country, or none, is not found', async () => {
    const { id } = await add();
    await rig.accounts.createPerson({
      id: 'ch.administrator',
      role: 'administrator',
      authority: 'CH',
      name: 'B. Person',
      function: 'Head',
      password: 'a good long password'
    } as never);
    const swiss = await rig.signIn('ch.administrator');
    for (const name of [id, 'AU:x', '..%2F', 'x'])
      for (const [method, path] of [
        ['DELETE', ''],
        ['POST', '/secret'],
        ['POST', '/test']
      ] as const) {
        const asked = await swiss.ask(method, `/api/webhooks/${name}${path}`);
        expect([name, path, asked.status]).toEqual([name, path, 404]);
      }
    expect(await list()).toHaveLength(1);
    expect(receiver.taken).toEqual([]);
  });

  test('a removed webhook gets nothing more', async () => {
    const { id } = await add();
    await administrator.ask('DELETE', `/api/webhooks/${id}`);
    await add('https://push.example/other');
    await store();
    await taken(1);
    expect(receiver.taken.map(({ path }) => path)).toEqual(['/other']);
  });
});

describeEngines('webhooks after a restart', (open) => {
  let held: TestEngine;
  let receiver: PushService;
  let standings: Standings;
  const AU = 'AU' as CountryCode;

  beforeAll(async () => {
    receiver = await openPushService();
    held = await open();
    await provisionSystem(held.engine);
    await provisionCountry(held.engine, AU);
    standings = new Standings(held.engine);
  });
  afterAll(async () => {
    standings.close();
    await receiver.stop();
    await held.drop();
  });

  const start = (): Webhooks => {
    const webhooks = new Webhooks({
      engine: held.engine,
      secret: TEST_SECRET,
      clock: () => NOW,
      warn: (_about, error) => expect(error).toBeNull(),
      standings,
      national: null,
      agent: receiver.agent,
      delaysMs: [10]
    });
    webhooks.begin();
    return webhooks;
  };
  const store = async (serial: number): Promise<string> => {
    const act = anImportAuthorization({ over: { number: aNumber(serial, 'AU') } });
    await held.engine.openAsAdministrator('country-au').bulkDocs([act] as never);
    return act._id;
  };
  const idsTold = (): readonly string[] => receiver.taken.flatMap((one) => read(one).data.acts ?? []);

  test('a message that was not taken is sent again with its id, and a database without its place tells all again', async () => {
    receiver.answer = { status: 503 };
    const first = start();
    const given = { url: 'https://push.example/i2es', by: 'au.administrator' };
    const { id } = unwrap(await first.add(AU, given, async () => undefined));
    const earlier = await store(901);
    await expect.poll(() => receiver.taken.length).toBeGreaterThan(1);
    await first.close();
    const messages = new Set(receiver.taken.map(({ headers }) => headers['webhook-id']));
    receiver.answer = { status: 200 };
    receiver.taken.length = 0;
    const second = start();
    await expect.poll(() => idsTold()).toEqual([earlier]);
    messages.add(receiver.taken[0]!.headers['webhook-id']);
    expect(messages.size).toBe(1);
    const later = await store(902);
    await expect.poll(() => idsTold()).toEqual([earlier, later]);
    await second.close();
    const database = held.engine.openAsAdministrator('country-au');
    const place = await database.get<object>(`_local/webhook:${id}`);
    await database.remove(place as never);
    receiver.taken.length = 0;
    const third = start();
    await expect.poll(() => [...idsTold()].sort()).toEqual([earlier, later].sort());
    await third.close();
  });
});
