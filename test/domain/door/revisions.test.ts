import { expect, test } from 'vitest';
import { Revisions } from '#lib/domain/door/pick-versions.ts';

test('revisions are told apart by hash and generation, and what is taken out is not there', () => {
  const all = Revisions.of(['1-a', '2-b', '3-a', '3-a']);
  expect(all.size).toBe(3);
  expect([all.has(1, 'a'), all.has(2, 'a'), all.has(3, 'a'), all.has(2, 'b')]).toEqual([
    true,
    false,
    true,
    true
  ]);
  all.delete(1, 'a');
  all.delete(7, 'b');
  expect([...all].sort()).toEqual(['2-b', '3-a']);
  all.add(5, 'b');
  expect([...all].sort()).toEqual(['2-b', '3-a', '5-b']);
});

test('in a history the newest that is among them is found', () => {
  const all = Revisions.of(['2-b', '3-c']);
  expect(all.findBack({ start: 5, ids: ['e', 'd', 'c', 'b', 'a'] })).toBe(2);
  expect(all.findBack({ start: 6, ids: ['e', 'd', 'c', 'b', 'a'] })).toBe(-1);
});
