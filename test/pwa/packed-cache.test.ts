/** Files kept compressed, in a cache in memory that answers as that of a browser. */
import { afterEach, expect, test, vi } from 'vitest';
import { fetchPacked, matchPacked, putPacked } from '#lib/pwa/packed-cache.ts';

function aCache(): { readonly cache: Cache; readonly kept: Map<string, Response> } {
  const kept = new Map<string, Response>();
  const cache = {
    put: async (path: string, answer: Response) => {
      const body = await answer.arrayBuffer();
      kept.set(path, new Response(body, { headers: answer.headers }));
    },
    match: async (path: string) => kept.get(path)?.clone()
  };
  return { cache: cache as unknown as Cache, kept };
}

const PATH = '/_app/immutable/assets/pdf.worker.mjs';
const TEXT = 'the same words again; '.repeat(5_000);
const HEADERS = {
  'content-type': 'text/javascript',
  'content-security-policy': "default-src 'none'",
  'content-encoding': 'br',
  'content-length': '7'
};

afterEach(() => vi.unstubAllGlobals());

test('a file is kept in fewer bytes and read as it came, with its type and its policy', async () => {
  const { cache, kept } = aCache();
  await putPacked(cache, PATH, new Response(TEXT, { headers: HEADERS }));
  expect((await kept.get(PATH)!.clone().arrayBuffer()).byteLength).toBeLessThan(TEXT.length / 10);
  const read = (await matchPacked(cache, PATH))!;
  expect(Object.fromEntries(read.headers)).toEqual({
    'content-type': HEADERS['content-type'],
    'content-security-policy': HEADERS['content-security-policy']
  });
  expect(await read.text()).toBe(TEXT);
});

test('a file that an older version kept as it came is read as before', async () => {
  const { cache } = aCache();
  await cache.put(PATH, new Response(TEXT));
  expect(await (await matchPacked(cache, PATH))!.text()).toBe(TEXT);
  expect(await matchPacked(cache, '/other.js')).toBeUndefined();
});

test('a browser that cannot compress keeps a file as it came', async () => {
  vi.stubGlobal('CompressionStream', undefined);
  Reflect.deleteProperty(globalThis, 'CompressionStream');
  const { cache, kept } = aCache();
  await putPacked(cache, PATH, new Response(TEXT));
  expect(await kept.get(PATH)!.clone().text()).toBe(TEXT);
});

test('an answer that refuses the file is never kept in its place', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('not found', { status: 404 })));
  const { cache, kept } = aCache();
  await expect(fetchPacked(cache, PATH)).rejects.toThrow('404');
  expect(kept.size).toBe(0);
});
