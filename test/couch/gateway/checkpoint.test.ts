/** A person's checkpoints are bounded by what the database really holds, whatever revisions a client invents. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeEngines, type OpenTestEngine } from '../with-engine.ts';
import { memberOf } from './answers.ts';
import { openAnother } from './another-gateway.ts';
import { Client, openRig, type Rig } from './rig.ts';

const MAX_CHECKPOINTS = 10;
const AT_ONCE = 8;
const HERE = '/db/country-au/_local/';

describeEngines('checkpoints of a person', (open: OpenTestEngine, kind) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open, { limits: { checkpointsPerPerson: MAX_CHECKPOINTS } });
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  /** One after the other, in each of eight queues side by side. */
  async function writeManyAtOnce(by: readonly Client[], name: string): Promise<string[]> {
    const written: string[] = [];
    const queue = async (at: number): Promise<void> => {
      for (let count = 0; count < 6; count++) {
        const id = `${name}-${at}-${count}`;
        const body = { _rev: `0-${1 + at * 7 + count}`, last_seq: count };
        const { status } = await (by[at % by.length] as Client).ask('PUT', HERE + id, body);
        expect(status).toBe(201);
        written.push(id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => queue(at)));
    return written;
  }

  async function countHeld(ids: readonly string[]): Promise<number> {
    let held = 0;
    // One after the other: more than a few of one person's at once are told to wait.
    for (const id of ids) {
      const { status } = await officer.ask('GET', HERE + id);
      expect([200, 404]).toContain(status);
      if (status === 200) held++;
    }
    return held;
  }

  /** What stands in the database, past everything that the gateway says of it; the embedded engine cannot list. */
  async function countStored(): Promise<number | null> {
    const listed = await rig.engine.open('country-au').localIds('_local/checkpoint:au.officer:', 10_000);
    return listed?.length ?? null;
  }

  test('are at most so many, eight at once and with invented revisions', async () => {
    const written = await writeManyAtOnce([officer], 'invented');
    expect(await countHeld(written)).toBe(MAX_CHECKPOINTS);
    expect(await countStored()).toBe(kind === 'couchdb' ? MAX_CHECKPOINTS : null);
    expect((await officer.ask('GET', HERE + String(written.at(-1)))).status).toBe(200);
  });

  test('give way the oldest first', async () => {
    for (let count = 0; count < MAX_CHECKPOINTS + 1; count++)
      expect((await officer.ask('PUT', `${HERE}old-${count}`, { last_seq: count })).status).toBe(201);
    expect((await officer.ask('GET', `${HERE}old-0`)).status).toBe(404);
    expect((await officer.ask('GET', `${HERE}old-1`)).status).toBe(200);
  });

  test('are written over by whoever has read them, and by nobody else', async () => {
    const first = await officer.ask('PUT', `${HERE}known`, { last_seq: 1 });
    expect((await officer.ask('PUT', `${HERE}known`, { last_seq: 2 })).status).toBe(409);
    expect((await officer.ask('PUT', `${HERE}known`, { _rev: '0-77', last_seq: 2 })).status).toBe(409);
    const _rev = memberOf(first.body, 'rev');
    expect((await officer.ask('PUT', `${HERE}known`, { _rev, last_seq: 2 })).status).toBe(201);
    expect(await officer.ask('GET', `${HERE}known`)).toMatchObject({ body: { last_seq: 2 } });
  });

  test('take nothing from another person’s', async () => {
    const other = await rig.signIn('au.other');
    expect((await other.ask('PUT', `${HERE}own`, { last_seq: 5 })).status).toBe(201);
    await writeManyAtOnce([officer], 'mine');
    expect(await other.ask('GET', `${HERE}own`)).toMatchObject({ status: 200, body: { last_seq: 5 } });
  });

  test.each([{ ids: 5 }, { ids: [null, 5, {}] }, { ids: ['_local/epoch'] }, {}])(
    'are kept where somebody has written %j over the note of which there are',
    async (content) => {
      const database = rig.engine.openAsAdministrator('country-au');
      const _id = '_local/checkpoints:au.officer';
      const { _rev } = await database.get(_id);
      await database.put({ _id, _rev, ...content } as object);
      const { epoch } = await database.get<{ epoch: string }>('_local/epoch');
      const name = `noted-${JSON.stringify(content).replace(/\W/g, '')}`;
      for (let count = 0; count < MAX_CHECKPOINTS + 1; count++)
        expect((await officer.ask('PUT', `${HERE}${name}-${count}`, { last_seq: count })).status).toBe(201);
      expect((await officer.ask('GET', `${HERE}${name}-${MAX_CHECKPOINTS}`)).status).toBe(200);
      expect(await database.get('_local/epoch')).toMatchObject({ epoch });
    }
  );

  describe.runIf(kind === 'couchdb')('on a server that several gateways share', () => {
    test('are bounded again with the next that is new, however many came past the bound', async () => {
      const database = rig.engine.open('country-au');
      for (let count = 0; count < 3 * MAX_CHECKPOINTS; count++)
        await database.put({
          _id: `_local/checkpoint:au.officer:stray-${count}`,
          last_seq: count
        } as object as never);
      expect(await countStored()).toBeGreaterThan(2 * MAX_CHECKPOINTS);
      expect((await officer.ask('PUT', `${HERE}after`, { last_seq: 1 })).status).toBe(201);
      expect(await countStored()).toBe(MAX_CHECKPOINTS);
      expect((await officer.ask('GET', `${HERE}after`)).status).toBe(200);
    });

    test('are bounded again after another gateway has written beside it', async () => {
      // A session is good at every gateway; this one keeps a hundred, which the first bounds again.
      const second = await openAnother(rig);
      await writeManyAtOnce([officer, new Client(second.address, officer.cookie)], 'both');
      expect((await officer.ask('PUT', `${HERE}last`, { last_seq: 1 })).status).toBe(201);
      expect(await countStored()).toBe(MAX_CHECKPOINTS);
      await second.gateway.close();
    });
  });
});
