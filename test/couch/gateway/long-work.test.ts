import { expect, test } from 'vitest';
import { YieldQueue } from '#couch/gateway/bounds/long-work.ts';

/** A round of the process, in which what was let go goes on. */
const aRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Process {
  now = 0;
  readonly queue = new YieldQueue(() => this.now);
  readonly worked: string[] = [];

  async work(name: string, portions: number): Promise<void> {
    for (let portion = 0; portion < portions; portion++) {
      await this.queue.next();
      this.worked.push(name);
    }
  }
}

test('of long works one goes on in a round, and they take turns', async () => {
  const process = new Process();
  const works = ['a', 'b', 'c'].map((name) => process.work(name, 3));
  for (let round = 0; round < 9; round++) {
    const before = process.worked.length;
    await aRound();
    expect(process.worked.length - before).toBeLessThanOrEqual(1);
  }
  await Promise.all(works);
  expect(process.worked.join('')).toBe('abcabcabc');
});

test('long work waits for a short answer, and not for ever', async () => {
  const process = new Process();
  let answer = (): void => undefined;
  const short = process.queue.before(() => new Promise<void>((resolve) => (answer = resolve)));
  const long = process.work('long', 3);
  for (let round = 0; round < 20; round++) await aRound();
  expect(process.worked).toEqual([]);
  process.now += 8;
  for (let round = 0; round < 20; round++) await aRound();
  expect(process.worked).toEqual(['long']);
  answer();
  await short;
  await long;
  expect(process.worked).toHaveLength(3);
});

test('a short answer that fails holds nobody up', async () => {
  const process = new Process();
  await expect(process.queue.before(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await process.work('long', 2);
  expect(process.worked).toHaveLength(2);
});
