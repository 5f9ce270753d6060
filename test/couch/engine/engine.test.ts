import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineError, openCouchdbEngine, openEmbeddedEngine, registerMap } from '#couch/engine/engine.ts';
import { folderError, isDataFolder } from '#couch/engine/folder.ts';
import { describeEngines, openTestEmbedded, type TestEngine } from '../with-engine.ts';

describeEngines('an engine', (open, kind) => {
  let held: TestEngine;
  beforeAll(async () => {
    held = await open();
  });
  afterAll(() => held.drop());

  test('creates a database once, lists it, and destroys it', async () => {
    const { engine } = held;
    await engine.create('country-au');
    await engine.open('country-au').bulkDocs([{ _id: 'kept' } as object]);
    await engine.create('country-au');
    expect(await engine.open('country-au').get('kept')).toMatchObject({ _id: 'kept' });
    await engine.create('reference');
    expect(await engine.list()).toEqual(['country-au', 'reference']);
    await engine.destroy('reference');
    expect(await engine.list()).toEqual(['country-au']);
    expect(await engine.exists('reference')).toBe(false);
    await engine.destroy('reference');
  });

  test('keeps little of the history of what is written all day long for the Board, and all of a country’s', async () => {
    const { engine } = held;
    await engine.create('incb');
    const historyIn = async (name: string): Promise<number> => {
      const database = engine.openAsAdministrator(name);
      let at: { _rev?: string } = {};
      for (let count = 0; count < 120; count++)
        at = { _rev: (await database.put({ _id: 'often', count, ...at } as never)).rev };
      const { _revisions } = (await database.get('often', { revs: true })) as {
        _revisions?: { ids: readonly string[] };
      };
      return _revisions?.ids.length ?? 0;
    };
    expect([await historyIn('incb'), await historyIn('country-au')]).toEqual([100, 120]);
    await engine.destroy('incb');
  });

  test('keeps one object per name', () => {
    expect(held.engine.open('country-au')).toBe(held.engine.open('country-au'));
  });

  test('never creates what it was asked to open', async () => {
    const { engine } = held;
    const read = async (): Promise<unknown> => engine.open('country-zz').get('x');
    await expect(read()).rejects.toSatisfy(
      (error: { status?: number; trouble?: string }) =>
        // A database that is not there has no service user either.
        error.status === 401 || error.trouble === 'database-missing'
    );
    expect(await engine.exists('country-zz')).toBe(false);
    expect(await engine.list()).not.toContain('country-zz');
  });

  test('takes no name that could leave its place', async () => {
    for (const name of ['../x', '_users', 'a/b', 'Country', 'country-au-mrview-1', '']) {
      await expect(held.engine.create(name)).rejects.toThrow();
      expect(() => held.engine.open(name)).toThrow();
    }
  });

  test.runIf(kind === 'embedded')(
    'answers views by the functions that were registered, and evaluates nothing',
    async () => {
      registerMap('test/by-kind@1', (document, emit) =>
        emit((document as { kind?: string }).kind ?? null, 1)
      );
      const database = held.engine.open('country-au');
      await database.put({
        _id: '_design/test',
        views: { 'by-kind': { map: 'test/by-kind@1', reduce: '_count' } }
      } as object);
      await database.bulkDocs([
        { _id: 'a', kind: 'reply' },
        { _id: 'b', kind: 'reply' },
        { _id: 'c', kind: 'shipment' }
      ] as object[]);
      const { rows } = await database.query('test/by-kind', { group: true, key: 'reply' });
      expect(rows).toEqual([{ key: 'reply', value: 2 }]);
      await database.put({
        _id: '_design/evil',
        views: { x: { map: 'function (doc) { emit(process.env) }' } }
      } as object);
      await expect(database.query('evil/x')).rejects.toMatchObject({ trouble: 'index-of-another-version' });
      expect(await held.engine.list()).toEqual(['country-au']);
    }
  );
});

describe('the data folder', () => {
  test('is held by one engine at a time, and free again after it', async () => {
    const { engine, folder, drop } = await openTestEmbedded();
    const again = openEmbeddedEngine({ folder: folder ?? '' });
    await expect(again).rejects.toMatchObject({ trouble: 'folder-in-use' });
    expect(isDataFolder(folder ?? '')).toBe(true);
    await engine.close();
    const second = await openEmbeddedEngine({ folder: folder ?? '' });
    await second.close();
    await drop().catch(() => undefined);
    rmSync(folder ?? '', { recursive: true, force: true });
  });

  test('that cannot be made is told in a sentence', async () => {
    const home = mkdtempSync(join(tmpdir(), 'i2es-test-'));
    writeFileSync(join(home, 'file'), '');
    const opened = openEmbeddedEngine({ folder: join(home, 'file', 'data') });
    await expect(opened).rejects.toMatchObject({ trouble: 'folder-unwritable' });
    mkdirSync(join(home, 'free'));
    expect(isDataFolder(join(home, 'free'))).toBe(false);
    rmSync(home, { recursive: true, force: true });
  });

  test('on a full disk says that the disk is full', () => {
    const full = Object.assign(new Error('IO error: /data/x/000012.log: No space left on device'), {});
    expect(folderError('/data', full)).toMatchObject({ trouble: 'disk-full' });
    expect(folderError('/data', new EngineError('folder-in-use', 'x')).trouble).toBe('folder-in-use');
  });
});

describe('a CouchDB that is not there', () => {
  test('is told without its password', async () => {
    const opened = openCouchdbEngine({ url: 'http://admin:hunter2@127.0.0.1:9' });
    await expect(opened).rejects.toMatchObject({ trouble: 'couchdb-unreachable' });
    await expect(opened).rejects.not.toThrow(/hunter2/);
  });
});
