/**
 * Names with look-alike letters of other scripts (Unicode Technical Standard 39). A question to the reader, never a
 * refusal: honest names can match too.
 */
import { foldText } from '../act/typed-text.ts';
import { LOOKALIKES } from './letters.ts';

export type Lookalike =
  /** Every letter looks as in `known`, which is another name. */
  | { readonly kind: 'imitates'; readonly name: string; readonly known: string }
  | { readonly kind: 'mixed'; readonly name: string; readonly word: string };

let prototypes: ReadonlyMap<string, string> | null = null;

/** Look-alike texts share a skeleton, which is not for display. Names that differ only in accents count as equal. */
export function skeletonOf(text: string): string {
  prototypes ??= readPrototypes();
  const bare = text.normalize('NFD').replace(/[\u0300-\u036F]/g, '');
  let skeleton = '';
  for (const letter of bare) skeleton += prototypes.get(letter) ?? letter;
  return skeleton.toLowerCase().replace(/\s+/g, ' ').trim();
}

function readPrototypes(): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [prototype, letters] of Object.entries(LOOKALIKES))
    for (const letter of letters) read.set(letter, prototype);
  return read;
}

/** Capitals can look the same when small letters do not, so each case is compared. */
function skeletonsOf(text: string): readonly [string, string, string] {
  return [skeletonOf(text), skeletonOf(text.toLowerCase()), skeletonOf(text.toUpperCase())];
}

/** Caches skeletons of known names, needed at every key press. */
const kept = new Map<string, ReturnType<typeof skeletonsOf>>();

function keptSkeletonsOf(known: string): ReturnType<typeof skeletonsOf> {
  const held = kept.get(known) ?? skeletonsOf(known);
  kept.set(known, held);
  return held;
}

export function findLookalike(name: string, known: Iterable<string>): Lookalike | null {
  const own = foldText(name);
  if (own === '') return null;
  const skeletons = skeletonsOf(name);
  let imitated: string | null = null;
  for (const other of known) {
    // A known name needs no question: it was asked when first read.
    if (foldText(other) === own) return null;
    if (imitated === null && keptSkeletonsOf(other).some((one, index) => one === skeletons[index]))
      imitated = other;
  }
  if (imitated !== null) return { kind: 'imitates', name, known: imitated };
  const word = findMixedWord(name);
  return word === null ? null : { kind: 'mixed', name, word };
}

/** Scripts with look-alike letters, never mixed within a word. */
const SCRIPTS: readonly RegExp[] = [
  /[A-Za-z\u00AA\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02B8\u1D00-\u1D25\u1D6B-\u1D77\u1E00-\u1EFF\u2C60-\u2C7F\uA722-\uA787\uAB30-\uAB64]/,
  /[\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u03E1\u03F0-\u03FF\u1F00-\u1FFF]/,
  /[\u0400-\u0481\u048A-\u052F\u1C80-\u1C8A\uA640-\uA66E\uA680-\uA69B]/,
  /[\u0531-\u0556\u0560-\u0588]/,
  /[\u03E2-\u03EF\u2C80-\u2CEE]/,
  // Cherokee, Lisu, Tifinagh and Canadian syllabics resemble Latin capitals.
  /[\u13A0-\u13F5\u13F8-\u13FD\uAB70-\uABBF]/,
  /[\uA4D0-\uA4F7]/,
  /[\u2D30-\u2D67]/,
  /[\u1401-\u166C\u166F-\u167F\u18B0-\u18F5]/
];

export function findMixedWord(text: string): string | null {
  const words = text.normalize('NFC').split(/[\s\d.,;:()/&+'\u2019"\u2010-\u2015-]+/);
  return words.find((word) => SCRIPTS.filter((script) => script.test(word)).length > 1) ?? null;
}
