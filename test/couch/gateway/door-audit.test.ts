/** What is pushed and is administration stands in the audit: who, what and about what, never what it says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { LIST_CONTENT } from '../../samples/lists.ts';
import { A_PRACTICE } from '../../samples/practice.ts';
import { describeEngines } from '../with-engine.ts';
import { openAnother } from './another-gateway.ts';
import { listOf } from './answers.ts';
import { aCertificate, aHead, aKey, aPerson, Client, NOW, openRig, withRevision, type Rig } from './rig.ts';

const [AU, INCB] = ['AU' as AuthorityCode, 'INCB' as AuthorityCode];
const COMPANY = 'company:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';
const ADDRESS = '1 Harbour Street, Sydney';

describeEngines('the audit of what is pushed', (open) => {
  let rig: Rig;
  let administrator: Client;
  let board: Client;
  const clerk = 'au.administrator';

  beforeAll(async () => {
    rig = await openRig(open);
    administrator = await rig.signIn(clerk);
    board = await rig.signIn('incb.secretary');
  });
  afterAll(() => rig.drop());

  const told = async (client: Client, ...verbs: string[]) =>
    listOf((await client.ask('GET', '/api/audit?limit=100')).body)
      .filter(({ what }) => verbs.includes(String(what)))
      .map(({ by, what, about, values }) => ({ by, what, about, ...(values ? { values } : {}) }));

  const ids = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32));
  const revision = (_id: string, generation: number, more: object) => ({
    ...{ _id, schema: 1, _rev: `${generation}-${ids[generation - 1]}`, ...more },
    _revisions: { start: generation, ids: ids.slice(0, generation).reverse() }
  });

  const certify = async (key: Awaited<ReturnType<typeof aKey>>, until?: string): Promise<Act> =>
    aCertificate(rig.keys.auAdministrator, AU, clerk, {
      ...{ key, authority: AU, person: 'au.officer', role: 'officer' as const },
      ...(until === undefined ? {} : { until })
    });

  const withdraw = (keyId: string, issuer: AuthorityCode, by: string, key = rig.keys.auAdministrator) => {
    const at = new Date(NOW).toISOString();
    const body = { ...aHead('withdrawal', issuer, ['*'], by, at), keyId, withdrawnFrom: at, reason: 'Lost.' };
    return signBody(body as never, key);
  };

  test('tells who certified, renewed and withdrew a key, whose it is and on which device', async () => {
    const key = await aKey();
    for (const act of [
      await certify(key),
      await certify(key, '2028-06-30T00:00:00.000Z'),
      await withdraw(key.keyId, AU, clerk)
    ])
      expect(await administrator.push('country-au', [act])).toEqual({});
    const values = { holder: 'au.officer', device: 'Desk 1' };
    const entry = { by: clerk, about: key.keyId, values };
    expect(await told(administrator, 'key.certified', 'key.renewed', 'key.withdrawn')).toEqual([
      { ...entry, what: 'key.withdrawn' },
      { ...entry, what: 'key.renewed' },
      { ...entry, what: 'key.certified' }
    ]);
    expect(await told(board, 'key.certified', 'key.renewed', 'key.withdrawn')).toEqual([]);
  });

  test('tells what INCB did with a country’s key in both lists', async () => {
    const [desk, key] = [await aKey(), await aKey()];
    const boardDesk = {
      key: desk,
      authority: INCB,
      person: 'incb.secretary',
      role: 'administrator'
    } as const;
    await rig.engine
      .openAsAdministrator('reference')
      .put(await aCertificate(rig.keys.root, INCB, 'incb.secretary', boardDesk));
    const of = { key, authority: AU, person: clerk, role: 'administrator' } as const;
    const certificate = await aCertificate(desk, INCB, 'incb.secretary', of);
    expect(await board.push('incb', [certificate])).toEqual({});
    const mine = (entries: readonly { about: unknown }[]) =>
      entries.filter(({ about }) => about === key.keyId);
    const entry = { by: 'incb.secretary', what: 'key.certified', about: key.keyId };
    for (const client of [administrator, board])
      expect(mine(await told(client, 'key.certified'))).toEqual([
        { ...entry, values: { holder: clerk, device: 'Desk 1' } }
      ]);
  });

  test('names who changed a company or the authority’s particulars, each change once, and no content', async () => {
    const company = { name: 'Alpine Pharma', address: ADDRESS };
    const setting = { authority: { name: 'Office of Drug Control', address: ADDRESS } };
    for (const generation of [1, 1, 2])
      expect(await administrator.push('country-au', [revision(COMPANY, generation, company)])).toEqual({});
    expect(await administrator.push('country-au', [revision('setting:country', 1, setting)])).toEqual({});
    const entries = await told(administrator, 'company.changed', 'setting.changed');
    expect(entries).toEqual([
      { by: clerk, what: 'setting.changed', about: 'setting:country' },
      { by: clerk, what: 'company.changed', about: COMPANY },
      { by: clerk, what: 'company.changed', about: COMPANY }
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Alpine|Harbour|Control/);
  });

  const practice = (signed: number): Promise<Act> => {
    const at = new Date(signed).toISOString();
    const effectiveFrom = new Date(NOW).toISOString().slice(0, 10);
    const body = { ...aHead('national-practice', AU, ['*'], clerk, at), ...A_PRACTICE, effectiveFrom };
    return signBody(body as never, rig.keys.auAdministrator);
  };

  test('names who published a national practice, once, and not what it says', async () => {
    const act = await practice(NOW);
    for (const _again of [1, 2]) expect(await administrator.push('country-au', [act])).toEqual({});
    expect(await told(administrator, 'practice.published')).toEqual([
      { by: clerk, what: 'practice.published' }
    ]);
  });

  test('has no entry of a practice beyond twenty within thirty days, which the door refuses', async () => {
    const signed = NOW - 60 * 86_400_000;
    const acts = await Promise.all(Array.from({ length: 21 }, (_, no) => practice(signed + no)));
    const last = acts.pop() as Act;
    const published = async () => (await told(administrator, 'practice.published')).length;
    const before = await published();
    expect(await administrator.push('country-au', acts)).toEqual({});
    expect(await administrator.push('country-au', [last])).toEqual({ [last._id]: ['practice.tooMany'] });
    expect(await published()).toBe(before + 20);
  });

  test.each([
    ['votes', 'suggestion-vote', (no: number) => ({ answerHash: 'A'.repeat(43), supports: no % 2 === 0 })],
    ['reports', 'action-report', () => ({ item: '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', state: 'open' })]
  ])('has room for thirty %s of a country within thirty days', async (_name, kind, content) => {
    const one = async (no: number): Promise<Act> => {
      const at = new Date(NOW - 40 * 86_400_000 + no).toISOString();
      const body = { ...aHead(kind, AU, ['*'], clerk, at), ...content(no) };
      return signBody(body as never, rig.keys.auAdministrator);
    };
    const acts = await Promise.all(Array.from({ length: 31 }, (_, no) => one(no)));
    const last = acts.pop() as Act;
    expect(await administrator.push('country-au', acts)).toEqual({});
    expect(await administrator.push('country-au', [last])).toEqual({ [last._id]: ['userGroup.tooMany'] });
  });

  test.each([
    ['suggestions', 'suggestion', { screen: 'start', text: 'Sort by date.' }, 'suggestion.tooMany'],
    [
      'answers to surveys',
      'survey-answer',
      {
        survey: `act:20261101:INCB:survey:${'A'.repeat(43)}`,
        answers: [{ question: 'q1', chosen: ['yes'] }]
      },
      'survey.answer.tooMany'
    ]
  ])(
    'has room for a hundred %s of a country within thirty days, sent in one piece',
    async (_name, kind, content, code) => {
      const one = async (daysAgo: number, no: number): Promise<Act> => {
        const at = new Date(NOW - daysAgo * 86_400_000 + no).toISOString();
        return signBody(
          { ...aHead(kind, AU, ['INCB'], clerk, at), ...content } as never,
          rig.keys.auAdministrator
        );
      };
      const acts = await Promise.all(Array.from({ length: 101 }, (_, no) => one(20, no)));
      const last = acts.pop() as Act;
      expect(await administrator.push('country-au', acts)).toEqual({});
      expect(await administrator.push('country-au', [last])).toEqual({ [last._id]: [code] });
      expect(await administrator.push('country-au', [acts[0] as Act])).toEqual({});
      expect(await administrator.push('country-au', [await one(50, 0)])).toEqual({});
    }
  );

  test('refuses a vote that is dated more than sixty days back, so that no key has a month’s votes for each of its months', async () => {
    const at = new Date(NOW - 61 * 86_400_000).toISOString();
    const vote = {
      ...aHead('suggestion-vote', AU, ['*'], clerk, at),
      answerHash: 'B'.repeat(43),
      supports: true
    };
    const act = await signBody(vote as never, rig.keys.auAdministrator);
    expect(await administrator.push('country-au', [act])).toEqual({ [act._id]: ['door.time.late'] });
  });

  test('names who signed, confirmed and revoked a list of INCB, each by its kind alone', async () => {
    const [desk, second] = [await aKey(), await aKey()];
    const people = [
      [desk, 'incb.secretary'],
      [second, 'incb.deputy']
    ] as const;
    for (const [key, person] of people) {
      const holder = { key, authority: INCB, person, role: 'administrator' } as const;
      await rig.engine
        .openAsAdministrator('reference')
        .put(await aCertificate(rig.keys.root, INCB, 'incb.secretary', holder));
    }
    const at = new Date(NOW).toISOString();
    const sign = ([key, person]: (typeof people)[number], kind: string, body: object): Promise<Act> =>
      signBody({ ...aHead(kind as never, INCB, ['*'], person, at), ...body } as never, key);
    const effective = at.slice(0, 10);
    const list = await sign(people[0], 'prohibition', {
      ...{ ...LIST_CONTENT.prohibition, effective }
    });
    const lists = [list._id];
    const confirmed = await sign(people[1], 'list-confirmation', { lists, as: 'confirmed' });
    const revoked = await sign(people[1], 'list-confirmation', { lists, as: 'revoked', reason: 'Wrong.' });
    await rig.accounts.createPerson(aPerson('incb.deputy', 'incb', 'INCB'));
    const deputy = await rig.signIn('incb.deputy');
    expect(await board.push('incb', [list])).toEqual({});
    expect(await deputy.push('incb', [confirmed])).toEqual({});
    expect(await deputy.push('incb', [revoked])).toEqual({});
    const about = 'prohibition';
    expect(await told(board, 'list.signed', 'list.confirmed', 'list.revoked')).toEqual([
      { by: 'incb.deputy', what: 'list.revoked', about },
      { by: 'incb.deputy', what: 'list.confirmed', about },
      { by: 'incb.secretary', what: 'list.signed', about }
    ]);
  });

  test('names a change that comes together with a revision that is here, before it and after it', async () => {
    const setting = (name: string) => ({ authority: { name, address: ADDRESS } });
    const held = revision('setting:country', 1, setting('Office of Drug Control'));
    const changes = async () => (await told(administrator, 'setting.changed')).length;
    const before = await changes();
    const second = revision('setting:country', 2, setting('Office of Medicines'));
    expect(await administrator.push('country-au', [second, held])).toEqual({});
    expect(await changes()).toBe(before + 1);
    const third = revision('setting:country', 3, setting('Agency of Medicines'));
    expect(await administrator.push('country-au', [held, third])).toEqual({});
    expect(await changes()).toBe(before + 2);
  });

  test('tells once what is pushed again after the database has failed', async () => {
    const key = await aKey();
    const id = 'company:0c9a4f5e-8f3d-4a55-9b39-6c1d2e3f4a5b';
    const company = revision(id, 1, { name: 'Alpine Pharma', address: ADDRESS });
    const batch = [await certify(key), company];
    const database = rig.engine.open('country-au');
    const bulkDocs = database.bulkDocs.bind(database);
    const push = async () => {
      const docs = batch.map((document) => ('_rev' in document ? document : withRevision(document)));
      return (await administrator.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false }))
        .status;
    };
    Object.assign(database, { bulkDocs: () => Promise.reject(new Error('the disk does not answer')) });
    for (const status of [await push(), await push()]) expect(status).toBeGreaterThanOrEqual(500);
    Object.assign(database, { bulkDocs });
    expect(await push()).toBe(201);
    const entries = await told(administrator, 'key.certified', 'company.changed');
    expect(entries.filter(({ about }) => about === key.keyId)).toHaveLength(1);
    expect(entries.filter(({ about }) => about === id)).toHaveLength(1);
  });

  test('tells once what another gateway stores after the first has ended in the middle', async () => {
    const key = await aKey();
    const id = 'company:3d1b7c2a-5e6f-4a1b-8c9d-0e1f2a3b4c5d';
    const docs = [await certify(key), revision(id, 1, { name: 'Alpine Pharma', address: ADDRESS })].map(
      (document) => withRevision(document)
    );
    const path = '/db/country-au/_bulk_docs';
    const second = await openAnother(rig);
    const elsewhere = new Client(second.address, administrator.cookie);
    const database = rig.engine.open('country-au');
    const bulkDocs = database.bulkDocs.bind(database);
    Object.assign(database, { bulkDocs: () => Promise.reject(new Error('the gateway ends')) });
    const first = await administrator.ask('POST', path, { docs, new_edits: false });
    expect(first.status).toBeGreaterThanOrEqual(500);
    Object.assign(database, { bulkDocs });
    rig.clock.now += 60_000;
    expect((await elsewhere.ask('POST', path, { docs, new_edits: false })).status).toBe(201);
    const entries = listOf((await elsewhere.ask('GET', '/api/audit?limit=100')).body);
    await second.gateway.close();
    for (const about of [key.keyId, id])
      expect(entries.filter((entry) => entry.about === about)).toMatchObject([
        { at: new Date(rig.clock.now - 60_000).toISOString() }
      ]);
  });

  test('tells nothing of what the door refused', async () => {
    const before = await told(administrator, 'key.withdrawn', 'company.changed');
    const refused = await withdraw(rig.keys.auOther.keyId, AU, 'au.other', rig.keys.auOther);
    expect(Object.values(await administrator.push('country-au', [refused]))).toHaveLength(1);
    const officer = await rig.signIn('au.officer');
    expect(Object.values(await officer.push('country-au', [{ _id: COMPANY, schema: 1 }]))).toHaveLength(1);
    expect(await told(administrator, 'key.withdrawn', 'company.changed')).toEqual(before);
  });
});
