/**
 * Trade of the time before I2ES, as an authority has it in its own files: counted in returns and balances, never an act,
 * and never sent to another country. The rows of a file are kept at the server (`files-<cc>`); a device has the totals of
 * each month.
 */
import { countedSubstance } from '../goods/counted-base.ts';
import { canonicalJson } from '../canonical.ts';
import { addTo } from '../groups.ts';
import type { CountryCode, SubstanceKey } from '../ids.ts';
import { MAX_MICROGRAMS, microgramsOf, microgramsToText } from '../quantity.ts';
import { refuse, type Result } from '../result.ts';
import { country, hash, slug } from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  fits,
  instant,
  integer,
  listOf,
  micrograms,
  oneOf,
  readStored,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';

export const HISTORIC_PREFIX = 'setting:historic-';
/** Totals of one document, which stays below the server’s limits with names of 50 letters. */
export const MAX_TOTALS = 800;
const MAX_ROWS = 50_000;

const total = shaped({
  required: {
    month: integer(1, 12),
    column: oneOf(['import', 'export']),
    partner: country,
    substance: slug<SubstanceKey>(),
    /** Anhydrous base of goods that moved in that month. */
    micrograms,
    rows: integer(1, MAX_ROWS)
  }
});
export type HistoricTotal = Checked<typeof total>;

const historic = stored({
  required: {
    _id: anyText,
    schema: oneOf([1]),
    year: integer(1990, 2199),
    /** Part of a year that needs several documents, from 1. */
    part: integer(1, 99),
    /** Name of the file. */
    name: text(1, 80),
    /** Its rows in `files-<cc>`. */
    file: hash,
    bytes: integer(1, 5_000_000),
    at: instant,
    by: anyText,
    totals: listOf(total, 1, MAX_TOTALS)
  }
});
export type Historic = Checked<typeof historic>;

/** Hexadecimal: names of settings have no capitals. */
export function historicName({ year, part, file }: Pick<Historic, 'year' | 'part' | 'file'>): string {
  let id = '';
  for (let i = 0; i < 16; i++) id += file.charCodeAt(i).toString(16);
  return `${HISTORIC_PREFIX.slice('setting:'.length)}${year}-${part}-${id}`;
}

export function isHistoricId(id: string): boolean {
  return id.slice(0, HISTORIC_PREFIX.length) === HISTORIC_PREFIX;
}

export function parseHistoric(document: unknown): Result<Historic> {
  const read = readStored(historic, document);
  const path = read.ok ? faultyMember(read.value) : read.problems[0]?.path;
  return read.ok && path === null ? read : refuse({ code: 'historic.malformed', path: path ?? '_id' });
}

function faultyMember(record: Historic): keyof Historic | null {
  if (record._id !== `setting:${historicName(record)}`) return '_id';
  const isTwice = new Set(record.totals.map(totalKey)).size < record.totals.length;
  const isLater = cellsOf(record).some(({ month }) => month > record.at.slice(0, 7));
  return isTwice || isLater ? 'totals' : null;
}

/** The valid ones, newest year first. */
export function listHistoric(documents: readonly unknown[]): readonly Historic[] {
  const valid: Historic[] = [];
  for (const one of documents) {
    const read = parseHistoric(one);
    if (read.ok) valid.push(read.value);
  }
  return valid.sort((a, b) => b.year - a.year || (a._id < b._id ? -1 : 1));
}

function totalKey({
  month,
  column,
  partner,
  substance
}: Pick<HistoricTotal, 'month' | 'column' | 'partner' | 'substance'>): string {
  return `${month} ${column} ${partner} ${substance}`;
}

const row = shaped({
  required: {
    on: calendarDate,
    column: oneOf(['import', 'export']),
    partner: country,
    substance: slug<SubstanceKey>(),
    micrograms: integer(1, MAX_MICROGRAMS)
  },
  /** Of the old authorization. */
  optional: { number: anyText }
});
export type HistoricRow = Checked<typeof row>;

/** Their text, a day at a time: the same for the same rows in any order. */
export function* rowsToText(rows: readonly HistoricRow[]): Generator<string> {
  const days = new Map<string, HistoricRow[]>();
  for (const one of rows) addTo(days, one.on, one);
  for (const [at, day] of Array.from(days.keys()).sort().entries()) {
    const lines = (days.get(day) ?? []).map(
      ({ on, column, partner, substance, micrograms: quantity, number }) =>
        canonicalJson({ on, column, partner, substance, micrograms: quantity, ...(number ? { number } : {}) })
    );
    yield (at === 0 ? '' : '\n') + lines.sort().join('\n');
  }
}

/** The rows of one record; null if they have other totals. */
export function textToRows(content: string, { year, part, totals }: Historic): readonly HistoricRow[] | null {
  const rows: HistoricRow[] = [];
  for (const line of content.split('\n')) {
    const read = parseJson(line);
    if (!fits(row, read) || rows.length === MAX_ROWS) return null;
    rows.push(read);
  }
  const all = totalsOf(rows)?.get(year) ?? [];
  const some = all.slice((part - 1) * MAX_TOTALS, part * MAX_TOTALS);
  if (canonicalJson(some) !== canonicalJson(totals)) return null;
  const keys = new Set(some.map((one) => `${year} ${totalKey(one)}`));
  return rows.filter((one) => keys.has(rowKey(one)));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function rowKey({ on, ...one }: HistoricRow): string {
  return `${on.slice(0, 4)} ${totalKey({ ...one, month: Number(on.slice(5, 7)) })}`;
}

interface Sum {
  readonly head: HistoricTotal;
  micrograms: number;
  rows: number;
}

/** Totals by year, each in the order of its key. Null if a total is beyond what a document can hold. */
export function totalsOf(rows: readonly HistoricRow[]): ReadonlyMap<number, readonly HistoricTotal[]> | null {
  const work = sumRows(rows);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same in pieces. */
export function* sumRows(
  rows: readonly HistoricRow[]
): Generator<null, ReadonlyMap<number, readonly HistoricTotal[]> | null> {
  const years = new Map<number, Map<string, Sum>>();
  for (const one of rows) {
    const { on, column, partner, substance, micrograms: quantity } = one;
    const [year, month] = [Number(on.slice(0, 4)), Number(on.slice(5, 7))];
    const head = { month, column, partner, substance, micrograms: microgramsToText(0), rows: 1 };
    const sums = years.get(year) ?? new Map<string, Sum>();
    years.set(year, sums);
    const key = rowKey(one);
    const held = sums.get(key) ?? { head, micrograms: 0, rows: 0 };
    held.micrograms += quantity;
    held.rows++;
    if (held.micrograms > MAX_MICROGRAMS) return null;
    sums.set(key, held);
    yield null;
  }
  const byYear = new Map<number, HistoricTotal[]>();
  for (const year of Array.from(years.keys()).sort()) {
    const sums = Array.from(years.get(year) ?? []).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { head, micrograms: sum, rows: count }] of sums) {
      addTo(byYear, year, { ...head, micrograms: microgramsToText(sum), rows: count });
      yield null;
    }
  }
  return byYear;
}

/** A month of trade in one substance with one partner. Documents of I2ES about it count instead of historic records. */
export interface HistoricCell {
  /** `2024-03` */
  readonly month: string;
  readonly column: HistoricTotal['column'];
  readonly partner: CountryCode;
  readonly substance: SubstanceKey;
  readonly micrograms: number;
}

export function cellsOf({ year, totals }: Historic): readonly HistoricCell[] {
  return totals.map(({ month, column, partner, substance, micrograms: quantity }) => ({
    month: `${year}-${String(month).padStart(2, '0')}`,
    column,
    partner,
    substance: countedSubstance(substance) as SubstanceKey,
    micrograms: microgramsOf(quantity)
  }));
}
