import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson } from '#couch/gateway/strict-json.ts';

const DEPTH = 6;

/** The value, or the code of what is wrong. */
function read(text: string): unknown {
  const parsed = parseStrictJson(new TextEncoder().encode(text), DEPTH);
  return parsed.ok ? { value: parsed.value } : (parsed.problems[0]?.code ?? null);
}

test.each([
  ['{"a":1,"a":1}', 'json.key.twice'],
  ['{"a":{"b":1,"\\u0062":2}}', 'json.key.twice'],
  ['{"__proto__":{}}', 'json.key.refused'],
  ['{"a":"__proto__"}', { value: { a: '__proto__' } }],
  ['[1.5]', 'json.number.notCanonical'],
  ['[1e2]', 'json.number.notCanonical'],
  ['[1e+21]', 'json.number.notCanonical'],
  ['[-0]', 'json.number.notCanonical'],
  ['[9007199254740993]', 'json.number.notCanonical'],
  ['[12345678901234567000]', 'json.number.notCanonical'],
  ['["\\ud800"]', 'json.surrogate'],
  ['["\\ud83d\\ude00"]', { value: ['😀'] }],
  ['["2026-11-24T09:10.5Z, 1.5e3"]', { value: ['2026-11-24T09:10.5Z, 1.5e3'] }],
  [`${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`, { value: [[[[[[]]]]]] }],
  [`${'['.repeat(DEPTH + 1)}${']'.repeat(DEPTH + 1)}`, 'json.tooDeep'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json.tooDeep'],
  ['{"a":1', 'json.malformed']
])('%s is read in one way or refused', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('what a browser writes is read as the same text with blanks and escapes between', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: DEPTH + 1 }), (text) => {
      const compact = JSON.stringify(JSON.parse(text));
      const spaced = JSON.stringify(JSON.parse(text), null, 1);
      expect(read(compact)).toEqual(read(spaced));
    })
  );
});
