/** What somebody asks of documents with many revisions is done piece by piece: others are answered in between. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readEach } from '#couch/engine/pouch.ts';
import type { Database } from '#couch/engine/engine.ts';
import { openTestEmbedded, type TestEngine } from '../with-engine.ts';

let held: TestEngine;
let database: Database;
const hash = (at: number): string => at.toString(16).padStart(32, '0');

/** PouchDB's own, which read all that is known of a document's revisions. */
type Level = { _get: (...given: unknown[]) => void; _getRevisionTree: (...given: unknown[]) => void };

beforeAll(async () => {
  held = await openTestEmbedded();
  await held.engine.create('country-au');
  database = held.engine.open('country-au');
  const ids = Array.from({ length: 300 }, (_, at) => hash(at)).reverse();
  const documents = [
    { _id: 'long', _rev: `300-${ids[0]}`, _revisions: { start: 300, ids } },
    ...Array.from({ length: 50 }, (_, at) => ({
      _id: `short-${at}`,
      _rev: `1-${hash(7)}`,
      _revisions: { start: 1, ids: [hash(7)] }
    }))
  ];
  await database.bulkDocs(documents as object[], { new_edits: false });
});
afterAll(() => held.drop());

async function countReads(work: () => Promise<unknown>): Promise<number> {
  const level = database as unknown as Level;
  const reads = [vi.spyOn(level, '_get'), vi.spyOn(level, '_getRevisionTree')];
  await work();
  const count = reads.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  reads.forEach((one) => one.mockRestore());
  return count;
}

test('few are read at once, and after each is a pause', async () => {
  let [now, most, pauses] = [0, 0, 0];
  const read = async (one: number): Promise<number> => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now--;
    return one * 2;
  };
  const items = Array.from({ length: 40 }, (_, at) => at);
  const told = await readEach(items, read, async () => void pauses++);
  expect(told).toEqual(items.map((one) => one * 2));
  expect([most, pauses]).toEqual([4, 40]);
});

test('thousands of revisions that are not there cost one look at their document', async () => {
  const asked = Array.from({ length: 5_000 }, (_, at) => ({ id: 'long', rev: `1-${hash(at + 1_000_000)}` }));
  let told = Buffer.alloc(0);
  const reads = await countReads(async () => void (told = await database.bulkGetText(asked)));
  expect(JSON.parse(`[${told.toString('utf8')}]`)).toHaveLength(5_000);
  expect(reads).toBe(1);
});

test('hundreds of revisions that were replaced cost one reading of what replaced them', async () => {
  const asked = Array.from({ length: 300 }, (_, at) => ({ id: 'long', rev: `${at + 1}-${hash(at)}` }));
  let told = Buffer.alloc(0);
  const reads = await countReads(async () => void (told = await database.bulkGetText(asked)));
  const rows = JSON.parse(`[${told.toString('utf8')}]`) as { docs: { ok: { _rev: string } }[] }[];
  expect(new Set(rows.map(({ docs }) => docs[0]?.ok._rev))).toEqual(new Set([`300-${hash(299)}`]));
  expect(reads).toBe(2);
});

test('whoever asks for many documents pauses after each of them, for bodies and for revisions', async () => {
  const asked = Array.from({ length: 50 }, (_, at) => ({ id: `short-${at}`, rev: `1-${hash(7)}` }));
  const pause = vi.fn(() => Promise.resolve());
  await database.bulkGetText(asked, pause);
  expect(pause).toHaveBeenCalledTimes(50);
  const revisions = Object.fromEntries(asked.map(({ id, rev }) => [id, [rev]]));
  expect(await database.revisionsDiff(revisions, pause)).toEqual({});
  expect(pause).toHaveBeenCalledTimes(100);
});
