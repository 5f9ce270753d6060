import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { makeOwnFolder } from '#couch/base/data-folder.ts';

describe('a folder with what only its owner may read', () => {
  let place: string;
  beforeAll(() => void (place = mkdtempSync(join(tmpdir(), 'i2es-own-'))));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const modeOf = (path: string): number => statSync(path).mode & 0o1777;
  const opened = (name: string, mode: number): string => {
    const path = join(place, name);
    mkdirSync(path);
    chmodSync(path, mode);
    return path;
  };

  test('is made for its owner alone', async () => {
    const folder = join(place, 'new');
    await (await openEmbeddedEngine({ folder })).close();
    expect([modeOf(folder), modeOf(join(folder, 'databases'))]).toEqual([0o700, 0o700]);
  });

  test('is closed at the next start where an older version left it open', async () => {
    const folder = opened('before', 0o755);
    await (await openEmbeddedEngine({ folder })).close();
    expect(modeOf(folder)).toBe(0o700);
    chmodSync(folder, 0o750);
    await (await openEmbeddedEngine({ folder })).close();
    expect(modeOf(folder)).toBe(0o700);
  });

  test('is left alone where it is everybody’s, or holds nothing of ours', () => {
    const [shared, foreign] = [opened('shared', 0o1777), opened('foreign', 0o755)];
    writeFileSync(join(shared, 'secrets.json'), '{}');
    for (const path of [shared, foreign]) makeOwnFolder(path);
    expect([modeOf(shared), modeOf(foreign)]).toEqual([0o1777, 0o755]);
  });
});
