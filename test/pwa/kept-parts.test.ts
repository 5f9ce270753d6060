/** Parts of the program in the browser's caches, on caches in memory that answer as those of a browser. */
import { afterEach, expect, test, vi } from 'vitest';
import { measureParts } from '#lib/pwa/kept-parts.ts';

type Files = Readonly<Record<string, string>>;

function cachesWith(held: Readonly<Record<string, Files>>): object {
  return {
    keys: async () => Object.keys(held),
    open: async (name: string) => ({
      keys: async () => Object.keys(held[name] ?? {}),
      match: async (path: string) => new Response(held[name]?.[path])
    })
  };
}

afterEach(() => vi.unstubAllGlobals());

test('each part of the program is counted in bytes, whatever the version of its cache', async () => {
  vi.stubGlobal(
    'caches',
    cachesWith({
      'workbox-precache-v2-https://i2es.example/': { '/a.js': '12345', '/b.css': 'ä' },
      'i2es-written-7': { '/en': '123' },
      'i2es-languages': { '/_app/immutable/chunks/messages-ru-a.js': '12' },
      'i2es-late': { '/font.ttf': '1234' },
      'i2es-training': {}
    })
  );
  expect(await measureParts()).toEqual({ program: 10, languages: 2, forms: 4, training: 0 });
});

test('a browser that keeps no program shows no parts', async () => {
  vi.stubGlobal('caches', cachesWith({ 'i2es-training': { '/help.json': '{}' } }));
  expect(await measureParts()).toBeNull();
  vi.stubGlobal('caches', undefined);
  expect(await measureParts()).toBeNull();
});
