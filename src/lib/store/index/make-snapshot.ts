/** Computed in an idle moment; no start loads this. */
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { Person, RegisterRow } from '../api.ts';
import { packBytes } from '../disk/packed-bytes.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from './records.ts';
import {
  DAYS_AHEAD,
  FORMAT,
  isReadLate,
  NAME,
  withDay,
  type Basis,
  type Column,
  type Content,
  type Ledgers,
  type PackedRows,
  type Snapped
} from './snapshot.ts';
import { unsentActs } from './unsent-count.ts';

/** Computed for a later day in one step. */
const ROWS_AT_ONCE = 100;

interface SnapshotOf {
  readonly version: string;
  readonly today: CalendarDate;
  readonly basis: Basis;
}

/** Its JSON in pieces, each made in one step. */
type Pieces = readonly string[];

/**
 * Yields where the caller can pause. Returns null if a document has come meanwhile: then the rows would belong to
 * neither state.
 */
export function* makeSnapshot(
  of: Snapped,
  { version, today, basis }: SnapshotOf
): Generator<void, Pieces | null> {
  const { records, register, person } = of;
  const rows = register.rows(today);
  const before = register.version;
  const columns: string[] = [];
  for (const name of NAMES) {
    const column = packColumn(rows.map((row) => row[name]));
    columns.push(`${columns.length > 0 ? ',' : ''}"${name}":${JSON.stringify(column)}`);
    yield;
    if (register.version !== before) return null;
  }
  const daysAhead: Content['daysAhead'][number][] = [];
  for (let days = 1; days <= DAYS_AHEAD; days++) {
    const latest = daysAhead.reduce(withDay, rows);
    const [at, changed]: [number[], RegisterRow[]] = [[], []];
    const places = new Map(latest.map((row, index) => [row.id, index]));
    let computed = 0;
    for (const row of register.rowsOn(addDays(today, days))) {
      const place = places.get(row.id)!;
      if (!isSameRow(latest[place]!, row)) {
        changed.push(row);
        at.push(place);
      }
      if (++computed % ROWS_AT_ONCE !== 0) continue;
      yield;
      if (register.version !== before) return null;
    }
    daysAhead.push({ at, rows: packRows(changed) });
  }
  const rest: Omit<Content, 'rows'> = {
    format: FORMAT,
    version,
    person: person.id,
    authority: person.authority,
    basis,
    day: today,
    daysAhead,
    ledgers: JSON.stringify(ledgersOf(rows, records)),
    first: firstActs(of),
    acts: actsOfCountry(records)
  };
  return [
    `${JSON.stringify(rest).slice(0, -1)},"rows":{"count":${rows.length},"columns":{`,
    ...columns,
    '}}}'
  ];
}

/** Complete: the compiler asks for each new field of a row. */
const FIELDS: Readonly<Record<keyof RegisterRow, true>> = {
  id: true,
  kind: true,
  direction: true,
  own: true,
  dossier: true,
  number: true,
  cited: true,
  partner: true,
  importer: true,
  exporter: true,
  substances: true,
  totals: true,
  status: true,
  match: true,
  agreement: true,
  issuedOn: true,
  validUntil: true,
  changedAt: true,
  verdict: true,
  needs: true,
  endorseBy: true,
  overdue: true,
  isTwice: true,
  isPaper: true,
  isSuspended: true,
  demonstration: true,
  haystack: true
};
const NAMES = Object.keys(FIELDS) as (keyof RegisterRow)[];

function packRows(rows: readonly RegisterRow[]): PackedRows {
  const columns = NAMES.map((name) => [name, packColumn(rows.map((row) => row[name]))] as const);
  return { count: rows.length, columns: Object.fromEntries(columns) };
}

function packColumn(all: readonly unknown[]): Column {
  const places = new Map<unknown, number>();
  const values: unknown[] = [];
  const at = all.map((value) => {
    const key = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, values.length);
    return values.push(value) - 1;
  });
  return values.length === all.length ? { values } : { values, at };
}

function isSameRow(one: RegisterRow, other: RegisterRow): boolean {
  return NAMES.every((name) => {
    const [a, b] = [one[name], other[name]];
    return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
  });
}

function ledgersOf(rows: readonly RegisterRow[], records: Records): Ledgers {
  const ledgers: Record<ActId, Ledgers[ActId]> = {};
  for (const { id, own } of rows) {
    const ledger = own ? records.ledgerOf(id) : null;
    if (ledger) ledgers[id] = { device: ledger.device, partner: ledger.partner, opened: ledger.opened };
  }
  return ledgers;
}

/** All of the rarer kinds, and those that the server lacks or has refused. */
function firstActs({ records, book, person }: Snapped): ActId[] {
  const first = new Set<ActId>(unsentActs({ records, book, person: person as Person }));
  for (const act of records.shelf.acts.values()) if (!isReadLate(act.body.kind)) first.add(act._id);
  for (const { id } of book.refusals()) if (id.startsWith('act:')) first.add(id as ActId);
  return [...first];
}

/** Those to everyone are in the other database. */
function actsOfCountry({ shelf }: Records): number {
  return [...shelf.acts.values()].filter(({ body }) => !body.to.includes('*')).length;
}

export async function writeSnapshot(pieces: Pieces, country: SealedDatabase): Promise<void> {
  await country.putBeside(NAME, await packBytes(pieces));
}
