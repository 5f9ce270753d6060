/** Where a draft is written beside another version of it, and what is written where two are merged. */
import { expect, test } from 'vitest';
import type { DraftId } from '#lib/domain/ids.ts';
import { Drafts } from '#lib/store/commands/drafts.ts';
import type { SealedDatabase } from '#lib/store/disk/sealed-database.ts';
import type { Records } from '#lib/store/index/records.ts';
import { aDraft } from './particulars.ts';

const ID = 'draft:6f1c1b1e-6a52-4f0e-9d6e-000000000001' as DraftId;
const HASH = 'a'.repeat(32);

interface Written {
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
}

/** What is written beside, where another tab was first and so much is known of what both began from. */
async function writeBeside(base: Written['_revisions'] | null): Promise<Written[]> {
  const written: Written[] = [];
  const taken = Object.assign(new Error('taken'), { status: 409 });
  const db = {
    put: () => Promise.reject(taken),
    pouch: { get: () => Promise.resolve({ _id: ID, _revisions: base }) },
    putRevisions: (documents: Written[]) => Promise.resolve(void written.push(...documents))
  } as unknown as SealedDatabase;
  const entry = base && { rev: `${base.start}-${base.ids[0]}`, conflicts: [], draft: aDraft(ID) };
  const drafts = new Map(entry ? [[ID, entry]] : []);
  const records = { shelf: { drafts }, catchUp: () => Promise.resolve() } as unknown as Records;
  const parts = { uuid: () => '6f1c1b1e-6a52-4f0e-9d6e-0000000000ff', book: { isSent: () => true } };
  await new Drafts(db, records, parts).save(aDraft(ID));
  return written;
}

test('it follows what both began from, also where the server keeps no history back to the first revision', async () => {
  const ids = [HASH, 'b'.repeat(32), 'c'.repeat(32)];
  const [beside] = await writeBeside({ start: 699, ids });
  expect(beside?._rev).toMatch(/^700-/);
  expect(beside?._revisions).toEqual({ start: 700, ids: ['6f1c1b1e6a524f0e9d6e0000000000ff', ...ids] });
});

test('it is a first revision where both began with nothing', async () => {
  const [beside] = await writeBeside(null);
  expect(beside?._revisions).toEqual({ start: 1, ids: ['6f1c1b1e6a524f0e9d6e0000000000ff'] });
});

/** Both say the same: nothing is asked, and the one that does not win is ended. */
async function mergeAlike(isSent: boolean): Promise<string[]> {
  const done: string[] = [];
  const [winning, other] = [`2-${HASH}`, `2-${'b'.repeat(32)}`];
  const entry = { rev: winning, conflicts: [other], draft: aDraft(ID) };
  const records = {
    shelf: { drafts: new Map([[ID, entry]]) },
    catchUp: () => Promise.resolve(void entry.conflicts.splice(0))
  } as unknown as Records;
  const db = {
    get: () => Promise.resolve(aDraft(ID)),
    pouch: { get: () => Promise.resolve({ _id: ID, _revisions: { start: 1, ids: [HASH] } }) },
    put: ({ _rev }: Written) => Promise.resolve(void done.push(`written after ${_rev.slice(0, 3)}`)),
    remove: (_id: string, rev: string) => Promise.resolve(void done.push(`ended ${rev.slice(0, 3)}`))
  } as unknown as SealedDatabase;
  const book = { isSent: (_id: string, rev: string) => isSent && rev === winning };
  await new Drafts(db, records, { uuid: () => '', book }).mergeAll();
  return done;
}

test('a merged text that the server has is not written again', async () => {
  expect(await mergeAlike(true)).toEqual(['ended 2-b']);
});

test('one that it has not, and may have refused, is written anew before the other version is ended', async () => {
  expect(await mergeAlike(false)).toEqual(['written after 2-a', 'ended 2-b']);
});
