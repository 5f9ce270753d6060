import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson, readStrictJson } from '#couch/base/strict-json.ts';

const DEPTH = 6;
const BOUNDS = { depth: DEPTH, values: 50_000, valuesOfOne: 5_000, keys: 1_000, textBytes: 100_000 };

/** The value, or the code of what is wrong. */
function read(text: string): unknown {
  const parsed = parseStrictJson(new TextEncoder().encode(text), BOUNDS);
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
  [`[${'1,'.repeat(5_000)}1]`, 'json.tooMuch'],
  [`{"a":[${'1,'.repeat(50_000)}1]}`, 'json.tooMuch'],
  [`{"a":[[${'1,'.repeat(5_000)}1]]}`, 'json.tooMuch'],
  [`{${Array.from({ length: 1_001 }, (_, at) => `"k${at}":1`).join()}}`, 'json.tooMuch'],
  [`["${'\\n'.repeat(50_001)}"]`, 'json.tooMuch'],
  [`["${'x'.repeat(100_000)}"]`, { value: ['x'.repeat(100_000)] }],
  [`["${'\\ud83d\\ude00'.repeat(5_000)}\\ude00"]`, 'json.surrogate'],
  [`[${'9'.repeat(100_000)}]`, 'json.number.notCanonical'],
  ['[1}', 'json.malformed'],
  ['{"a":1]', 'json.malformed'],
  ['[1]]', 'json.malformed'],
  ['["\\u12x4"]', 'json.malformed'],
  ['"a', 'json.malformed'],
  ['-', 'json.number.notCanonical'],
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

/** Long enough that it is divided; each item with a key, some with a list or a text of every kind. */
const items = fc
  .array(fc.oneof(fc.json({ maxDepth: 2 }), fc.constant('{"a":{"b":"😀\\"[,]{"},"c":[0,null]}')), {
    minLength: 3,
    maxLength: 20
  })
  .map((texts) => Array.from({ length: 2500 }, (_, at) => texts[at % texts.length] as string));

test('a long list is read in portions as it would be read at once', async () => {
  const list = fc.tuple(items, fc.constantFrom('', ' ', '\n\t'));
  await fc.assert(
    fc.asyncProperty(list, async ([texts, blank]) => {
      const joined = texts
        .filter((text) => !/[.eE-]/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')))
        .join(`${blank},`);
      const text = `{"z":[[],1],${blank}"d\\u006fcs":[${joined}]${blank},"new_edits":false,"b":{"docs":[${joined.slice(0, 0)}]}}`;
      let pauses = 0;
      const bounds = { ...BOUNDS, depth: 20, values: 1e6 };
      const bytes = new TextEncoder().encode(text);
      const parsed = await readStrictJson(bytes, bounds, async () => void pauses++);
      const whole: unknown = JSON.parse(text);
      if (parsed.ok) expect(parsed.value).toEqual(whole);
      else expect(parsed.problems[0]?.code).toMatch(/^json\.(?:key|number|surrogate)/);
      // What is filtered away may leave a short text, which is read at once.
      if (bytes.length > 512 * 1024 && parsed.ok) expect(pauses).toBeGreaterThan(0);
    }),
    { numRuns: 20 }
  );
});

const LONG = Array.from({ length: 5000 }, (_, at) => `{"n":${at}}`).join();
test.each([
  [`{"docs":[${LONG},{"n":1,"n":1}]}`, 'json.key.twice'],
  [`{"docs":[${LONG}],"docs":[]}`, 'json.key.twice'],
  [`{"docs":[],"docs":[${LONG}]}`, 'json.key.twice'],
  [`{"docs":[${LONG}],"d\\u006fcs":[${LONG}]}`, 'json.key.twice'],
  [`{"docs":[${LONG},{"__proto__":1}]}`, 'json.key.refused'],
  [`{"__proto__":[${LONG}]}`, 'json.key.refused'],
  [`{"docs":[${LONG},]}`, 'json.malformed'],
  [`{"docs":[,${LONG}]}`, 'json.malformed'],
  [`{"docs":[${LONG},,${LONG}]}`, 'json.malformed'],
  [`{"docs":[${LONG}]1}`, 'json.malformed'],
  [`{"docs":[${LONG}]}1`, 'json.malformed'],
  [`{"docs":1[${LONG}]}`, 'json.malformed'],
  [`{"docs"[${LONG}]}`, 'json.malformed'],
  [`{[${LONG}]}`, 'json.malformed'],
  [`{"docs":[${LONG}`, 'json.malformed'],
  [`{"docs":[${LONG},{"n":01}]}`, 'json.number.notCanonical'],
  [`{"docs":[${LONG},x]}`, 'json.malformed']
])('what is wrong with a body that is read in portions is told: case %#', (text, code) => {
  expect(read(text)).toBe(code);
});
