import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedItems } from '#lib/domain/groups.ts';

const lists = fc
  .array(fc.nat(400), { maxLength: 120 })
  .chain((numbers) => fc.tuple(fc.shuffledSubarray(numbers), fc.shuffledSubarray(numbers)));

test('a total that takes away what is gone and adds what is fresh is the total of the new list', () => {
  fc.assert(
    fc.property(lists, ([before, now]) => {
      const { gone, fresh } = changedItems(before, now);
      const counts = new Map<number, number>();
      const add = (one: number, count: number) => counts.set(one, (counts.get(one) ?? 0) + count);
      for (const one of [...before, ...fresh]) add(one, 1);
      for (const one of [...gone, ...now]) add(one, -1);
      expect([...counts.values()].filter((count) => count !== 0)).toEqual([]);
    })
  );
});

test.each([
  ['comes first', [9, 1, 2, 3], [], [9]],
  ['comes last', [1, 2, 3, 9], [], [9]],
  ['goes', [1, 3], [2], []],
  ['changes', [1, 9, 3], [2], [9]],
  ['moves to the front as it changes', [9, 1, 2], [3], [9]]
])('of an item that %s nothing else is told', (_name, now, gone, fresh) => {
  expect(changedItems([1, 2, 3], now)).toEqual({ gone, fresh });
});
