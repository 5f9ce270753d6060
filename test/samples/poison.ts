/**
 * Documents with one thing wrong each, made of good ones by walking through them: whatever keys a kind has, each of
 * them is once missing, once of every wrong type. What lies in a database may be any of these, since whoever keeps
 * it can put there what no wall has seen.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';

export interface Poison {
  /** What is wrong with it. */
  readonly name: string;
  readonly document: { readonly _id: string } & Readonly<Record<string, unknown>>;
}

type Plain = Record<string, unknown>;

const MISSING = Symbol('missing');
const DEEP = JSON.parse('{"a":'.repeat(14) + '1' + '}'.repeat(14)) as unknown;
const WRONG: readonly (readonly [string, unknown])[] = [
  ['missing', MISSING],
  ['null', null],
  ['a list', []],
  ['a list of numbers', [5]],
  ['an object', {}],
  ['an object of objects', DEEP],
  ['a text', 'x'],
  ['an empty text', ''],
  ['a name of the language', '__proto__'],
  ['beyond all numbers', 1e308],
  ['below nothing', -1],
  ['a truth', true]
];
/** Lists of a kind are looked into once: their items are alike. */
const DEEPEST = 4;
/** Kinds of wrong that are tried in the inner places, of which there are most. */
const FURTHER_IN = 3;
/** Of places that only some acts have. */
const MAX_WRONG_OF_OTHERS = 4;
const ENORMOUS = 'x'.repeat(150_000);

type WrongAt = (path: readonly string[]) => typeof WRONG;

const allWrong: WrongAt = ({ length }) => (length > 2 ? WRONG.slice(0, FURTHER_IN) : WRONG);

/** `sample` with one member wrong at each of its places, and with what nobody has asked for. */
function* spoil(sample: Plain, wrongAt: WrongAt): Generator<readonly [string, Plain]> {
  for (const path of pathsOf(sample, DEEPEST))
    for (const [what, value] of wrongAt(path))
      yield [`${path.join('.')} is ${what}`, withValue(sample, path, value)];
  yield ['a key too many', { ...sample, stray: 1 }];
  // CouchDB takes none at the head of a document, as no key that begins so.
  for (const key of Object.keys(sample).filter((one) => isPlainObject(sample[one])))
    yield [`${key} has an own __proto__`, { ...sample, [key]: withProto(sample[key] as Plain) }];
  yield [
    'an own constructor',
    { ...sample, constructor: { prototype: null }, toString: 1, hasOwnProperty: 1 }
  ];
  if (wrongAt === allWrong) yield ['an enormous text', { ...sample, text: ENORMOUS }];
  yield ['nothing in it', {}];
}

function withProto(inner: Plain): Plain {
  return Object.defineProperty({ ...inner }, '__proto__', { value: { kind: 5 }, enumerable: true });
}

function pathsOf(value: unknown, depth: number): string[][] {
  const inner = Array.isArray(value) ? { 0: value[0] as unknown } : value;
  if (depth === 0 || !isPlainObject(inner)) return [];
  return Object.keys(inner).flatMap((key) =>
    inner[key] === undefined ? [] : [[key], ...pathsOf(inner[key], depth - 1).map((rest) => [key, ...rest])]
  );
}

function withValue(value: unknown, [key = '', ...rest]: readonly string[], next: unknown): Plain {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Plain) }) as Plain;
  if (rest.length > 0) copy[key] = withValue(copy[key], rest, next);
  else if (next === MISSING && Array.isArray(copy)) copy.splice(Number(key), 1);
  else if (next === MISSING) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** Under a revision of its own, as replication stores it. */
export function withFirstRevision(poison: Poison, hash = 'c'.repeat(32)): Poison {
  return {
    ...poison,
    document: { ...poison.document, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } }
  };
}

/** Each at an id of its kind where nothing was before; `idOf` counts. */
export function poisonOf(
  kind: string,
  sample: (n: number) => Plain,
  idOf: (n: number) => string,
  wrongAt = allWrong
): Poison[] {
  const all: Poison[] = [];
  const add = (name: string, document: Plain): void =>
    void all.push({ name: `${kind}: ${name}`, document: { ...document, _id: idOf(all.length) } });
  const first = [...spoil(contentOf(sample(0)), wrongAt)];
  first.forEach(([name, document], n) => {
    // Where the id tells of the content, each is made for its own.
    const [, own] =
      sample.length === 0
        ? [name, document]
        : ([...spoil(contentOf(sample(n)), wrongAt)][n] ?? [name, document]);
    add(name, own);
  });
  add('a tombstone', { _deleted: true });
  add('a tombstone that keeps its content', { ...contentOf(sample(all.length)), _deleted: true });
  return all;
}

function contentOf({ _id, ...content }: Plain): Plain {
  return content;
}

let planted = 0;

/** Act by act: under an id that is not the hash of what it holds, and where one can be made, under one that is. */
export function poisonedActs(acts: readonly { readonly _id: string; readonly body: object }[]): Poison[] {
  const places = acts.map((act) => new Set(pathsOf(act, DEEPEST).map(String)));
  return acts.flatMap((act, index) => {
    const parts = parseActId(act._id);
    const { date = '2026-11-24', issuer = 'AU' } = parts ?? {};
    const kind = parts?.kind ?? 'message';
    const head = `act:${date.replace(/-/g, '')}:${issuer}:${kind}:`;
    const idOf = (): string => head + sha256Base64url(`poison ${planted++}`);
    // All acts have these places in common: the first has every wrong there, each other one in its turn.
    const turn = index % WRONG.length;
    const inTurn: WrongAt = (path) =>
      places.every((one) => one.has(String(path)))
        ? WRONG.slice(turn, turn + 1)
        : WRONG.slice(0, path.length > 2 ? FURTHER_IN : MAX_WRONG_OF_OTHERS);
    const all = poisonOf(kind, () => act as unknown as Plain, idOf, index === 0 ? allWrong : inTurn);
    return [...all, ...all.flatMap(underItsHash)];
  });
}

/** Whoever spoils an act can compute its hash: then its id proves that it is as it was put there. */
function underItsHash({ name, document }: Poison): Poison[] {
  const { body, signature, _deleted } = document;
  if (_deleted === true || !isPlainObject(body)) return [];
  try {
    const _id: string = actId(body as never, signature as never);
    return _id.length > 300 ? [] : [{ name: `${name}, under its hash`, document: { ...document, _id } }];
  } catch {
    return [];
  }
}
