/**
 * Finding a substance as officers type it: INN in any spelling (amphetamine, amfetamine, Morphiné), a
 * synonym, the salt behind the name, or a CAS number. The answer is ranked and always in the same order.
 */
import {
  CURRENT_EDITION,
  formsOf,
  type EditionIndex,
  type Substance,
  type SubstanceForm
} from './substance.ts';

export interface SubstanceHit {
  readonly substance: Substance;
  /** The form that the words name, or null where they name the substance alone. */
  readonly form: SubstanceForm | null;
}

interface RankedHit extends SubstanceHit {
  readonly rank: number;
}

/** All substances where nothing is typed; nothing where nothing fits. */
export function searchSubstances(
  text: string,
  index: EditionIndex = CURRENT_EDITION
): readonly SubstanceHit[] {
  const words = textToWords(text);
  const typed = text.trim();
  // Signs alone are no words, and no words would fit all.
  if (words.length === 0 && typed !== '') return [];
  const hits: RankedHit[] = [];
  for (const substance of index.edition.rows) hits.push(...hitsIn(substance, words, typed));
  hits.sort((a, b) => a.rank - b.rank || compare(a.substance.name, b.substance.name));
  return hits.map(({ substance, form }) => ({ substance, form }));
}

/** Rank 0 CAS, 1 whole name, 2 begins so as typed, 3 in another spelling, 4 synonym or later word, 5 a form. */
function hitsIn(substance: Substance, words: readonly string[], typed: string): RankedHit[] {
  const number = typed.replace(/[\s\u2010-\u2015]+/g, '-');
  if (typed.length > 3 && substance.cas !== null && substance.cas.startsWith(number)) {
    return [{ substance, form: null, rank: 0 }];
  }
  const names = textToWords([substance.name, ...substance.synonyms].join(' '));
  const rest = words.filter((word) => !names.some((name) => name.startsWith(word)));
  if (rest.length === 0) return [{ substance, form: null, rank: rankOf(substance, words, typed) }];
  if (rest.length === words.length) return [];
  return formsOf(substance)
    .filter((form) => rest.every((word) => textToWords(form.name).some((part) => part.startsWith(word))))
    .map((form) => ({ substance, form, rank: 5 }));
}

function rankOf(substance: Substance, words: readonly string[], typed: string): number {
  const name = textToWords(substance.name).join(' ');
  const folded = words.join(' ');
  if (name === folded) return 1;
  if (substance.name.startsWith(typed.toLowerCase())) return 2;
  return name.startsWith(folded) ? 3 : 4;
}

/** Lower case without diacritics; `ph` and `f` are one spelling. A word of another script stays, and fits no name. */
function textToWords(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ph/g, 'f');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
