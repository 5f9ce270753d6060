/**
 * Finds substances, companies and quantities in a text for a partner, because an invitation leaves them out. It matches
 * whole words only and reports them; the writer decides.
 */
import { foldText } from '../act/typed-text.ts';

interface KnownNames {
  readonly substances: Iterable<string>;
  readonly companies: Iterable<string>;
}

const UNITS =
  'µg|mcg|mg|g|kg|t|grams?|kilograms?|grammes?|kilogrammes?|gramos?|kilogramos?|мкг|мг|г|кг|毫克|公斤|千克|克|ملغ|مغ|غ|كغ|غرام|كيلوغرام';
const QUANTITY = new RegExp(
  `[\\d\\u0660-\\u0669][\\d\\u0660-\\u0669.,٫٬\\u00a0\\u202f ]*(?:${UNITS})(?![\\p{L}\\p{N}])`,
  'giu'
);
/** «2026 г.» is a year, not two kilograms. */
const RUSSIAN_YEAR = /^(?:19|20)\d\d[\u00a0\u202f ]г$/;
/** Scripts without spaces: a name matches anywhere in the text. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/u;
/** Shorter names are parts of too many words. */
const MIN_LETTERS = 4;

/** Each word once, in the order substances, companies, quantities. */
export function tradeWordsIn(text: string, { substances, companies }: KnownNames): readonly string[] {
  const folded = ` ${words(text)} `;
  const found = new Set<string>();
  for (const names of [substances, companies])
    for (const name of names) if (isNamed(folded, name)) found.add(name);
  for (const quantity of text.match(QUANTITY) ?? []) if (!RUSSIAN_YEAR.test(quantity)) found.add(quantity);
  return Array.from(found);
}

function isNamed(folded: string, name: string): boolean {
  const plain = words(name);
  if (UNSPACED.test(plain)) return folded.includes(plain);
  return plain.length >= MIN_LETTERS && folded.includes(` ${plain} `);
}

/** Keeps letters and digits, separated by one space: brackets and full stops are not part of a name. */
function words(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
