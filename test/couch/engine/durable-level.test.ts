import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LevelDOWN, { type Operation } from 'leveldown';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDurableLevel } from '#couch/engine/durable-level.ts';
import { isDiskFull, registerMap, type Database } from '#couch/engine/engine.ts';
import { openPouch } from '#couch/engine/pouch.ts';
import { KEPT_FREE } from '#couch/engine/folder.ts';
import { describeTinyDisk, openTinyDisk, type TinyDisk } from '../tiny-disk.ts';

const MEGABYTE = 1024 * 1024;

interface Note {
  readonly _id: string;
  readonly text: string;
}

let noted = 0;
function notes(count: number, bytes: number): Note[] {
  return Array.from({ length: count }, () => ({
    _id: `note:${String(noted++).padStart(6, '0')}`,
    text: randomBytes(bytes / 2).toString('hex')
  }));
}

function openDatabase(folder: string, keptFree = KEPT_FREE): Database {
  return openPouch(join(folder, 'notes'), { adapter: 'leveldb', db: openDurableLevel, keptFree });
}

describeTinyDisk('LevelDB on a disk that fills up', () => {
  let disk: TinyDisk;
  let database: Database;
  const written: Note[] = [];
  const refused: Note[] = [];

  beforeEach(() => {
    disk = openTinyDisk(24);
    written.length = 0;
    refused.length = 0;
  });
  afterEach(async () => {
    await database.close();
    disk.drop();
  });

  async function write(batch: Note[]): Promise<boolean> {
    try {
      const rows = await database.bulkDocs(batch.map((note) => ({ ...note })));
      expect(rows.filter((row) => 'error' in row)).toEqual([]);
      written.push(...batch);
      return true;
    } catch (error) {
      expect(isDiskFull(error)).toBe(true);
      refused.push(...batch);
      return false;
    }
  }

  /** What was acknowledged is there, in its own words; what was refused is not; and the counts agree. */
  async function expectWhatWasTold(): Promise<void> {
    const { rows } = await database.allDocs({ include_docs: true });
    const held = rows.map(({ doc }) => doc as unknown as Note).map(({ _id, text }) => ({ _id, text }));
    expect(held).toEqual([...written].sort((a, b) => (a._id < b._id ? -1 : 1)));
    expect((await database.info()).doc_count).toBe(written.length);
    const { results } = await database.changes({ since: 0, include_docs: true });
    expect(new Set(results.map(({ seq }) => seq)).size).toBe(results.length);
    for (const { id, doc } of results) expect(doc?._id).toBe(id);
    for (const { _id } of refused)
      if (!written.some((one) => one._id === _id))
        await expect(database.get(_id)).rejects.toMatchObject({ status: 404 });
  }

  test.each([
    ['in large writes', 20, 40_000],
    ['in small writes', 3, 300]
  ])('%s, keeps what it acknowledged, and goes on where there is room again', async (_how, count, bytes) => {
    database = openDatabase(disk.folder, 0);
    await write(notes(40, 40_000));
    for (let round = 0; round < 4; round++) {
      disk.fillUpTo(round * 100_000);
      while (await write(notes(count, bytes)));
      // Full is full: nothing is taken, and everything can be read.
      await write(notes(1, 5_000_000));
      await expectWhatWasTold();
      disk.makeRoom();
      expect(await write(notes(2, 1_000))).toBe(true);
      await expectWhatWasTold();
      expect(await write(refused.splice(0, 2))).toBe(true);
    }
    await database.close();
    database = openDatabase(disk.folder);
    await expectWhatWasTold();
  });

  test('while it is opened anew nothing is answered to be missing', async () => {
    database = openDatabase(disk.folder, 0);
    await write(notes(40, 40_000));
    disk.fillUpTo(0);
    while (await write(notes(20, 40_000)));
    disk.makeRoom();
    let isOver = false;
    const readers = Array.from({ length: 8 }, async (_, index) => {
      for (let turn = index; !isOver || turn < 40; turn++) {
        const note = written[turn % written.length] as Note;
        expect(await database.get(note._id)).toMatchObject({ text: note.text });
        if (turn % 5 === 0) expect((await database.allDocs()).rows.length).toBeGreaterThanOrEqual(40);
        if (turn % 7 === 0) expect((await database.changes({ since: 0 })).results.length).toBeGreaterThan(39);
      }
    });
    const again = write(notes(1, 100)).finally(() => (isOver = true));
    await Promise.all([...readers, again]);
    expect(await again).toBe(true);
  });

  test('documents are refused while a little is left, and local documents while half of it is', async () => {
    disk.drop();
    disk = openTinyDisk(48);
    database = openDatabase(disk.folder);
    expect(await write(notes(1, 100))).toBe(true);
    disk.fillUpTo(KEPT_FREE - MEGABYTE);
    expect(await write(notes(1, 100))).toBe(false);
    expect(await database.put({ _id: '_local/checkpoint', at: 1 } as never)).toMatchObject({ ok: true });
    disk.fillUpTo(KEPT_FREE / 2 - MEGABYTE);
    await expect(database.put({ _id: '_local/other', at: 1 } as never)).rejects.toThrow(/is full: 15 MB/);
    await expectWhatWasTold();
    disk.makeRoom();
    expect(await write(notes(1, 100))).toBe(true);
  });
});

describe('a write that failed, and that the log holds all the same', () => {
  let folder: string;

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'i2es-level-'))));
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  const done = (work: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));

  /** As LevelDB may leave it where forcing it to the disk fails: it is told to have failed, and shows up later. */
  function failNextWrite(): void {
    const { _batch: commit, _open: open } = LevelDOWN.prototype;
    let failed: readonly Operation[] | null = null;
    vi.spyOn(LevelDOWN.prototype, '_batch').mockImplementationOnce((operations, _options, told) => {
      failed = operations;
      process.nextTick(told, new Error('IO error: 000003.log: Input/output error'));
    });
    vi.spyOn(LevelDOWN.prototype, '_open').mockImplementationOnce(function (this: LevelDOWN, options, told) {
      const hidden = new LevelDOWN(this.location);
      done((end) => open.call(hidden, options, end))
        .then(() => done((end) => commit.call(hidden, failed ?? [], {}, end)))
        .then(() => done((end) => hidden._close(end)))
        .then(() => open.call(this, options, told), told);
    });
  }

  test('is not there when the store is opened anew, and overwrites nothing', async () => {
    const database = openDatabase(folder, 0);
    const [kept, failed, next] = notes(3, 100) as [Note, Note, Note];
    await database.put({ ...kept });
    failNextWrite();
    await expect(database.put({ ...failed })).rejects.toThrow('Input/output error');
    await database.put({ ...next });
    const { rows } = await database.allDocs({ include_docs: true });
    expect(rows.map(({ doc }) => (doc as unknown as Note).text)).toEqual([kept.text, next.text]);
    await expect(database.get(failed._id)).rejects.toMatchObject({ status: 404 });
    expect(await database.info()).toMatchObject({ doc_count: 2, update_seq: 2 });
    await database.put({ ...failed });
    expect(await database.get(failed._id)).toMatchObject({ text: failed.text });
    expect(await database.get(next._id)).toMatchObject({ text: next.text });
    await database.close();
  });
});

describe('what is acknowledged', () => {
  let folder: string;
  let database: Database;
  const batches: { readonly what: string; readonly sync: unknown }[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'i2es-level-'));
    batches.length = 0;
    const commit = LevelDOWN.prototype._batch;
    vi.spyOn(LevelDOWN.prototype, '_batch').mockImplementation(function (
      this: LevelDOWN,
      operations: readonly Operation[],
      options: object,
      done
    ) {
      const what = operations.map(({ key }) => String(key).split('\u00ff')[1]).join(' ');
      batches.push({
        what: (this.location.includes('-mrview-') ? 'index ' : '') + what,
        sync: (options as { sync?: unknown }).sync
      });
      commit.call(this, operations, options, done);
    });
    database = openDatabase(folder, 0);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is forced to the disk where it is a document, not where it can be made again', async () => {
    registerMap('notes by length', (document, emit) => emit((document as Note).text.length));
    await database.put({ _id: '_design/notes', views: { length: { map: 'notes by length' } } } as never);
    await database.bulkDocs(notes(2, 100));
    await database.put({ _id: '_local/checkpoint', at: 1 } as never);
    expect((await database.query('notes/length')).rows).toHaveLength(2);
    const documents = batches.filter(({ what }) => what.includes('by-sequence') && !what.startsWith('index'));
    expect(documents.length).toBeGreaterThanOrEqual(2);
    expect(documents.every(({ sync }) => sync === true)).toBe(true);
    const others = batches.filter((batch) => !documents.includes(batch));
    expect(others.some(({ what }) => what.startsWith('index'))).toBe(true);
    expect(others.some(({ what }) => what === 'local-store')).toBe(true);
    expect(others.every(({ sync }) => sync === false)).toBe(true);
  });
});
