/** Whatever is large is told by the embedded engine one after the other, in the turn of the country whose it is. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openTestEmbedded, type TestEngine } from '../with-engine.ts';

const turns = vi.hoisted(() => ({ asked: [] as string[], open: [] as (() => void)[], isHeld: false }));

vi.mock('#couch/base/sliced-task.ts', async (original) => ({
  ...(await original<object>()),
  nextPiece: (of: string): Promise<void> => {
    turns.asked.push(of);
    return turns.isHeld ? new Promise((goOn) => turns.open.push(goOn)) : Promise.resolve();
  }
}));

let held: TestEngine;
const hash = (): string => randomUUID().replace(/-/g, '');
const LONG = ['draft:long-1', 'draft:long-2'];

beforeAll(async () => {
  held = await openTestEmbedded();
  await held.engine.create('country-au');
  const written = (_id: string, length: number): object => {
    const ids = Array.from({ length }, hash);
    return { _id, _rev: `${length}-${ids[0]}`, _revisions: { start: length, ids } };
  };
  const documents = [...LONG.map((id) => written(id, 490)), written('draft:short', 20)];
  await held.engine.open('country-au').bulkDocs(documents, { new_edits: false });
  await held.engine.create('country-ch');
  await held.engine.open('country-ch').bulkDocs([written('draft:short', 20)], { new_edits: false });
});
afterEach(() => {
  turns.isHeld = false;
  turns.open.splice(0).forEach((goOn) => goOn());
});
afterAll(() => held.drop());

const database = (): ReturnType<TestEngine['engine']['open']> => held.engine.open('country-au');

test.each([
  ['by id', () => database().get('draft:long-1'), 1],
  ['by ids', () => database().allDocs({ keys: LONG }), 2],
  ['in a list', () => database().allDocs(), 2],
  ['as changes', () => database().changes({ since: 0 }), 2],
  ['with its history', () => database().bulkGetText(LONG.map((id) => ({ id }))), 2],
  ['as what is missing', () => database().revisionsDiff({ 'draft:long-1': [`1-${hash()}`] }), 1],
  ['as it is written', () => database().bulkDocs([{ _id: 'draft:long-1', _rev: `1-${hash()}` }]), 1],
  ['of what is short', () => database().get('draft:short'), 0]
])('a long history is read %s in a turn of its own', async (_, read, times) => {
  turns.asked.length = 0;
  await read();
  expect(turns.asked.every((of) => of === 'AU')).toBe(true);
  if (times === 0) expect(turns.asked).toEqual([]);
  else expect(turns.asked.length).toBeGreaterThanOrEqual(times);
});

test.each([
  ['by id', () => database().get('draft:long-1')],
  ['in a list', () => database().allDocs()],
  ['as changes', () => database().changes({ since: 0 })]
])('nothing of it is told %s before its turn has come, and no other country is held up', async (_, read) => {
  turns.isHeld = true;
  const told: string[] = [];
  const long = read().then(() => told.push('long'));
  await vi.waitFor(() => expect(turns.open).toHaveLength(1));
  await held.engine.open('country-ch').get('draft:short');
  expect(told).toEqual([]);
  turns.isHeld = false;
  turns.open.splice(0).forEach((goOn) => goOn());
  await long;
  expect(told).toEqual(['long']);
});

test.each(['accounts', 'reference', 'incb', 'training'])(
  'what is large in %s waits for nobody: no country writes there, and all read',
  async (name) => {
    turns.asked.length = 0;
    await held.engine.create(name);
    await held.engine
      .open(name)
      .put({ _id: 'large', text: 'x'.repeat(100_000) } as object as { _id: string });
    expect(await held.engine.open(name).get('large')).toMatchObject({ _id: 'large' });
    expect(turns.asked).toEqual([]);
  }
);
