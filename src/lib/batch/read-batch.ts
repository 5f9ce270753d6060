/**
 * Drafts of import authorizations from a spreadsheet: a dry run. A row is an authorization, or one more line of it; each
 * problem has its row and column, and nothing is saved while one is left.
 */
import { GOODS_COLUMNS, toLine, type GoodsCells } from '#lib/authorization/goods-cells.ts';
import { followTyped } from '#lib/authorization/follow-typed.ts';
import { judgeForm } from '#lib/authorization/judge-form.ts';
import type { KnownParties } from '#lib/authorization/known-parties.ts';
import { TRANSPORT_MODES } from '#lib/domain/act/body.ts';
import { formQuestionsOf, questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { nameToKey, type CountriesByName } from '#lib/domain/authorization/address-country.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import { boxLedBy, type FormField } from '#lib/domain/authorization/form-fields.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import { newImportForm } from '#lib/domain/authorization/new-form.ts';
import { isCountry } from '#lib/domain/country.ts';
import { draftIdOf, type DraftFields, type DraftLine, type Typed } from '#lib/domain/draft/draft.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { readRows, type Row, type Table } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';
import { boxLabel, pharmaceuticalWord, transportWord } from '#lib/i18n/form-words.ts';
import { locales, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';

const KIND = 'import-authorization';
export const MAX_BATCH_ROWS = 500;

type Words = (inputs: object, options: { locale: Locale }) => string;
type Order = readonly [member: FormField | 'together', as: Column['as'], words?: Words];

/** Written in this order: a country decides which companies a name can mean. */
const ORDERS: readonly Order[] = [
  ['together', 'text', m.batch_column_together],
  ['exportingCountry', 'text'],
  ['importerName', 'text'],
  ['importerAddress', 'text', m.authorization_address_importer],
  ['exporterName', 'text'],
  ['exporterAddress', 'text', m.authorization_address_exporter],
  ['transport', 'text'],
  ['validFrom', 'date', m.authorization_valid_from],
  ['validUntil', 'date', m.authorization_valid_until],
  ['consignments', 'figure'],
  ['portOfExit', 'text'],
  ['portOfEntry', 'text'],
  ['route', 'text'],
  ['remarks', 'text']
];
const NEEDED: readonly string[] = [
  'exportingCountry',
  'importerName',
  'exporterName',
  'substance',
  'pharmaceuticalForm',
  'quantity'
];
const FIGURES: readonly string[] = ['quantity', 'strength', 'unitsPerPack', 'packs'];

/** Headings in the reader's language; those of the other five are read too. */
export function batchColumns(): readonly Column[] {
  const column = (member: string, as: Column['as'], words: Words): Column => ({
    member,
    as,
    name: words({}, { locale: readLocale() }),
    alsoNamed: [member, ...locales.map((locale) => words({}, { locale }))],
    isNeeded: NEEDED.includes(member)
  });
  const boxWords =
    (member: string): Words =>
    (_, { locale }) =>
      boxLabel(KIND, boxLedBy(member) ?? 'goods', locale);
  return [
    ...ORDERS.map(([member, as, words = boxWords(member)]) => column(member, as, words)),
    ...GOODS_COLUMNS.map(([member, , words]) =>
      column(member, FIGURES.includes(member) ? 'figure' : 'text', words)
    )
  ];
}

/** Two lines of one authorization, with invented companies. */
export function sampleTable(): FileTable {
  const line = { together: '1', exportingCountry: 'CH', importerName: 'Example Importer' };
  const [address, other] = ['1 Example Street', '2 Example Street'];
  const row = {
    ...line,
    importerAddress: address,
    exporterName: 'Example Exporter',
    exporterAddress: other,
    consignments: 1,
    quantity: 2.5,
    unit: 'kg'
  };
  const raw = {
    ...row,
    substance: 'codeine anhydrous base',
    pharmaceuticalForm: pharmaceuticalWord('powder')
  };
  const second = { ...raw, substance: 'morphine anhydrous base', quantity: 750, unit: 'g' };
  const columns = batchColumns();
  return {
    name: m.batch_title(),
    head: columns.map(({ name }) => name),
    rows: [raw, second].map((cells: Readonly<Record<string, string | number>>) =>
      columns.map(({ member }) => cells[member] ?? null)
    )
  };
}

export interface BatchReader {
  readonly context: (partner: string) => ExportContext;
  readonly known: KnownParties;
  readonly countries: CountriesByName;
  readonly isHere: (id: DraftId) => boolean;
}

interface BatchDraft extends DraftFields {
  readonly _id: DraftId;
}

export interface BatchRead {
  readonly problems: readonly Problem[];
  readonly faultyRowCount: number;
  readonly rowCount: number;
  readonly added: readonly BatchDraft[];
  /** Drafts already, or issued, from an earlier look at the same file. */
  readonly sameCount: number;
  /** Answered when the authorization is issued. */
  readonly questions: readonly Problem[];
}

type RowRead = Row & { readonly row: number };
type Tell = (row: number, member: string, code: string, values?: Problem['values']) => void;

export function readBatch(table: Table, reader: BatchReader): BatchRead {
  const columns = batchColumns();
  const problems: Problem[] = [...table.problems];
  const questions: Problem[] = [];
  const nameOf = (member: string): string => columns.find((one) => one.member === member)?.name ?? '';
  const tell: Tell = (row, member, code, values) =>
    void problems.push({ code, values: { row, column: nameOf(member), ...values } });
  const rows = readRows(columns, table, { substanceOf: () => null }, problems);
  if (rows.length > MAX_BATCH_ROWS)
    problems.push({ code: 'batch.many', values: { count: rows.length, most: MAX_BATCH_ROWS } });
  // Without a needed column, every row would have the same problem.
  const isReadable = problems.every(({ code }) => code !== 'batch.many' && !code.startsWith('list.column.'));
  const groups = new Map<string, RowRead[]>();
  if (isReadable) for (const row of rows) addTo(groups, keyOf(row), row);
  const drafts: (BatchDraft & { readonly row: number })[] = [];
  const rowsById = new Map<DraftId, number>();
  for (const group of groups.values()) {
    const [first] = group as [RowRead, ...RowRead[]];
    const form = toForm(group, reader, tell);
    judgeRows(form, group, reader, { nameOf, problems, questions });
    const text = JSON.stringify([form.fields, form.lines.map(({ fields }) => fields)]);
    let [_id, count] = [draftIdOf(KIND, text), 1];
    const earlier = rowsById.get(_id);
    if (earlier !== undefined)
      questions.push({ code: 'batch.row.twice', values: { row: first.row, earlier, column: '' } });
    while (rowsById.has(_id)) _id = draftIdOf(KIND, `${text} ${++count}`);
    rowsById.set(_id, first.row);
    drafts.push({ ...form, _id, row: first.row });
  }
  const byRow = (one: Problem): number => Number(one.values?.['row'] ?? 0);
  const added = drafts.filter(({ _id }) => !reader.isHere(_id)).map(({ row: _row, ...draft }) => draft);
  return {
    problems: problems.sort((a, b) => byRow(a) - byRow(b)),
    faultyRowCount: new Set(problems.map(byRow)).size,
    rowCount: rows.length,
    added: problems.length > 0 ? [] : added,
    sameCount: drafts.length - added.length,
    questions: questions.sort((a, b) => byRow(a) - byRow(b))
  };
}

function keyOf(row: RowRead): string {
  return row['together'] === undefined ? `row ${row.row}` : `together ${String(row['together'])}`;
}

function textOf(row: RowRead, member: string): string {
  return String(row[member] ?? '').trim();
}

function toForm(group: readonly RowRead[], reader: BatchReader, tell: Tell): DraftFields {
  const [first] = group as [RowRead, ...RowRead[]];
  const typed = new Map<FormField, string>();
  for (const [member] of ORDERS) {
    if (member === 'together') continue;
    const value = readOrder(first, member, reader, tell);
    if (value !== '') typed.set(member, value);
    for (const row of group.slice(1))
      if (![textOf(first, member), ''].includes(textOf(row, member)))
        tell(row.row, member, 'batch.row.differs', { earlier: first.row });
  }
  const partner = typed.get('exportingCountry') ?? '';
  const context = reader.context(partner);
  const { country } = context;
  const follow = {
    kind: KIND,
    country,
    settings: settingsOf(context.settings, country),
    known: reader.known
  } as const;
  const start: Typed = newImportForm(context).fields;
  const fields = [...typed].reduce<Typed>(
    (all, [name, value]) => ({ ...all, ...(followTyped(all, name, value, follow) as Typed) }),
    start
  );
  return { fields, lines: group.map((row) => toDraftLine(row, context, tell)) };
}

function readOrder(row: RowRead, member: FormField, { countries }: BatchReader, tell: Tell): string {
  const text = textOf(row, member);
  if (text === '') return '';
  const found = { found: text.slice(0, 40) };
  if (member === 'exportingCountry') {
    const code = text.toUpperCase();
    const [only, ...more] = isCountry(code) ? [code] : (countries.get(nameToKey(text)) ?? []);
    if (only !== undefined && more.length === 0) return only;
    tell(row.row, member, 'list.cell.country', found);
    return '';
  }
  if (member !== 'transport') return text;
  const mode = TRANSPORT_MODES.find((one) =>
    [one, ...locales.map((locale) => transportWord(one, locale))].some(
      (word) => foldText(word) === foldText(text)
    )
  );
  if (!mode) tell(row.row, member, 'batch.transport.unknown', found);
  return mode ?? '';
}

function toDraftLine(row: RowRead, { edition }: ExportContext, tell: Tell): DraftLine {
  const cells: GoodsCells = Object.fromEntries(
    GOODS_COLUMNS.map(([member]) => [member, textOf(row, member)])
  );
  // An empty cell of a needed column has its problem already.
  const fields = toLine(cells, edition, (code, column, values) => {
    if (code !== 'list.cell.missing' || !NEEDED.includes(column)) tell(row.row, column, code, values);
  });
  const filled = Object.entries(fields).filter(([, text]) => text !== '');
  return { key: `row-${row.row}`, fields: Object.fromEntries(filled) };
}

interface Told {
  readonly nameOf: (member: string) => string;
  readonly problems: Problem[];
  readonly questions: Problem[];
}

/** The form's own judgement. A cell that could not be read has its problem already; a box without a column waits for the form. */
function judgeRows(
  form: DraftFields,
  group: readonly RowRead[],
  reader: BatchReader,
  { nameOf, problems, questions }: Told
): void {
  const [first] = group as [RowRead, ...RowRead[]];
  const told = new Set(problems.map(({ values }) => values?.['row']));
  const judgement = judgeForm(KIND, form, reader.context(form.fields['exportingCountry'] ?? ''));
  const asked = new Set([
    ...questionsOf(judgement.problems).map(({ problem }) => problem),
    ...formQuestionsOf(judgement.problems)
  ]);
  for (const problem of judgement.problems) {
    const { path = '', weight, values } = problem;
    const [, key, field = ''] = /^lines\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
    const line = group.find(({ row }) => key === `row-${row}`);
    const row = (line ?? first).row;
    const column = nameOf(line ? (field.split('.')[0] ?? '') : path);
    const placed = { ...problem, values: { ...values, row, column } };
    if (asked.has(problem) || (weight === 'todo' && column === '')) questions.push(placed);
    else if (weight !== 'notice' && !told.has(row)) problems.push(placed);
  }
}
