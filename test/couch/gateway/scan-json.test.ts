import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonScan, type JsonBounds } from '#couch/base/scan-json.ts';
import { hasLoneSurrogate } from '#lib/domain/canonical.ts';

function scan(text: string, bounds: JsonBounds, step = 1e9): string | null {
  const pass = new JsonScan(new TextEncoder().encode(text), bounds);
  while (pass.step(step));
  return pass.wrong;
}

/** What a full parse says, token by token. */
function measure(text: string): JsonBounds & { readonly isOfOneReading: boolean } {
  const most = { depth: 0, values: 0, valuesOfOne: 0, keys: 0, textBytes: 0 };
  let isOfOneReading = true;
  const open: number[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[{}[\],:]/g)) {
    if (token === '{' || token === '[') most.depth = Math.max(most.depth, open.push(0));
    if (token === '{' || token === '[' || token === ',') most.values++;
    if (token === '}' || token === ']') open.pop();
    if (token === ':') most.keys = Math.max(most.keys, ++open[open.length - 1]!);
    if (token.startsWith('"')) {
      most.textBytes = Math.max(most.textBytes, Buffer.byteLength(token) - 2);
      isOfOneReading &&= !hasLoneSurrogate(JSON.parse(token) as string);
    }
    if (/^[-0-9]/.test(token))
      isOfOneReading &&=
        Number.isSafeInteger(Number(token)) && String(Number(token)) === token && token !== '-0';
  }
  return { ...most, valuesOfOne: most.values, isOfOneReading };
}

/** Any value, its texts spelled plainly or by their codes, and numbers of every spelling. */
const texts = fc
  .tuple(
    fc.anything({
      maxDepth: 6,
      maxKeys: 6,
      values: [
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\ud800', '\udc00\ud800', '😀', '\\u', '"'),
        fc.integer(),
        fc.constantFrom(1.5, 1e21, -0, 2 ** 53, 2 ** 53 - 1, 1 - 2 ** 53, true, null)
      ]
    }),
    fc.boolean(),
    fc.constantFrom(undefined, 1)
  )
  .map(([value, isEscaped, space]) => {
    const text = JSON.stringify(value ?? null, null, space) ?? 'null';
    if (!isEscaped) return text;
    return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  });

const NAMES = ['depth', 'values', 'keys', 'textBytes'] as const;

test('what passes has all within its bounds and one reading; what is refused has not', () => {
  const bounds = fc.record({
    depth: fc.integer({ min: 1, max: 6 }),
    values: fc.integer({ min: 1, max: 30 }),
    keys: fc.integer({ min: 1, max: 5 }),
    textBytes: fc.integer({ min: 1, max: 40 })
  });
  fc.assert(
    fc.property(texts, bounds, fc.integer({ min: 1, max: 50 }), (text, some, step) => {
      const most = { ...some, valuesOfOne: some.values };
      const seen = measure(text);
      const isWithin = NAMES.every((name) => seen[name] <= most[name]) && seen.isOfOneReading;
      const wrong = scan(text, most, step);
      expect({ wrong, passes: wrong === null }).toEqual({ wrong, passes: isWithin });
    }),
    { numRuns: 2000 }
  );
});

test('each bound is the last that passes', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const seen = measure(text);
      if (!seen.isOfOneReading || seen.values === 0) return;
      expect(scan(text, seen)).toBeNull();
      for (const name of NAMES)
        if (seen[name] > 0)
          expect([name, scan(text, { ...seen, [name]: seen[name] - 1 })]).not.toContain(null);
    }),
    { numRuns: 500 }
  );
});

test('of a body that is too much, no more is looked at than it takes to know', () => {
  const bounds = { depth: 12, values: 100, valuesOfOne: 100, keys: 100, textBytes: 100 };
  const many = [
    `${'['.repeat(1e6)}`,
    `[${'0,'.repeat(1e6)}`,
    `{${'"a":1,'.repeat(1e6)}`,
    `"${'x'.repeat(1e6)}`
  ];
  for (const text of [...many, '9'.repeat(1e6)]) {
    const bytes = new TextEncoder().encode(text);
    let read = 0;
    const counted = new Proxy(bytes, {
      get: (target, key) => {
        read++;
        return Reflect.get(target, key, target) as unknown;
      }
    });
    const pass = new JsonScan(counted, bounds);
    while (pass.step(1e9));
    expect(pass.wrong).toMatch(/^json\.(?:tooDeep|tooMuch|number)/);
    expect(read).toBeLessThan(2000);
  }
});
