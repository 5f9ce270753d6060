/** What ends at one gateway is over at the other at its next question, although it has just been answered there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { aPerson, Client, openRig, type Rig } from './rig.ts';

const DRAFT = 'draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';
const SECRET_WORDS = 'known to Australia alone';

type Question = [method: string, path: string, body?: object];

/** Every question that a reader may ask of their database, and a long poll that would wait. */
const QUESTIONS: readonly Question[] = [
  ['GET', ''],
  ['GET', '/'],
  ['POST', '/_ensure_full_commit', {}],
  ['GET', '/_changes'],
  ['GET', '/_changes?feed=longpoll&since=now&timeout=60000'],
  ['POST', '/_revs_diff', { [DRAFT]: [`2-${'b'.repeat(32)}`] }],
  ['POST', '/_bulk_get', { docs: [{ id: DRAFT }] }],
  ['POST', '/_all_docs', { keys: [DRAFT] }],
  ['GET', '/_local/checkpoint']
];

describeEngines('a right that ends', (open) => {
  let rig: Rig;
  let elsewhere: { readonly gateway: Gateway; readonly address: string };
  let administrator: Client;
  let people = 0;

  beforeAll(async () => {
    rig = await openRig(open);
    const clock = (): number => rig.clock.now;
    const gateway = await buildGateway({
      engine: rig.engine,
      accounts: new Accounts({ engine: rig.engine, clock }),
      secret: TEST_SECRET,
      app: null,
      clock,
      roots: [rig.keys.root.publicKey]
    });
    elsewhere = { gateway, address: await gateway.listen({ port: 0, host: '127.0.0.1' }) };
    administrator = await rig.signIn('au.administrator');
    await rig.engine.open('country-au').put({ _id: DRAFT, remarks: SECRET_WORDS } as object);
  });
  afterAll(async () => {
    await elsewhere.gateway.close();
    await rig.drop();
  });

  const ask = (client: Client, [method, path, body]: Question) =>
    client.ask(method, `/db/country-au${path}`, body);

  /** A reader who has just been answered at both gateways, there by what was known of them. */
  async function aReader(): Promise<{ id: string; here: Client; there: Client }> {
    const id = `au.guest${++people}`;
    await rig.accounts.createPerson(aPerson(id, 'reader', 'AU'));
    const here = await rig.signIn(id);
    const there = new Client(elsewhere.address, here.cookie);
    for (const client of [here, there, there]) {
      expect((await ask(client, ['GET', '/_changes'])).status).toBe(200);
    }
    return { id, here, there };
  }

  test('is asked about at every question that a reader may ask', () => {
    const asked = QUESTIONS.map(([method, path]) => `${method} ${path.replace(/\?.*|(?<=_local\/).*/, '')}`);
    for (const { who, method, path } of ROUTES) {
      if (who !== 'readers' || method === 'PUT') continue;
      expect(asked).toContain(`${method} ${path.slice('/db/:name'.length).replace(':id', '')}`);
    }
  });

  /** The reader is refused, and told nothing; what was known of them is forgotten by that. */
  async function expectNothingTold(client: Client, question: Question): Promise<void> {
    const { status, body } = await ask(client, question);
    expect([question[1], status]).toEqual([question[1], 401]);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${SECRET_WORDS}|${DRAFT}|update_seq|last_seq`));
  }

  test.each(QUESTIONS)('by signing out is over at the other gateway: %s %s', async (...question) => {
    const { here, there } = await aReader();
    expect((await here.ask('DELETE', '/api/session')).status).toBe(204);
    await expectNothingTold(there, question);
  });

  test.each([
    ['suspension', 'PATCH', { suspended: true }],
    ['another role', 'PATCH', { role: 'officer' }],
    ['removal', 'DELETE', undefined]
  ])('by %s is over at the other gateway', async (_how, method, change) => {
    const { id, there } = await aReader();
    expect((await administrator.ask(method, `/api/people/${id}`, change)).status).toBeLessThan(300);
    await expectNothingTold(there, ['POST', '/_bulk_get', { docs: [{ id: DRAFT }] }]);
  });

  test('by a policy that asks for a second factor ends at the other gateway, open feeds too', async () => {
    const { there } = await aReader();
    const feed = ask(there, ['GET', '/_changes?feed=longpoll&since=now&timeout=60000']);
    // Answered there by what was known: the policy too.
    expect((await ask(there, ['GET', ''])).status).toBe(200);
    const policy = { secondFactor: 'everybody', idleMinutes: 720 };
    expect((await administrator.ask('PUT', '/api/policy', policy)).status).toBe(200);
    expect((await feed).status).toBe(200);
    for (const question of QUESTIONS) {
      const { status, body } = await ask(there, question);
      expect([question[1], status]).toEqual([question[1], 403]);
      expect(JSON.stringify(body)).not.toMatch(SECRET_WORDS);
    }
    expect((await there.ask('DELETE', '/api/session')).status).toBe(204);
  });
});
