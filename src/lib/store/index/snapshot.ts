/**
 * What Today and the register show, kept sealed beside the country's documents, so that a start need not wait for
 * every act. It is used only if the databases hold exactly what it was computed from; otherwise it costs its reading.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import { isKeyKind, type ActKind } from '#lib/domain/act/kinds.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { Ledger, Person, RegisterRow } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { unpackBytes } from '../disk/packed-bytes.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from './records.ts';
import type { Register } from './register.ts';

/** Of the content below; another number is not read. */
export const FORMAT = 1;
export const NAME = 'snapshot';

/** From Friday evening to Monday morning. */
export const DAYS_AHEAD = 3;

/** More changes since are not looked through. */
const MAX_CHANGES = 200;

export interface Snapped {
  readonly person: Pick<Person, 'id' | 'authority'>;
  readonly country: SealedDatabase;
  readonly reference: SealedDatabase;
  readonly book: DeviceBook;
  readonly records: Records;
  readonly register: Register;
}

type Databases = Pick<Snapped, 'person' | 'country' | 'reference' | 'book'>;

/** What the rows were computed from, except the day. */
export interface Basis {
  readonly country: number;
  readonly reference: number;
  readonly book: string;
}

/** Columns: a value that many rows share is written once. */
export interface PackedRows {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Column {
  readonly values: readonly unknown[];
  /** The place in `values` of each row; absent if every row has its own. */
  readonly at?: readonly number[];
}

export type Ledgers = Readonly<Record<ActId, Pick<Ledger, 'device' | 'partner' | 'opened'>>>;

export interface Content {
  readonly format: number;
  readonly version: string;
  readonly person: string;
  readonly authority: string;
  readonly basis: Basis;
  readonly day: CalendarDate;
  readonly rows: PackedRows;
  /** Row by row what differs from the day before; the first is tomorrow. */
  readonly daysAhead: readonly { readonly at: readonly number[]; readonly rows: PackedRows }[];
  /** JSON, read when the first is asked for. */
  readonly ledgers: string;
  /** Acts of the country's database that Today and the register read besides their rows. */
  readonly first: readonly ActId[];
  readonly acts: number;
}

export interface KeptRows {
  readonly name: string;
  readonly rows: readonly RegisterRow[];
  readonly first: readonly ActId[];
  readonly acts: number;
  ledgerOf(id: ActId): Ledger | null;
}

/** True for kinds of which there are many, and of which a snapshot leaves acts unread. */
export function isReadLate(kind: ActKind): boolean {
  return isDossierKind(kind) || kind === 'receipt' || kind === 'message';
}

/** Null if there is none that fits: another version, person, day or state of the databases. */
export async function readSnapshot(
  of: Databases,
  version: string,
  today: CalendarDate
): Promise<KeptRows | null> {
  const content = await readContent(of.country);
  if (content?.format !== FORMAT || content.version !== version) return null;
  const { person, authority, basis, day } = content;
  if (person !== of.person.id || authority !== of.person.authority) return null;
  const ahead = [...Array(DAYS_AHEAD + 1).keys()].findIndex((days) => addDays(day, days) === today);
  if (ahead < 0 || ahead > content.daysAhead.length || !(await isBasis(basis, of))) return null;
  const rows = content.daysAhead.slice(0, ahead).reduce(withDay, unpackRows(content.rows));
  return {
    name: nameOf(basis, day),
    rows,
    first: content.first,
    acts: content.acts,
    ledgerOf: ledgersIn(content.ledgers, of.book)
  };
}

/** An altered, cut or foreign one does not open. */
async function readContent(country: SealedDatabase): Promise<Content | null> {
  try {
    const packed = await country.getBeside(NAME);
    return packed && ((await unpackBytes(packed)) as Content);
  } catch {
    return null;
  }
}

function ledgersIn(text: string, book: DeviceBook): (id: ActId) => Ledger | null {
  let ledgers: Ledgers | null = null;
  return (id) => {
    ledgers ??= JSON.parse(text) as Ledgers;
    const held = ledgers[id];
    return held ? { ...held, server: book.serverHop(id), refused: book.isRefused(id) } : null;
  };
}

export async function basisOf({ country, reference, book }: Databases): Promise<Basis> {
  const [ofCountry, ofReference] = await Promise.all([country.sequence(), reference.sequence()]);
  return { country: ofCountry, reference: ofReference, book: book.answersMark };
}

/** Two of one name are equal. */
export function nameOf(basis: Basis, day: CalendarDate): string {
  return JSON.stringify([basis, day]);
}

async function isBasis(basis: Basis, of: Databases): Promise<boolean> {
  const now = await basisOf(of);
  if (now.book !== basis.book || now.country < basis.country || now.reference < basis.reference) return false;
  const changed = await Promise.all([
    changedSince(of.country, basis.country, now.country),
    changedSince(of.reference, basis.reference, now.reference)
  ]);
  return changed.every((ids) => ids !== null) && !changed[0]!.some(isInRows) && !changed[1]!.some(isKeyAct);
}

/** Null if they are too many. */
async function changedSince(db: SealedDatabase, since: number, now: number): Promise<string[] | null> {
  if (since === now) return [];
  const { results } = await db.pouch.changes({ since, limit: MAX_CHANGES });
  return results.length === MAX_CHANGES ? null : results.map(({ id }) => id);
}

/** Rows are computed from acts, refusals and one setting; a draft or a company changes none. */
function isInRows(id: string): boolean {
  return id.startsWith('act:') || id.startsWith(REFUSAL_PREFIX) || id === COUNTRY_SETTING_ID;
}

function isKeyAct(id: string): boolean {
  return id.startsWith('act:') && isKeyKind(parseActId(id)?.kind ?? 'certificate');
}

/** `ahead` follows the day of `rows`. */
export function withDay(rows: readonly RegisterRow[], { at, rows: changed }: Content['daysAhead'][number]) {
  const after = [...rows];
  unpackRows(changed).forEach((row, index) => (after[at[index]!] = row));
  return after;
}

function unpackRows({ count, columns }: PackedRows): RegisterRow[] {
  const rows: Record<string, unknown>[] = [];
  for (let row = 0; row < count; row++) rows.push({});
  for (const [name, { values, at }] of Object.entries(columns))
    for (let row = 0; row < count; row++) rows[row]![name] = values[at ? at[row]! : row];
  return rows as unknown as RegisterRow[];
}
