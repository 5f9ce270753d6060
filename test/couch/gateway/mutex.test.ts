import { expect, test } from 'vitest';
import { Mutex } from '#couch/base/turns.ts';

/** A promise that is kept when the test says so. */
function promised(): { readonly kept: Promise<void>; keep(): void } {
  let keep = (): void => undefined;
  const kept = new Promise<void>((resolve) => (keep = resolve));
  return { kept, keep: () => keep() };
}

test('whoever asked for work does not wait for what follows it, and the next work of that name does', async () => {
  const mutex = new Mutex();
  const rest = promised();
  const told: string[] = [];
  const first = mutex.run(
    'country-au',
    async () => void told.push('first'),
    () => rest.kept.then(() => void told.push('what follows'))
  );
  const next = mutex.run('country-au', async () => void told.push('next'));
  await first;
  await mutex.run('country-ch', async () => void told.push('another’s'));
  expect(told).toEqual(['first', 'another’s']);
  rest.keep();
  await next;
  expect(told).toEqual(['first', 'another’s', 'what follows', 'next']);
});

test('work that fails is told to whoever asked for it alone, and what follows is not done', async () => {
  const mutex = new Mutex();
  const told: string[] = [];
  const failing = mutex.run(
    'country-au',
    () => Promise.reject(new Error('no room')),
    () => void told.push('what follows')
  );
  const next = mutex.run('country-au', async () => void told.push('next'));
  await expect(failing).rejects.toThrow('no room');
  await next;
  expect(told).toEqual(['next']);
});

test('what fails afterwards keeps nobody from their turn', async () => {
  const mutex = new Mutex();
  await mutex.run(
    'country-au',
    async () => 1,
    () => Promise.reject(new Error('not remembered'))
  );
  expect(await mutex.run('country-au', async () => 2)).toBe(2);
});
