/** Old trade of a file as historic records: one entry a year, with its rows packed for the server. */
import { gunzipSync, Gzip, strFromU8, strToU8 } from 'fflate';
import {
  historicName,
  HISTORIC_PREFIX,
  listHistoric,
  MAX_TOTALS,
  rowsToText,
  sumRows,
  textToRows,
  type Historic,
  type HistoricRow,
  type HistoricTotal
} from '#lib/domain/historic/historic.ts';
import { HISTORIC_COLUMNS, readHistoric } from '#lib/domain/historic/read-historic.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import type { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { formatInteger, formatQuantity } from '#lib/i18n/format.ts';
import { locales, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { editionHere } from '#lib/lists/read-lists.ts';
import { substanceName, toGrams } from '#lib/register/substance-words.ts';
import { hashOf } from '#lib/store/server/file-transfer.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import type { ImportKind, PlannedItem } from '#lib/import/run-import.ts';

type Words = (inputs: Record<string, never>, options: { readonly locale: Locale }) => string;

const WORDS: Readonly<Record<string, Words>> = {
  on: m.lists_column_dated,
  column: m.register_column_direction,
  partner: m.register_column_partner,
  substance: m.returns_substance,
  base: m.lists_column_grams,
  number: m.register_column_number
};

export function historicColumns(): readonly Column[] {
  return HISTORIC_COLUMNS.map((column) => {
    const words = WORDS[column.member]!;
    const others = locales.map((locale) => words({}, { locale }));
    return { ...column, name: words({}, { locale: readLocale() }), alsoNamed: [column.name, ...others] };
  });
}

function directionOf(word: string): 'import' | 'export' | null {
  const folded = word.trim().toLocaleLowerCase();
  const isNamed = (words: Words): boolean =>
    locales.some((locale) => words({}, { locale }).toLocaleLowerCase() === folded);
  if (folded === 'import' || isNamed(m.register_import)) return 'import';
  return folded === 'export' || isNamed(m.register_export) ? 'export' : null;
}

export async function planHistoric(
  desk: Pick<Store, 'actsOf' | 'counts' | 'documents' | 'person' | 'today'>,
  table: Table,
  name: string,
  columns: readonly Column[],
  log: PlanLog,
  turns: Parameters<ImportKind['plan']>[3]
): Promise<{
  readonly items: Iterable<PlannedItem | null>;
  readonly prepare: () => Promise<Result<unknown>>;
}> {
  const edition = editionHere(desk, desk.today);
  const reader = {
    own: desk.person?.authority as CountryCode,
    today: desk.today,
    substanceOf: (text: string) => keyOfSubstance(text, edition),
    directionOf,
    columns
  };
  const read = await turns(packRows(readHistoric(table, reader, log)));
  const { scans } = await import('#lib/store/scans.ts');
  if (!read) return { items: [], prepare: () => Promise.resolve(refuse()) };
  const { rows, years, packed } = read;
  if (years === null) log.problem({ code: 'historic.tooMuch' });
  const [file, bytes] = [await hashOf(packed), packed.size];
  const here = listHistoric(desk.documents(HISTORIC_PREFIX));
  const items = (function* (): Generator<PlannedItem | null> {
    for (const [year, totals] of years ?? [])
      for (let from = 0; from < totals.length; from += MAX_TOTALS) {
        const some = totals.slice(from, from + MAX_TOTALS);
        const content = { year, part: from / MAX_TOTALS + 1, name, file, bytes, totals: some };
        const _id = `setting:${historicName(content)}` as const;
        const row = rows.find((one) => isOfTotal(one, year, some[0]))?.row ?? 0;
        const other = from === 0 ? here.find((one) => one.year === year) : undefined;
        const isHere = here.some((one) => one._id === _id);
        if (isHere) log.sameCount++;
        else if (other)
          log.question({ code: 'historic.year', values: { row, year: String(year), name: other.name } });
        const about = aboutTotals(some);
        yield isHere ? null : { row, name: String(year), about, document: { _id, ...content } };
      }
  })();
  return { items, prepare: () => scans.takeRows(packed) };
}

function* packRows(found: Iterable<(HistoricRow & { readonly row: number }) | null>) {
  const rows: (HistoricRow & { readonly row: number })[] = [];
  for (const one of found) yield one && void rows.push(one);
  const years = yield* sumRows(rows);
  const parts: BlobPart[] = [];
  // Without a time in its head, the same rows give the same bytes.
  const gzip = new Gzip({ mtime: 0 }, (part) => void parts.push(part as BlobPart));
  for (const text of rowsToText(rows)) yield gzip.push(strToU8(text));
  gzip.push(new Uint8Array(), true);
  return { rows, years, packed: new Blob(parts) };
}

function isOfTotal({ on, ...row }: HistoricRow, year: number, total: HistoricTotal | undefined): boolean {
  return (
    on.startsWith(`${year}-${String(total?.month).padStart(2, '0')}`) &&
    (['column', 'partner', 'substance'] as const).every((member) => row[member] === total?.[member])
  );
}

export function aboutTotals(totals: readonly HistoricTotal[]): string {
  const rows = totals.reduce((sum, one) => sum + one.rows, 0);
  const base = totals.reduce((sum, one) => sum + microgramsOf(one.micrograms), 0);
  return m.import_historic_about({ rows: formatInteger(rows), base: formatQuantity(String(base)) });
}

/** A file holds 50,000 rows, of fewer bytes than these. */
const MAX_TEXT_BYTES = 50_000_000;

/** The rows behind a record, with the headings of a file to load. */
export async function historicTable(record: Historic): Promise<Result<FileTable>> {
  const { scans } = await import('#lib/store/scans.ts');
  const packed = await scans.readRows({ sha256: record.file, bytes: record.bytes });
  if (!packed.ok) return packed;
  const bytes = new Uint8Array(await packed.value.arrayBuffer());
  const size = new DataView(bytes.buffer).getUint32(bytes.length - 4, true);
  const rows = size <= MAX_TEXT_BYTES ? textToRows(strFromU8(gunzipSync(bytes)), record) : null;
  if (rows === null) return refuse({ code: 'historic.differs' });
  const columns = historicColumns();
  const cellOf = (row: HistoricRow, member: string): Cell => {
    if (member === 'on') return dayCell(row.on);
    if (member === 'base') return toGrams(row.micrograms);
    if (member === 'column') return row.column === 'import' ? m.register_import() : m.register_export();
    if (member === 'substance') return substanceName(row.substance);
    return member === 'partner' ? row.partner : (row.number ?? '');
  };
  return accept({
    name: m.import_kind_historic(),
    head: columns.map(({ name }) => name),
    rows: rows.map((row) => columns.map(({ member }) => cellOf(row, member)))
  });
}
