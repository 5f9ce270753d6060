/** What a device keeps, as the service worker notes it, on caches in memory that answer as those of a browser. */
import { beforeEach, expect, test, vi } from 'vitest';
import { noteWanted, readWanted } from '#lib/pwa/wanted-parts.ts';

beforeEach(() => {
  const held = new Map<string, Response>();
  const cache = {
    put: async (path: string, answer: Response) => void held.set(path, answer),
    match: async (path: string) => held.get(path)?.clone()
  };
  vi.stubGlobal('caches', { open: async () => cache });
});

test('a device keeps all parts until the person leaves some out', async () => {
  expect(await readWanted()).toBeNull();
  expect(await noteWanted({ language: 'ru' })).toEqual({ language: 'ru', languages: true, forms: true });
});

test('a written page, which knows its language only, changes no wish of the person', async () => {
  await noteWanted({ language: 'ru', languages: false, forms: false });
  expect(await noteWanted({ language: 'fr' })).toEqual({ language: 'fr', languages: false, forms: false });
  expect(await readWanted()).toEqual({ language: 'fr', languages: false, forms: false });
});
