/** Old trade from a file: a dry run. A row is one line of goods that arrived or left. */
import type { CalendarDate, CountryCode, SubstanceKey } from '../ids.ts';
import type { Column, Reading } from '../lists/columns.ts';
import { eachGroup, type PlanLog, type RowGroup } from '../lists/read-groups.ts';
import type { Table } from '../lists/read-table.ts';
import { parseMicrograms, microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import type { HistoricRow } from './historic.ts';

/** Headings in English; a screen adds those of the other languages. */
export const HISTORIC_COLUMNS: readonly Column[] = [
  { name: 'date', member: 'on', as: 'date', isNeeded: true },
  { name: 'direction', member: 'column', as: 'word', isNeeded: true },
  { name: 'partner', member: 'partner', as: 'country', isNeeded: true },
  { name: 'substance', member: 'substance', as: 'substance', isNeeded: true },
  { name: 'grams', member: 'base', as: 'grams', isNeeded: true },
  { name: 'number', member: 'number', as: 'text' }
];

interface HistoricReader extends Omit<Reading, 'is1904'> {
  readonly own: CountryCode;
  /** Records end before this day. */
  readonly today: CalendarDate;
  /** The direction that a word names, in any language. */
  readonly columns?: readonly Column[];
  readonly directionOf?: (word: string) => HistoricRow['column'] | null;
}

function english(word: string): HistoricRow['column'] | null {
  const folded = word.toLowerCase();
  return folded === 'import' || folded === 'export' ? folded : null;
}

const FIRST_DAY = '1990-01-01' as CalendarDate;

/** Null between two rows, and for a row with a problem. */
export function* readHistoric(
  table: Table,
  { own, today, columns = HISTORIC_COLUMNS, directionOf = english, ...reading }: HistoricReader,
  log: PlanLog
): Generator<(HistoricRow & { readonly row: number }) | null> {
  const read = ({ rows: [one], faults }: RowGroup): (HistoricRow & { readonly row: number }) | null => {
    if (faults.length > 0) return null;
    const {
      row,
      on,
      column: word,
      partner,
      substance,
      base,
      number
    } = one as typeof one & {
      on: CalendarDate;
      column: string;
      partner: CountryCode;
      substance: SubstanceKey;
      base: string;
      number?: string;
    };
    const quantity = parseMicrograms(base);
    const column = directionOf(word) ?? word;
    const fault = faultOf({ on, column, partner, base }, { own, today });
    if (fault || !quantity.ok) {
      const shown = columns.filter(({ member }) => member === fault?.values?.['column'])[0]?.name ?? '';
      const code = fault?.code ?? 'historic.quantity';
      log.problem({ code, values: { row, ...fault?.values, column: shown } });
      return null;
    }
    return {
      row,
      on,
      column: column as HistoricRow['column'],
      partner,
      substance,
      micrograms: microgramsOf(quantity.value),
      ...(number ? { number } : {})
    };
  };
  const keyOf = ({ row }: { readonly row: number }): string => String(row);
  for (const group of eachGroup(columns, table, reading, { keyOf, log })) yield group && read(group);
}

function faultOf(
  { on, column, partner, base }: Record<'on' | 'column' | 'partner' | 'base', string>,
  { own, today }: Pick<HistoricReader, 'own' | 'today'>
): Problem | null {
  if (column !== 'import' && column !== 'export')
    return { code: 'historic.direction', values: { column: 'column', found: column.slice(0, 40) } };
  if (partner === own) return { code: 'historic.partner.own', values: { column: 'partner' } };
  if (on >= today) return { code: 'historic.date.future', values: { column: 'on', found: on } };
  if (on < FIRST_DAY) return { code: 'historic.date.early', values: { column: 'on', found: on } };
  return base === '0' ? { code: 'historic.quantity', values: { column: 'base' } } : null;
}
