/**
 * Cleans typed text: outer blanks, invisible and direction characters, decomposed accents. Ambiguous characters stay,
 * so that they are refused by name.
 */
import { hasLoneSurrogate } from '../canonical.ts';
import type { Problem } from '../result.ts';
import { withoutInvisible } from '../shape/characters.ts';
import { textProblem } from '../shape/shape.ts';

// eslint-disable-next-line no-control-regex -- controls are exactly what is taken off
const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]+/g;

export function cleanText(typed: string, multiline = false): string {
  const breaks = typed.replace(/\r\n?|\u2028|\u2029/g, '\n');
  const visible = withoutInvisible(breaks).replace(CONTROL, ' ');
  const whole = hasLoneSurrogate(visible) ? withoutLoneSurrogates(visible) : visible;
  const lines = whole.split('\n').map((line) => line.replace(/ {2,}/g, ' ').trim());
  const filled = lines.filter((line) => line !== '');
  return filled
    .join(multiline ? '\n' : ' ')
    .normalize('NFC')
    .trim();
}

type TypedTextCode = 'text.tooLong' | 'text.marks' | 'text.unreadable';

const TYPED_TEXT_CODES: Readonly<Record<string, TypedTextCode>> = {
  'act.text.tooLong': 'text.tooLong',
  'act.text.marks': 'text.marks'
};

export function findTextProblem(
  text: string,
  most: number,
  multiline: boolean
): {
  readonly code: TypedTextCode;
  readonly values: NonNullable<Problem['values']>;
} | null {
  const found = textProblem(text, 0, most, multiline);
  if (!found) return null;
  const code = TYPED_TEXT_CODES[found.code] ?? 'text.unreadable';
  return { code, values: code === 'text.tooLong' ? { most } : found.values };
}

function withoutLoneSurrogates(text: string): string {
  return Array.from(text)
    .filter((character) => !hasLoneSurrogate(character))
    .join('');
}

/** Visible ASCII needs no cleaning; most names and addresses are that. */
const PLAIN = /^[\x20-\x7e\n]*$/;

/** Only for comparison: lower case, no accents, one kind of blank and digit. */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/\s+/g, ' ').trim();
  const plain = cleanText(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ı/g, 'i');
  return plain.replace(/\s+/g, ' ');
}

export function isBlank(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

/** Omits the member if the text is empty. */
export function withText<K extends string>(key: K, text: string): { readonly [P in K]?: string } {
  return (text === '' ? {} : { [key]: text }) as { readonly [P in K]?: string };
}

const LEGAL_FORMS =
  /\b(?:LTD|LIMITED|PTY|PLC|LLC|LLP|INC|CORP|CO|COMPANY|GMBH|AG|KG|SA|SAS|SARL|SPA|SRL|BV|NV|AB|AS|OY|OOO|ZAO|AO)\b/g;

export function sameName(a: string, b: string): boolean {
  return a === b || normalizeName(a) === normalizeName(b);
}

/** The same name, one that has all words of the other, or its initials. */
export function isNameVariant(a: string, b: string): boolean {
  const [one, other] = [normalizeName(a), normalizeName(b)];
  if (one === other) return true;
  const [words, others] = [one.split(' '), other.split(' ')];
  const has = (all: readonly string[], some: readonly string[]): boolean =>
    some.every((word) => all.indexOf(word) >= 0);
  return has(words, others) || has(others, words) || isInitials(one, others) || isInitials(other, words);
}

/** Small words such as "of" can have an initial or none. */
function isInitials(short: string, words: readonly string[]): boolean {
  const initials = (all: readonly string[]): string => all.map((word) => word.charAt(0)).join('');
  return (
    words.length > 1 &&
    (short === initials(words) || short === initials(words.filter((word) => word.length > 3)))
  );
}

function normalizeName(name: string): string {
  const upper = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, '');
  const words = upper.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const bare = words
    .replace(LEGAL_FORMS, ' ')
    .replace(/有限公司|股份|ООО|ЗАО|АО/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return bare === '' ? words : bare;
}
