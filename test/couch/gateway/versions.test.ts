import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { describeEngines } from '../with-engine.ts';
import { openRig, type Client, type Rig } from './rig.ts';

const hash = (): string => randomUUID().replace(/-/g, '');
const aDraftId = (): string => `draft:${randomUUID()}`;
const TOO_MANY = 'document.versions.tooMany';

interface Written {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
}

/** A version that nothing is known before, or that follows another. */
function aVersion(_id: string, after?: Written, over: object = {}): Written {
  const ids = [hash(), ...(after?._revisions.ids ?? [])];
  const start = (after?._revisions.start ?? 0) + 1;
  return { _id, _rev: `${start}-${ids[0]}`, _revisions: { start, ids }, ...over };
}

const many = (count: number, id: string): Written[] => Array.from({ length: count }, () => aVersion(id));
const deleted = { _deleted: true };

describeEngines('versions of a mutable document side by side', (open, kind) => {
  let rig: Rig;
  let officer: Client;
  let administrator: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    administrator = await rig.signIn('au.administrator');
  });
  afterAll(() => rig.drop());

  async function refusedOf(by: Client, docs: readonly object[]): Promise<string[]> {
    const { status, body } = await by.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    expect(status).toBe(201);
    const rows = body as { rev: string; reason: string }[];
    for (const { reason } of rows) expect(reason).toContain(TOO_MANY);
    return rows.map(({ rev }) => rev);
  }

  async function leavesOf(id: string): Promise<{ open: number; all: number }> {
    const database = rig.engine.openAsAdministrator('country-au');
    const got = await database.get(id, { open_revs: 'all' });
    const leaves = got as unknown as { ok: { _deleted?: boolean } }[];
    return { open: leaves.filter(({ ok }) => !ok._deleted).length, all: leaves.length };
  }

  for (const prefix of ['draft:', 'company:', 'setting:'] as const) {
    const anId = (): string => (prefix === 'setting:' ? `setting:a${hash()}` : prefix + randomUUID());

    test(`of five hundred first versions of one ${prefix} in one push as many as the bound are taken`, async () => {
      const id = anId();
      const refused = await refusedOf(administrator, many(500, id));
      expect(refused).toHaveLength(500 - LIMITS.openVersions);
      expect(await leavesOf(id)).toEqual({ open: LIMITS.openVersions, all: LIMITS.openVersions });
    });

    test(`at the bound a ${prefix} is taken, and one past it refused, whatever number of pushes it came in`, async () => {
      const id = anId();
      for (let at = 0; at < LIMITS.openVersions; at++)
        expect(await refusedOf(administrator, many(1, id))).toEqual([]);
      const [past] = many(1, id);
      expect(await refusedOf(administrator, [past as Written])).toEqual([past?._rev]);
      expect((await leavesOf(id)).open).toBe(LIMITS.openVersions);
    });
  }

  test('whoever merges can: what replaces or ends an open version is taken at the bound', async () => {
    const id = aDraftId();
    const held = many(LIMITS.openVersions, id);
    expect(await refusedOf(officer, held)).toEqual([]);
    const [winner, ...others] = held as [Written, ...Written[]];
    const merged = aVersion(id, winner, { schema: 1 });
    expect(await refusedOf(officer, [merged, ...others.map((one) => aVersion(id, one, deleted))])).toEqual(
      []
    );
    expect(await leavesOf(id)).toEqual({ open: 1, all: LIMITS.openVersions });
  });

  test('what makes room counts first, wherever in the push it stands', async () => {
    const id = aDraftId();
    const held = many(LIMITS.openVersions, id);
    await refusedOf(officer, held);
    const mine = aVersion(id);
    expect(await refusedOf(officer, [mine, aVersion(id, held[3], deleted)])).toEqual([]);
    expect((await leavesOf(id)).open).toBe(LIMITS.openVersions);
  });

  test('versions that were given up are bounded too, and an open one is still replaced and ended', async () => {
    const id = aDraftId();
    const first = aVersion(id);
    expect(await refusedOf(officer, [first])).toEqual([]);
    const over = 30;
    const ended = Array.from({ length: LIMITS.versions - 1 + over }, () =>
      aVersion(id, aVersion(id), deleted)
    );
    expect(await refusedOf(officer, ended)).toHaveLength(over);
    expect(await leavesOf(id)).toEqual({ open: 1, all: LIMITS.versions });
    const next = aVersion(id, first);
    expect(await refusedOf(officer, [next])).toEqual([]);
    expect(await refusedOf(officer, [aVersion(id, next, deleted)])).toEqual([]);
    expect((await leavesOf(id)).open).toBe(0);
  });

  test('the same versions pushed again are taken and not written again', async () => {
    const id = aDraftId();
    const held = many(LIMITS.openVersions, id);
    await refusedOf(officer, held);
    const before = await rig.engine.open('country-au').info();
    expect(await refusedOf(officer, held)).toEqual([]);
    expect((await rig.engine.open('country-au').info()).update_seq).toEqual(before.update_seq);
  });

  test('full batches of further versions, again and again, write nothing', async () => {
    const id = aDraftId();
    await refusedOf(officer, many(LIMITS.openVersions, id));
    const before = await rig.engine.open('country-au').info();
    for (let round = 0; round < 3; round++) expect(await refusedOf(officer, many(500, id))).toHaveLength(500);
    expect((await rig.engine.open('country-au').info()).update_seq).toEqual(before.update_seq);
  });

  test('of versions that follow one another in one push the last alone is written', async () => {
    const id = aDraftId();
    const chain = [aVersion(id)];
    for (let at = 1; at < 100; at++) chain.push(aVersion(id, chain[at - 1]));
    expect(await refusedOf(officer, chain)).toEqual([]);
    expect(await leavesOf(id)).toEqual({ open: 1, all: 1 });
    const last = chain[chain.length - 1] as Written;
    expect(await rig.engine.open('country-au').get(id)).toMatchObject({ _rev: last._rev });
  });

  test('of a version that comes with long histories again and again the newest five hundred revisions are known', async () => {
    const id = aDraftId();
    const most = LIMITS.revisionsPerDocument;
    let ids = [hash()];
    for (let push = 1; push <= 4; push++) {
      ids = [...Array.from({ length: most - 1 }, hash), ids[0] as string];
      const start = push * (most - 1) + 1;
      const next = { _id: id, _rev: `${start}-${ids[0]}`, _revisions: { start, ids } };
      expect(await refusedOf(officer, [next])).toEqual([]);
    }
    const held = await rig.engine.openAsAdministrator('country-au').get(id, { revs: true });
    expect(held._revisions?.ids).toEqual(ids.slice(0, 500));
    expect(await leavesOf(id)).toEqual({ open: 1, all: 1 });
  });

  test.runIf(kind === 'embedded')(
    'a push whose versions have long histories is stored in portions, between which others are answered',
    async () => {
      const long = Array.from({ length: 30 }, () => {
        const [id, ids] = [aDraftId(), Array.from({ length: 300 }, hash)];
        return { _id: id, _rev: `300-${ids[0]}`, _revisions: { start: 300, ids } };
      });
      const written = vi.spyOn(rig.engine.open('country-au'), 'bulkDocs');
      const short = Array.from({ length: 100 }, () => aVersion(aDraftId()));
      expect(await refusedOf(officer, [...long, ...short])).toEqual([]);
      const revisions = written.mock.calls.map(([docs]) =>
        (docs as Written[]).reduce((sum, { _revisions }) => sum + _revisions.ids.length, 0)
      );
      written.mockRestore();
      expect(Math.max(...revisions)).toBeLessThanOrEqual(500);
      expect(revisions.reduce((sum, count) => sum + count)).toBe(30 * 300 + 100);
    }
  );

  test.runIf(kind === 'embedded')(
    'versions of one draft with long histories are stored one after the other, the more so the more of it is known',
    async () => {
      const id = aDraftId();
      const long = Array.from({ length: 3 }, () => {
        const ids = Array.from({ length: 300 }, hash);
        return { _id: id, _rev: `300-${ids[0]}`, _revisions: { start: 300, ids }, _deleted: true };
      });
      const written = vi.spyOn(rig.engine.open('country-au'), 'bulkDocs');
      expect(await refusedOf(officer, long)).toEqual([]);
      const portions = written.mock.calls.map(([docs]) => docs.length);
      written.mockRestore();
      // Beside 300 revisions, then beside 600 and more.
      expect(portions).toEqual([1, 1, 1]);
    }
  );

  test('two devices that come into conflict at every four hundredth saving get every merge through, eight times', async () => {
    const id = aDraftId();
    const push = async (...docs: readonly Written[]): Promise<string[]> => refusedOf(officer, docs);
    const saved = (after: Written | undefined, times: number): Written => {
      let last = after ?? aVersion(id);
      for (let time = after ? 0 : 1; time < times; time++) last = aVersion(id, last);
      return inLimit(last);
    };
    let line = saved(undefined, 400);
    expect(await push(line)).toEqual([]);
    for (let conflict = 1; conflict <= 8; conflict++) {
      const [one, other] = [saved(line, 1), saved(line, 1)];
      expect(await push(one)).toEqual([]);
      // At the last it finds no room beside the other, and whoever typed it merges.
      await push(other);
      const merged = saved(other, 1);
      expect(await push(inLimit(aVersion(id, one, deleted)), merged)).toEqual([]);
      expect((await leavesOf(id)).open).toBe(1);
      expect(await rig.engine.open('country-au').get(id)).toMatchObject({ _rev: merged._rev });
      line = saved(merged, 400);
      expect(await push(line)).toEqual([]);
    }
  });
});

/** As much of its history as a device tells. */
function inLimit(version: Written): Written {
  const { start, ids } = version._revisions;
  return { ...version, _revisions: { start, ids: ids.slice(0, LIMITS.revisionsPerDocument) } };
}
