import { describe, expect, test } from 'vitest';
import { DrawnOrder } from '#lib/ui/table/drawn-order.ts';

interface Row {
  readonly key: string;
  readonly says?: string;
}

const rows = (keys: string): Row[] => keys.split(' ').map((key) => ({ key }));

function drawn(...lists: readonly string[]): string {
  const order = new DrawnOrder<Row>(({ key }) => key);
  return lists.reduce(
    (_, keys) =>
      order
        .keep(rows(keys))
        .map(({ key }) => key)
        .join(' '),
    ''
  );
}

describe('rows that were drawn', () => {
  test('come first in the order in which they are told', () => {
    expect(drawn('b c a')).toBe('b c a');
  });

  test('stay where they are when they are told in another order, and new ones follow', () => {
    expect(drawn('b c', 'a c b')).toBe('b c a');
  });

  test('come back to their own place', () => {
    expect(drawn('a b c', 'a c', 'd c b a')).toBe('a b c d');
  });

  test('say what is told of them last', () => {
    const order = new DrawnOrder<Row>(({ key }) => key);
    order.keep(rows('a b'));
    expect(order.keep([{ key: 'b', says: 'present' }, { key: 'a' }])).toEqual([
      { key: 'a' },
      { key: 'b', says: 'present' }
    ]);
    expect(order.has('a')).toBe(true);
    expect(order.has('c')).toBe(false);
  });
});
