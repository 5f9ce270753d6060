import { expect, test } from 'vitest';
import { OneSlotQueue } from '#lib/store/sign-in/identity-state.ts';

function aWork(done: string[], name: string): { work(): Promise<void>; end(): void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended.then(() => void done.push(name)), end: () => end() };
}

test('what closes a desk is not missed while the desk changes', async () => {
  const [queue, done] = [new OneSlotQueue(), [] as string[]];
  const [office, closing, later] = [aWork(done, 'office'), aWork(done, 'closing'), aWork(done, 'later')];
  const changing = queue.runIfFree(office.work);
  await queue.enqueue(closing.work);
  await queue.runIfFree(later.work);
  expect(done).toEqual([]);
  for (const one of [office, closing, later]) one.end();
  await changing;
  expect(done).toEqual(['office', 'closing']);
});

test('what fails lets the next one have its turn', async () => {
  const [queue, done] = [new OneSlotQueue(), [] as string[]];
  const failing = queue.enqueue(() => Promise.reject(new Error('cut')));
  await queue.enqueue(async () => void done.push('closing'));
  await expect(failing).rejects.toThrow('cut');
  expect(done).toEqual(['closing']);
  await queue.runIfFree(async () => void done.push('office'));
  expect(done).toEqual(['closing', 'office']);
});
