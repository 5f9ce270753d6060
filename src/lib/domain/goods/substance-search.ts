/**
 * Finds a substance by INN in any spelling (amphetamine, amfetamine, Morphiné), synonym, salt name, CAS number of
 * base or salt, INCB code, HS or ATC code. Results are ranked in a stable order.
 */
import {
  casOf,
  CURRENT_EDITION,
  formsOf,
  withoutHyphens,
  type EditionIndex,
  type Substance,
  type SubstanceForm
} from './substance.ts';

interface SubstanceHit {
  readonly substance: Substance;
  readonly form: SubstanceForm | null;
}

interface RankedHit extends SubstanceHit {
  readonly rank: number;
}

export function searchSubstances(
  text: string,
  index: EditionIndex = CURRENT_EDITION
): readonly SubstanceHit[] {
  const words = textToWords(text);
  const typed = text.trim();
  // Punctuation only: an empty word list would match everything.
  if (words.length === 0 && typed !== '') return [];
  const hits: RankedHit[] = [];
  for (const substance of index.edition.rows) hits.push(...hitsIn(substance, words, typed));
  hits.sort((a, b) => a.rank - b.rank || compare(a.substance.name, b.substance.name));
  return hits.map(({ substance, form }) => ({ substance, form }));
}

/**
 * Names of exactly this form: "morphine sulfate (2:1) pentahydrate", its synonyms, the CAS number of base or salt. The
 * substance's name counts only with a single form or as it is: "morphine sulfate" is two hydrates with two factors.
 */
export function goodsNames(substance: Substance, form: SubstanceForm): readonly string[] {
  const names = namesOf(substance);
  const isOnly = formsOf(substance).length === 1 || form.key === 'as-is';
  const cas = casOf(substance, form);
  return [
    ...names.map((name) => `${name} ${form.name}`),
    ...(isOnly ? names : []),
    ...(cas === null ? [] : [cas])
  ];
}

export function namesOf({ name, names = {}, synonyms }: Substance): readonly string[] {
  return [name, ...Object.values(names).flatMap((one) => one ?? []), ...synonyms];
}

function bare(code: string): string {
  return code.replace(/[\s.-]/g, '').toUpperCase();
}

/** Rank 0 CAS or another code, 1 whole name, 2 prefix as typed, 3 other spelling, 4 synonym or later word, 5 form. */
function hitsIn(substance: Substance, words: readonly string[], typed: string): RankedHit[] {
  const number = typed.replace(/[\s\u2010-\u2015]+/g, '-');
  const startsCas = (cas: string | null): boolean =>
    cas !== null && (cas.startsWith(number) || withoutHyphens(cas).startsWith(number));
  // INCB code, HS and ATC: `NM 009`, `2939.11`, `N02AA01`.
  const code = bare(typed);
  const { incbIdsCode, hs6, atc } = substance;
  if (
    code.length > 3 &&
    /[0-9]/.test(code) &&
    [incbIdsCode, hs6, atc].some((one) => one && bare(one).startsWith(code))
  )
    return [{ substance, form: null, rank: 0 }];
  const numbered =
    typed.length > 3 ? formsOf(substance).filter((form) => startsCas(casOf(substance, form))) : [];
  if (numbered.length > 0) return numbered.map((form) => ({ substance, form, rank: 0 }));
  const names = textToWords(namesOf(substance).join(' '));
  const rest = words.filter((word) => !names.some((name) => begins(name, word)));
  if (rest.length === 0) return [{ substance, form: null, rank: rankOf(substance, words, typed) }];
  if (rest.length === words.length) return [];
  return formsOf(substance)
    .filter((form) => rest.every((word) => textToWords(form.name).some((part) => begins(part, word))))
    .map((form) => ({ substance, form, rank: 5 }));
}

function rankOf(substance: Substance, words: readonly string[], typed: string): number {
  const name = textToWords(substance.name).join(' ');
  const folded = words.join(' ');
  if (name === folded) return 1;
  if (substance.name.startsWith(typed.toLowerCase())) return 2;
  return name.startsWith(folded) ? 3 : 4;
}

function textToWords(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, '')
    .toLowerCase();
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(fold);
}

/**
 * One spelling for INNs in English, French and Spanish ("morphine", "morfina") and transliterated Cyrillic ("морфин").
 * There was no source for INNs in Russian, Arabic or Chinese: Arabic matches by consonants (`skeleton`), Chinese not at
 * all.
 */
function fold(word: string): string {
  const latin = word
    .replace(/гидр/g, 'hidr')
    .replace(/[\u0400-\u04ff]/g, (letter) => CYRILLIC[letter] ?? letter);
  const sounds = latin
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/x/g, 'ks')
    .replace(/c/g, 'k')
    .replace(/y/g, 'i')
    .replace(/(.)\1/gu, '$1');
  return sounds.length > 4 ? sounds.replace(/[aeo]$/, '') : sounds;
}

const CYRILLIC: Readonly<Record<string, string>> = toTable(
  'а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh щ sh ' +
    'ы i э e ю iu я ia'
);

/** Arabic writes long vowels only, so vowels are ignored; p and v are written b and f. */
const ARABIC: Readonly<Record<string, string>> = toTable(
  'ب b ت t ث t ج g ح h خ h د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z غ g ف f ق k ك k ل l م m ن n ه h پ b ڤ f'
);

function toTable(pairs: string): Readonly<Record<string, string>> {
  const signs = pairs.split(' ');
  return Object.fromEntries(signs.flatMap((sign, at) => (at % 2 === 0 ? [[sign, signs[at + 1] ?? '']] : [])));
}

const IS_ARABIC = /[\u0600-\u06ff]/;

function skeleton(word: string): string {
  if (IS_ARABIC.test(word)) return [...word].map((letter) => ARABIC[letter] ?? '').join('');
  return word
    .replace(/[aeiouwh]/g, '')
    .replace(/p/g, 'b')
    .replace(/v/g, 'f');
}

/** Prefix match; Arabic text needs three consonants. */
function begins(name: string, typed: string): boolean {
  if (!IS_ARABIC.test(typed)) return name.startsWith(typed);
  const sounds = skeleton(typed);
  return sounds.length >= 3 && skeleton(name).startsWith(sounds);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The latest, because a file asks with every row. */
let named: { readonly rows: readonly Substance[]; readonly keys: ReadonlyMap<string, string | null> } | null =
  null;

/** The one substance of exactly this key, name, synonym, CAS number or INCB code: for files, where nobody chooses. */
export function keyOfSubstance(text: string, { edition: { rows } }: EditionIndex): string | null {
  if (named?.rows !== rows) named = { rows, keys: keysByName(rows) };
  return named.keys.get(text.trim().toLowerCase()) ?? null;
}

/** Null: a name of several. */
function keysByName(rows: readonly Substance[]): ReadonlyMap<string, string | null> {
  const keys = new Map<string, string | null>();
  for (const one of rows)
    for (const name of new Set([one.key, ...namesOf(one), one.cas, one.incbIdsCode]))
      if (name) {
        const held = keys.get(name.toLowerCase());
        keys.set(name.toLowerCase(), held === undefined || held === one.key ? one.key : null);
      }
  return keys;
}
