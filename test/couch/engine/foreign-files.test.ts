import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyFolder, isDataFolder, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { openPouch } from '#couch/engine/pouch.ts';

describe('a data folder with files of other people', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'i2es-foreign-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (): Promise<void> => {
    const engine = await openEmbeddedEngine({ folder });
    await engine.create('country-au');
    await engine.close();
  };

  async function putOtherFiles(): Promise<void> {
    writeFileSync(join(folder, 'thesis.txt'), 'ten years');
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'holiday.jpg'), 'x');
    mkdirSync(join(folder, 'databases'), { recursive: true });
    const other = openPouch(join(folder, 'databases', 'recipes'), { adapter: 'leveldb' });
    await other.put({ _id: 'soup' });
    await other.close();
  }

  function expectOtherFiles(): void {
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('ten years');
    expect(readdirSync(join(folder, 'photos'))).toEqual(['holiday.jpg']);
    expect(readdirSync(join(folder, 'databases', 'recipes'))).toContain('CURRENT');
  }

  test('is refused at the start, with their names, and is not marked as ours', async () => {
    await putOtherFiles();
    await expect(open()).rejects.toThrow(
      /^Not started: .* holds files that I2ES did not make: photos, thesis\.txt, databases\/recipes\. Move these files/
    );
    expect(isDataFolder(folder)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['databases', 'photos', 'thesis.txt']);
    expectOtherFiles();
  });

  test('is refused at the start and at the reset where an earlier version marked it as ours', async () => {
    await open();
    await putOtherFiles();
    await expect(open()).rejects.toThrow(/^Not started: /);
    await expect(emptyFolder(folder)).rejects.toThrow(/^Not reset: .*thesis\.txt/);
    expectOtherFiles();
    expect(readdirSync(join(folder, 'databases'))).toContain('country-au');
  });

  test('is refused with roots.json in it, and told which setting to change', async () => {
    writeFileSync(join(folder, 'roots.json'), '[]');
    await expect(open()).rejects.toThrow(
      /did not make: roots\.json\. Move these files .* change the settings that name them, such as ROOTS_FILE/
    );
    expect(readdirSync(folder)).toEqual(['roots.json']);
  });

  test('names five of them and counts the others', async () => {
    for (const letter of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) writeFileSync(join(folder, letter), '');
    await expect(open()).rejects.toThrow(/did not make: a, b, c, d, e and 2 more\./);
  });

  test('is used where the computer itself put something there, which a reset leaves', async () => {
    mkdirSync(join(folder, 'lost+found'));
    await open();
    mkdirSync(join(folder, 'set-aside'));
    writeFileSync(join(folder, 'secrets.json'), '{}');
    expect(await emptyFolder(folder)).toBe(1);
    expect(readdirSync(folder)).toEqual(['lost+found']);
  });
});
