import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isKeptAtOnce, PACK_COUNT, packOf, packUrl } from '#lib/pwa/packs.ts';
import { writePacks } from '#lib/pwa/write-packs.ts';

const folder = mkdtempSync(join(tmpdir(), 'i2es-packs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const IN_PACKS = [
  ...Array.from({ length: 60 }, (_, no) => `_app/immutable/chunks/C${no}x.js`),
  '_app/immutable/entry/start.Ab1.js',
  '_app/immutable/nodes/0.Cd2.js',
  '_app/immutable/assets/0.Ef3.css'
];
const MESSAGES = [
  '_app/immutable/chunks/messages-ru-Qr9.js',
  '_app/immutable/chunks/messages-ru-St0.js',
  '_app/immutable/chunks/messages-fr-Uv1.js'
];
const ALONE = [
  '200.html',
  'service-worker.js',
  'icons/icon-192.png',
  '_app/version.json',
  '_app/immutable/workers/read-code-Gh4.js',
  '_app/immutable/assets/zxing.Ij5.wasm',
  '_app/immutable/assets/picture.Kl6.webp',
  '_app/immutable/assets/lesson.first-day.Mn7.json',
  '_app/immutable/chunks/late-Op8.js'
];

function packFiles(files: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `the text of ${file}`);
  }
  const { writeBundle } = writePacks();
  if (typeof writeBundle !== 'function') throw new Error('no writeBundle');
  const bundle = Object.fromEntries(files.map((file) => [file, {}]));
  void writeBundle.call(
    { environment: { name: 'client' } } as never,
    { dir: folder } as never,
    bundle as never
  );
  const names = readdirSync(join(folder, '_app/packs')).map((file) => file.replace('.json', ''));
  return new Map(
    names.map((name) => {
      const pack = JSON.parse(readFileSync(join(folder, packUrl(name)), 'utf8')) as Record<string, string>;
      return [name, new Map(Object.entries(pack))];
    })
  );
}

describe('the program in packs', () => {
  const packs = packFiles([...IN_PACKS, ...MESSAGES, ...ALONE]);
  const numbered = [...packs].flatMap(([name, pack]) => (/^\d+$/.test(name) ? [pack] : []));

  it('has each script and style of the first visit once, with its own text, where the service worker looks', () => {
    for (const file of IN_PACKS) {
      expect(numbered.filter((pack) => pack.has(`/${file}`))).toHaveLength(1);
      expect(packs.get(packOf(`/${file}`)!)!.get(`/${file}`)).toBe(`the text of ${file}`);
    }
  });

  it('has the messages of a language in a pack of their own, so that a device takes only those it keeps', () => {
    expect([...packs.get('ru')!.keys()]).toEqual(MESSAGES.slice(0, 2).map((file) => `/${file}`));
    expect([...packs.get('fr')!.keys()]).toEqual([`/${MESSAGES[2]!}`]);
    for (const file of MESSAGES) expect([file, isKeptAtOnce(`/${file}`)]).toEqual([file, false]);
  });

  it('has no page, no worker and nothing that comes later, because their answers carry a policy or many bytes', () => {
    for (const file of ALONE) expect([file, packOf(`/${file}`)]).toEqual([file, null]);
    expect(numbered.flatMap((pack) => [...pack.keys()])).toHaveLength(IN_PACKS.length);
  });

  it('has the same pack for a file below another address', () => {
    for (const file of IN_PACKS) expect(packOf(`/i2es/${file}`)).toBe(packOf(`/${file}`));
  });

  it('spreads the files, so that no pack is much larger than the others', () => {
    expect(numbered).toHaveLength(PACK_COUNT);
    expect(Math.max(...numbered.map((pack) => pack.size))).toBeLessThan(3 * (IN_PACKS.length / PACK_COUNT));
  });
});
