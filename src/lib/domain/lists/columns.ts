/** The columns of each list, for files, screens and comparisons: a further list is a row of `COLUMNS`. */
import { isCountry } from '../country.ts';
import { addDays, isCalendarDate } from '../calendar-date.ts';
import { toSlug } from '../goods/national-substance.ts';
import type { CalendarDate } from '../ids.ts';
import {
  decimalToRatio,
  MAX_MICROGRAMS,
  microgramsToText,
  parseDecimal,
  toUnambiguous
} from '../quantity.ts';
import { NAMED_IN, type ListKind } from '../act/kinds/lists.ts';

/** Empty text: no value. A number is one that a spreadsheet keeps as a number. */
export type Cell = string | number;

export interface Column {
  /** Heading in the file, English in every language, so that one file fits everybody. */
  readonly name: string;
  readonly member: string;
  readonly as: keyof typeof READERS;
  readonly isNeeded?: boolean;
  /** Headings that name it too, in other languages. */
  readonly alsoNamed?: readonly string[];
}

export interface Reading {
  /** Key of a named substance, by name, synonym, CAS number or INCB code. */
  readonly substanceOf: (name: string) => string | null;
  /** The spreadsheet counts its days from 1904. */
  readonly is1904: boolean;
}

const FIGURES: readonly Column[] = [
  { name: 'country', member: 'country', as: 'country', isNeeded: true },
  { name: 'year', member: 'year', as: 'integer', isNeeded: true },
  { name: 'substance', member: 'substance', as: 'substance', isNeeded: true },
  { name: 'type', member: 'kind', as: 'word', isNeeded: true },
  { name: 'grams', member: 'base', as: 'grams', isNeeded: true },
  { name: 'dated', member: 'dated', as: 'date' }
];

export const COLUMNS: Readonly<Record<ListKind, readonly Column[]>> = {
  estimate: FIGURES,
  assessment: FIGURES,
  'substance-edition': [
    { name: 'key', member: 'substance', as: 'slug', isNeeded: true },
    { name: 'name', member: 'name', as: 'text', isNeeded: true },
    { name: 'salt', member: 'form', as: 'slug' },
    { name: 'incb code', member: 'ids', as: 'ids' },
    { name: 'cas', member: 'cas', as: 'text' },
    { name: 'convention', member: 'convention', as: 'integer' },
    { name: 'schedules', member: 'schedules', as: 'words' },
    { name: 'since', member: 'since', as: 'date' },
    { name: 'synonyms', member: 'synonyms', as: 'words' },
    { name: 'trade names', member: 'tradeNames', as: 'words' },
    ...NAMED_IN.map((member) => ({ name: `name ${member}`, member, as: 'text' }) as const),
    { name: 'hs', member: 'hs', as: 'text' },
    { name: 'atc', member: 'atc', as: 'text' },
    { name: 'percent', member: 'factor', as: 'percent' },
    { name: 'state', member: 'state', as: 'word', isNeeded: true },
    { name: 'source', member: 'source', as: 'text', isNeeded: true },
    { name: 'note', member: 'note', as: 'text' }
  ],
  prohibition: [
    { name: 'country', member: 'country', as: 'country', isNeeded: true },
    { name: 'substance', member: 'substance', as: 'substance', isNeeded: true },
    { name: 'since', member: 'since', as: 'date', isNeeded: true }
  ],
  'schedule-practice': [
    { name: 'country', member: 'country', as: 'country', isNeeded: true },
    { name: 'schedule', member: 'schedule', as: 'text', isNeeded: true },
    { name: 'imports', member: 'imports', as: 'word', isNeeded: true },
    { name: 'exports', member: 'exports', as: 'word', isNeeded: true },
    { name: 'since', member: 'since', as: 'date' }
  ],
  directory: [
    { name: 'country', member: 'country', as: 'country', isNeeded: true },
    { name: 'name', member: 'name', as: 'text', isNeeded: true },
    { name: 'address', member: 'address', as: 'text', isNeeded: true },
    { name: 'conventions', member: 'issues', as: 'integers', isNeeded: true },
    { name: 'email', member: 'email', as: 'text' },
    { name: 'telephone', member: 'telephone', as: 'text' }
  ]
};

/** Members that a document has once, not each of its entries. */
export function scopeMembers(kind: ListKind): readonly string[] {
  return kind === 'estimate' || kind === 'assessment' ? ['country', 'year'] : [];
}

type Read = (cell: Cell, reading: Reading) => unknown;

const text: Read = (cell) => String(cell);
const word: Read = (cell) => String(cell).toLowerCase();
const integer: Read = (cell) => (/^[0-9]{1,6}$/.test(String(cell)) ? Number(cell) : null);
const MAX_KEPT = 1000;
const kept = new Map<string, readonly string[]>();

/** Columns repeat themselves: each text is divided once. */
const split = (cell: Cell): readonly string[] => {
  const text = String(cell);
  const known = kept.get(text);
  if (known) return known;
  const words = text
    .split(/[;,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, words);
  return words;
};

/** Null: the cell has no such value. */
const READERS = {
  text,
  word,
  integer,
  slug: (cell) => toSlug(String(cell)) || null,
  words: split,
  integers: (cell) => split(cell).map(Number),
  country: (cell) => (isCountry(String(cell).toUpperCase()) ? String(cell).toUpperCase() : null),
  substance: (cell, { substanceOf }) => substanceOf(String(cell)),
  // The lists print `NM 009`, `NB013` and `NC-092`.
  ids: (cell) =>
    String(cell)
      .toUpperCase()
      .replace(/^([NP][A-Z])[\s-]*(\d{3})$/, '$1 $2'),
  date: (cell, { is1904 }) =>
    typeof cell === 'number' ? dayOf(cell, is1904) : isCalendarDate(cell) ? cell : null,
  // A number has one reading, whatever the reader's decimal sign.
  figure: (cell) => (typeof cell === 'number' ? toUnambiguous(plainNumber(cell)) : cell),
  grams: (cell) => scaled(cell, 6),
  percent: (cell) => {
    const millionths = scaled(cell, 4);
    const factor = millionths === null ? 0 : Number(millionths) / 1e6;
    return factor > 0 && factor <= 1 ? String(factor) : null;
  }
} satisfies Readonly<Record<string, Read>>;

export function readCell(column: Column, cell: Cell, reading: Reading): unknown {
  return READERS[column.as](cell, reading);
}

/** A plain number with a decimal point, times a power of ten, without a binary fraction; null if digits would be lost. */
function scaled(cell: Cell, places: number): string | null {
  // Fifteen digits are what a spreadsheet keeps of what was typed.
  const plain = typeof cell === 'number' ? plainNumber(cell) : cell;
  const parsed = parseDecimal(plain);
  if (!parsed.ok) return null;
  const { units, scale } = decimalToRatio(parsed.value);
  const power = Math.pow(10, places);
  if (power % scale !== 0) return null;
  const value = units * (power / scale);
  return Number.isSafeInteger(value) && value <= MAX_MICROGRAMS ? microgramsToText(value) : null;
}

function plainNumber(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  return /e/.test(text) ? value.toFixed(10).replace(/0+$/, '').replace(/\.$/, '') : text;
}

const [DAY_0, DAY_0_OF_1904] = ['1899-12-30', '1904-01-01'] as readonly string[] as readonly CalendarDate[];

function dayOf(serial: number, is1904: boolean): CalendarDate | null {
  const zero = is1904 ? DAY_0_OF_1904 : DAY_0;
  // Before March 1900, spreadsheets count a day that never was.
  if (!zero || !Number.isInteger(serial) || serial < 61 || serial > 200_000) return null;
  return addDays(zero, serial);
}

/** The text of a member in a file, a table and a comparison. */
export function cellText({ member, as }: Column, row: Readonly<Record<string, unknown>>): string {
  const value = row[member];
  if (value === undefined) return '';
  if (as === 'grams') return microToPlain(String(value), 6);
  if (as === 'percent') return microToPlain(String(Math.round(Number(value) * 1e6)), 4);
  return Array.isArray(value) ? value.join('; ') : String(value);
}

function microToPlain(units: string, places: number): string {
  const padded = units.padStart(places + 1, '0');
  const [whole, rest] = [padded.slice(0, -places), padded.slice(-places).replace(/0+$/, '')];
  return rest === '' ? whole : `${whole}.${rest}`;
}
