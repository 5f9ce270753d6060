/** One or a few things made wrong: in the value at any depth of a body, and then in its bytes. */
import { gzipSync } from 'node:zlib';
import type { Random } from '#couch/demonstration/random.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { boundary, oddText } from './values.ts';

type Path = readonly (string | number)[];

/** A token of JSON that `JSON.stringify` would not write; `toJson` lets it out of its quotes. */
const LITERAL = '§literal:';
const LITERALS = [
  '1e400',
  '-0',
  '1.5',
  '1e3',
  '123456789012345678901234567890',
  '"\\ud800"',
  'NaN',
  '01',
  '{"a":1,"a":2}'
];

export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /"§literal:((?:[^"\\]|\\.)*)"/g,
    (_, kept: string) => JSON.parse(`"${kept}"`) as string
  );
}

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...at, key]))];
}

function nested(depth: number, inner: unknown = 0): unknown {
  let value = inner;
  for (let at = 0; at < depth; at++) value = at % 2 ? [value] : { a: value };
  return value;
}

function anything(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.pick([null, true, false, 0, -1, 1, [], {}, [[]], [null], { a: null }, '']),
    () => boundary(random),
    () => oddText(random),
    () => oddText(random),
    () => LITERAL + random.pick(LITERALS),
    () => nested(random.pick([LIMITS.depth - 3, LIMITS.depth, LIMITS.depth + 1, 40])),
    () =>
      Array.from({ length: random.pick([2, 100, 101, LIMITS.documentsPerBatch + 1]) }, () =>
        random.pick([0, 'a', null])
      ),
    () => ({ [oddText(random).slice(0, 80)]: 1, length: 2 })
  ])();
}

/** The same with something else in so many places: another value, a member less, one more, one twice. */
export function mutate(random: Random, value: unknown, times: number): unknown {
  let made: unknown = structuredClone(value);
  for (let time = 0; time < times; time++) made = changeAt(random, made, random.pick(pathsOf(made)));
  return made;
}

function changeAt(random: Random, value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return changeHere(random, value);
  if (Array.isArray(value))
    return value.map((item, at) =>
      String(at) === String(key) ? changeAt(random, item, rest) : (item as unknown)
    );
  const held = value as Record<string, unknown>;
  if (rest.length === 0 && random.chance(25)) {
    const { [key]: _gone, ...left } = held;
    return left;
  }
  return { ...held, [key]: changeAt(random, held[key], rest) };
}

function changeHere(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(40)) {
    const times = random.pick([1, 1, 2, 50]);
    return [...value, ...Array.from({ length: times }, () => structuredClone(value[0] as unknown))];
  }
  if (typeof value === 'object' && value !== null && random.chance(40))
    return { ...value, [oddText(random).slice(0, 200)]: anything(random) };
  return anything(random);
}

/** These say that they are packed. */
const PACKED = ['packed', 'packed-truncated', 'packed-twice', 'packed-bomb'] as const;

export const TWISTS = [
  'truncated',
  'repeated',
  'key-twice',
  'not-utf8',
  'byte-order-mark',
  'utf16',
  'empty',
  'spaces',
  'deep',
  'at-bound',
  'past-bound',
  ...PACKED
] as const;
export function isPacked(twist: Twist | null): boolean {
  return (PACKED as readonly (string | null)[]).includes(twist);
}

export type Twist = (typeof TWISTS)[number];

/** `at`: a share of its length, in thousandths; `most`: what bounds the body. */
export function twist(json: string, kind: Twist | null, at: number, most: number): Uint8Array {
  const place = Math.floor((json.length * at) / 1000);
  const [before, after] = [json.slice(0, place), json.slice(place)];
  if (kind === null) return bytesOf(json);
  return {
    truncated: () => bytesOf(before),
    repeated: () => bytesOf(json + json),
    'key-twice': () => bytesOf(json.replace(/^\{/, '{"docs":[],"docs":[],"person":"a","person":"b",')),
    'not-utf8': () => joined(bytesOf(before), Uint8Array.of(0xc3, 0x28, 0xff), bytesOf(after)),
    'byte-order-mark': () => bytesOf(`\ufeff${json}`),
    utf16: () => Uint8Array.from(Buffer.from(json, 'utf16le')),
    empty: () => new Uint8Array(),
    spaces: () => bytesOf(' '.repeat(at)),
    deep: () => bytesOf('[{"a":'.repeat(at * 20)),
    'at-bound': () => bytesOf(padded(json, most)),
    'past-bound': () => bytesOf(padded(json, most + 1)),
    packed: () => packed(json),
    'packed-truncated': () => packed(json).slice(0, place),
    'packed-twice': () => joined(packed(json), packed(json)),
    'packed-bomb': () => packed(padded(json, 10 * most))
  }[kind]();
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function packed(json: string): Uint8Array {
  return Uint8Array.from(gzipSync(json));
}

function padded(json: string, length: number): string {
  return json + ' '.repeat(Math.max(0, length - bytesOf(json).length));
}
