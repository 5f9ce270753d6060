import { expect, test } from 'vitest';
import { DeskTurn } from '#lib/store/person/desk-turn.ts';

function aWork(done: string[], name: string): { work(): Promise<void>; end(): void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended.then(() => void done.push(name)), end: () => end() };
}

test('what closes a desk is not missed while the desk changes', async () => {
  const [turn, done] = [new DeskTurn(), [] as string[]];
  const [office, closing, later] = [aWork(done, 'office'), aWork(done, 'closing'), aWork(done, 'later')];
  const changing = turn.unlessUnderWay(office.work);
  await turn.next(closing.work);
  await turn.unlessUnderWay(later.work);
  expect(done).toEqual([]);
  for (const one of [office, closing, later]) one.end();
  await changing;
  expect(done).toEqual(['office', 'closing']);
});

test('what fails lets the next one have its turn', async () => {
  const [turn, done] = [new DeskTurn(), [] as string[]];
  const failing = turn.next(() => Promise.reject(new Error('cut')));
  await turn.next(async () => void done.push('closing'));
  await expect(failing).rejects.toThrow('cut');
  expect(done).toEqual(['closing']);
  await turn.unlessUnderWay(async () => void done.push('office'));
  expect(done).toEqual(['closing', 'office']);
});
