import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#lib/domain/canonical.ts';

const scalars = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null)
);
const documents = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('node'), { maxKeys: 5, noNullPrototype: true })
  )
})).node;

describe('canonical JSON', () => {
  test('orders properties as RFC 8785 §3.2.3 prints them', () => {
    const published = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis'
    };
    const values = [...canonicalJson(published).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh'
    ]);
  });

  test('writes literals and string escapes as RFC 8785 §3.2.2 prints them', () => {
    const published = {
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false]
    };
    expect(canonicalJson(published)).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    );
  });

  test('nested lists and records keep their order and lose their blanks', () => {
    const value = { b: [{ z: 1, a: '' }, []], a: {}, '': -9007199254740991 };
    expect(canonicalJson(value)).toBe('{"":-9007199254740991,"a":{},"b":[{"a":"","z":1},[]]}');
  });

  test('what stands in its order already is written as what does not, lone surrogates refused in both', () => {
    const texts = ['\\ud800', 'a\u2028b', '\u{1f600}', '\u0001"', '\u00fc'];
    const inOrder = { a: texts, b: { c: 1, d: null, e: [true, {}] } };
    const shuffled = { b: { e: [true, {}], d: null, c: 1 }, a: texts };
    expect(canonicalJson(inOrder)).toBe(canonicalJson(shuffled));
    expect(canonicalJson(inOrder)).toBe(JSON.stringify(inOrder));
    expect(() => canonicalJson({ a: 'x\ud800' })).toThrow('lone surrogate');
    expect(() => canonicalJson({ b: 'x\ud800', a: 1 })).toThrow('lone surrogate');
    expect(() => canonicalJson({ a: 1, toJSON: () => 'b' })).toThrow();
  });

  test('negative zero is zero', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  test.each([
    ['a float', 0.5],
    ['an integer that binary floats cannot hold', 9007199254740992],
    ['infinity', Infinity],
    ['not a number', NaN],
    ['undefined', undefined],
    ['an undefined property', { a: undefined }],
    ['a hole in a list', [1, , 2]], // eslint-disable-line no-sparse-arrays
    ['a lone high surrogate', 'a\ud800'],
    ['a lone low surrogate', '\udc00a'],
    ['surrogates in the wrong order', '\udc00\ud800'],
    ['a lone surrogate in a key', { '\ud800': 1 }],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map()]
  ])('%s has no canonical JSON', (_, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  test('what is written reads back as the same value', () => {
    fc.assert(
      fc.property(documents, (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      })
    );
  });

  test('the order in which properties were written does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), scalars, { noNullPrototype: true }), (fields) => {
        const backwards = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(backwards)).toBe(canonicalJson(fields));
      })
    );
  });
});
