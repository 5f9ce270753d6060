/**
 * Drafts of import or export authorizations from a spreadsheet: a dry run. A row is an authorization, or one more line of
 * it; each problem has its row and column, and an authorization with one is left out.
 */
import { GOODS_COLUMNS, toLine, type GoodsCells } from '#lib/authorization/goods-cells.ts';
import { followTyped } from '#lib/authorization/follow-typed.ts';
import { judgeForm } from '#lib/domain/authorization/judge-form.ts';
import type { KnownParties } from '#lib/authorization/known-parties.ts';
import { TRANSPORT_MODES, type ActOf } from '#lib/domain/act/body.ts';
import { formQuestionsOf, questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { nameToKey, type CountriesByName } from '#lib/domain/authorization/address-country.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import { boxLedBy, type FormField } from '#lib/domain/authorization/form-fields.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import { restAfter } from '#lib/domain/authorization/judge-reference.ts';
import {
  draftFromImport,
  newEmergencyForm,
  newImportForm,
  newPaperForm
} from '#lib/domain/authorization/new-form.ts';
import { isCountry } from '#lib/domain/country.ts';
import { draftIdOf, type DraftFields, type DraftLine, type Typed } from '#lib/domain/draft/draft.ts';
import type { ActId, DraftId } from '#lib/domain/ids.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { eachGroup, type PlanLog, type RowGroup } from '#lib/domain/lists/read-groups.ts';
import type { RowRead, Table } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';
import { boxLabel, pharmaceuticalWord, transportWord } from '#lib/i18n/form-words.ts';
import { locales, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';

export const BATCH_KINDS = ['import-authorization', 'export-authorization'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];
const [IMPORT, EXPORT] = BATCH_KINDS;

/** Authorizations of this authority, or records of a partner's papers. */
export interface BatchOf {
  readonly kind: BatchKind;
  readonly isPaper?: boolean;
}

type Words = (inputs: object, options: { locale: Locale }) => string;
/** `reference` and `referenceDate`: the cited import authorization. */
type Member = FormField | 'together' | 'reference' | 'referenceDate';
type Order = readonly [member: Member, as: Column['as'], words?: Words | null, of?: BatchKind];

/** Written in this order: a country decides which companies a name can mean. */
const ORDERS: readonly Order[] = [
  ['together', 'text', m.batch_column_together],
  ['reference', 'text', m.register_file_cited, EXPORT],
  ['referenceDate', 'date', m.batch_column_reference_date, EXPORT],
  ['number', 'text', m.form_number],
  ['issuedOn', 'date', m.form_issued_on],
  ['authorityName', 'text', m.import_column_authority],
  ['authorityAddress', 'text', m.import_column_authority_address],
  ['emergencyReason', 'text', m.authorization_emergency_reason, EXPORT],
  ['importingCountry', 'text', null, EXPORT],
  ['exportingCountry', 'text', null, IMPORT],
  ['importerName', 'text'],
  ['importerAddress', 'text', m.authorization_address_importer],
  ['exporterName', 'text'],
  ['exporterAddress', 'text', m.authorization_address_exporter],
  ['transport', 'text'],
  ['validFrom', 'date', m.authorization_valid_from],
  ['validUntil', 'date', m.authorization_valid_until],
  ['consignments', 'figure', null, IMPORT],
  ['portOfExit', 'text'],
  ['portOfEntry', 'text'],
  ['route', 'text'],
  ['packages', 'text', null, EXPORT],
  ['remarks', 'text']
];
const GOODS_NEEDED: readonly string[] = ['substance', 'pharmaceuticalForm', 'quantity'];
/** The cited import authorization gives the others to an export. */
const NEEDED: Readonly<Record<BatchKind, readonly string[]>> = {
  [IMPORT]: ['exportingCountry', 'importerName', 'exporterName', ...GOODS_NEEDED],
  [EXPORT]: GOODS_NEEDED
};
/** The text that is printed on the partner's paper. */
const PRINTED: readonly string[] = ['number', 'issuedOn', 'authorityName', 'authorityAddress'];
const PAPER_NEEDED: Readonly<Record<BatchKind, readonly string[]>> = {
  [IMPORT]: [...PRINTED, 'importingCountry', 'importerName', 'exporterName', ...GOODS_NEEDED],
  [EXPORT]: [...PRINTED, 'reference', ...GOODS_NEEDED]
};
const FIGURES: readonly string[] = ['quantity', 'strength', 'unitsPerPack', 'packs'];

function ordersOf({ kind, isPaper = false }: BatchOf): readonly Order[] {
  return ORDERS.filter(([member, , , of = kind]) => {
    if (PRINTED.includes(member)) return isPaper;
    // A paper is of the other country.
    if (isPaper && member === 'importingCountry') return kind === IMPORT;
    if (isPaper && (member === 'exportingCountry' || member === 'emergencyReason')) return false;
    return of === kind;
  });
}

/** Headings in the reader's language; those of the other five are read too. */
export function batchColumns(of: BatchOf): readonly Column[] {
  const needed = (of.isPaper ? PAPER_NEEDED : NEEDED)[of.kind];
  const column = (member: string, as: Column['as'], words: Words): Column => ({
    member,
    as,
    name: words({}, { locale: readLocale() }),
    alsoNamed: [member, ...locales.map((locale) => words({}, { locale }))],
    isNeeded: needed.includes(member)
  });
  const boxWords =
    (member: string): Words =>
    (_, { locale }) =>
      boxLabel(IMPORT, boxLedBy(member) ?? 'goods', locale);
  return [
    ...ordersOf(of).map(([member, as, words]) => column(member, as, words ?? boxWords(member))),
    ...GOODS_COLUMNS.map(([member, , words]) =>
      column(member, FIGURES.includes(member) ? 'figure' : 'text', words)
    )
  ];
}

/** Two lines of one authorization, with invented companies. */
export function sampleTable(of: BatchOf): FileTable {
  const row = {
    together: '1',
    reference: 'AU-I-2026-000101-98',
    number: 'CH 2026/17',
    issuedOn: '2026-01-31',
    authorityName: 'Example Authority',
    authorityAddress: '3 Example Street',
    importingCountry: 'CH',
    exportingCountry: 'CH',
    importerName: 'Example Importer',
    importerAddress: '1 Example Street',
    exporterName: 'Example Exporter',
    exporterAddress: '2 Example Street',
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
  const columns = batchColumns(of);
  return {
    name: m.batch_title(),
    head: columns.map(({ name }) => name),
    rows: [raw, second].map((cells: Readonly<Record<string, string | number>>) =>
      columns.map(({ member }) => cells[member] ?? null)
    )
  };
}

type Cited = ActOf<'import-authorization'>;

export interface BatchReader extends BatchOf {
  readonly context: (fields: Typed) => ExportContext;
  readonly known: KnownParties;
  readonly countries: CountriesByName;
  /** Those of partners on this device, paper included, by `bareNumber`. */
  readonly imports: ReadonlyMap<string, readonly Cited[]>;
  readonly isHere: (id: DraftId) => boolean;
  readonly isIssued: (id: DraftId) => boolean;
}

interface BatchDraft extends DraftFields {
  readonly row: number;
  readonly _id: DraftId;
}

type Tell = (row: number, member: string, code: string, values?: Problem['values']) => void;

export function* readBatch(table: Table, reader: BatchReader, log: PlanLog): Generator<BatchDraft | null> {
  const { kind } = reader;
  const columns = batchColumns(reader);
  const nameOf = (member: string): string => columns.find((one) => one.member === member)?.name ?? '';
  const rowsById = new Map<DraftId, number>();
  const uses: Uses = new Map();
  const read = ({ rows, faults }: RowGroup): BatchDraft | null => {
    const [{ row }] = rows;
    const problems = [...faults];
    const tell: Tell = (row, member, code, values) =>
      void problems.push({ code, values: { row, column: nameOf(member), ...values } });
    const form = toForm(rows, reader, tell);
    const text = JSON.stringify([form.fields, form.lines.map(({ fields }) => fields)]);
    let [_id, count] = [draftIdOf(kind, text), 1];
    const earlier = rowsById.get(_id);
    if (earlier !== undefined)
      log.question({ code: 'batch.row.twice', values: { row, earlier, column: '' } });
    while (rowsById.has(_id)) _id = draftIdOf(kind, `${text} ${++count}`);
    rowsById.set(_id, row);
    // What was issued from an earlier look has used its quantity already.
    if (!reader.isIssued(_id)) judgeRows(form, rows, reader, { nameOf, problems, log, uses });
    log.problem(...problems.slice(faults.length));
    if (reader.isHere(_id)) log.sameCount++;
    return problems.length > 0 || reader.isHere(_id) ? null : { ...form, _id, row };
  };
  const reading = { substanceOf: () => null };
  for (const group of eachGroup(columns, table, reading, { keyOf, log })) yield group && read(group);
}

function keyOf(row: RowRead): string {
  return row['together'] === undefined ? `row ${row.row}` : `together ${String(row['together'])}`;
}

function textOf(row: RowRead, member: string): string {
  return String(row[member] ?? '').trim();
}

function toForm(group: RowGroup['rows'], reader: BatchReader, tell: Tell): DraftFields {
  const { kind, isPaper = false } = reader;
  const [first] = group;
  const typed = new Map<Member, string>();
  for (const [member] of ordersOf(reader)) {
    if (member === 'together') continue;
    const value = readOrder(first, member, reader, tell);
    if (value !== '') typed.set(member, value);
    for (const row of group.slice(1))
      if (![textOf(first, member), ''].includes(textOf(row, member)))
        tell(row.row, member, 'batch.row.differs', { earlier: first.row });
  }
  const cited = kind === EXPORT ? findCited(typed, reader, (...told) => tell(first.row, ...told)) : null;
  const countries = (['exportingCountry', 'importingCountry'] as const).flatMap((name) => {
    const value = typed.get(name);
    return value ? [[name, value] as const] : [];
  });
  const context = reader.context({
    ...Object.fromEntries(countries),
    ...(cited ? { importAct: cited._id } : {})
  });
  const { country } = context;
  const follow = {
    kind,
    country,
    settings: settingsOf(context.settings, country),
    known: reader.known,
    importUntil: cited?.body.validUntil
  } as const;
  const { fields: start } = isPaper
    ? newPaperForm({ kind, partner: typed.get('importingCountry') ?? '', from: cited }, context)
    : cited
      ? draftFromImport(cited, context)
      : kind === EXPORT
        ? newEmergencyForm(context, '')
        : newImportForm(context);
  const fields = [...typed].reduce<Typed>(
    (all, [name, value]) =>
      isOfForm(name) ? { ...all, ...(followTyped(all, name, value, follow) as Typed) } : all,
    start
  );
  return { fields, lines: group.map((row) => toDraftLine(row, context, tell)) };
}

function isOfForm(member: Member): member is FormField {
  return member !== 'together' && member !== 'reference' && member !== 'referenceDate';
}

/** The import authorization that a row cites; null for an emergency export (rule R22), and if a problem was told. */
function findCited(
  typed: ReadonlyMap<Member, string>,
  { imports }: BatchReader,
  tell: (member: Member, code: string, values?: Problem['values']) => void
): Cited | null {
  const [number = '', date, country] = [
    typed.get('reference'),
    typed.get('referenceDate'),
    typed.get('importingCountry')
  ];
  const isEmergency = typed.has('emergencyReason');
  if (number === '') {
    if (!isEmergency) tell('reference', 'batch.reference.missing');
    return null;
  }
  if (isEmergency) tell('emergencyReason', 'export.emergency.cites');
  const held = imports.get(bareNumber(number)) ?? [];
  const [known] = held;
  const fitting = held.filter(
    ({ body }) => (date ?? body.issuedOn) === body.issuedOn && (country ?? body.issuer) === body.issuer
  );
  const [only, ...more] = fitting;
  const found = number.slice(0, 60);
  if (!known) tell('reference', 'batch.reference.unknown', { found });
  else if (!only)
    tell('reference', 'batch.reference.differs', {
      found,
      country: known.body.issuer,
      date: known.body.issuedOn
    });
  else if (more.length > 0) tell('reference', 'batch.reference.several', { found });
  return more.length > 0 ? null : (only ?? null);
}

function readOrder(row: RowRead, member: Member, { countries }: BatchReader, tell: Tell): string {
  const text = textOf(row, member);
  if (text === '') return '';
  const found = { found: text.slice(0, 40) };
  if (member === 'exportingCountry' || member === 'importingCountry') {
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
    if (code !== 'list.cell.missing' || !GOODS_NEEDED.includes(column)) tell(row.row, column, code, values);
  });
  const filled = Object.entries(fields).filter(([, text]) => text !== '');
  return { key: `row-${row.row}`, fields: Object.fromEntries(filled) };
}

/** What the rows so far leave of an import authorization, and the last of them. */
type Uses = Map<ActId, ReturnType<typeof restAfter> & { readonly row: number }>;

interface Told {
  readonly nameOf: (member: string) => string;
  readonly problems: Problem[];
  readonly log: PlanLog;
  readonly uses: Uses;
}

/** The form's own judgement. A cell that could not be read has its problem already; a box without a column waits for the form. */
function judgeRows(
  form: DraftFields,
  group: RowGroup['rows'],
  { kind, context: contextOf }: BatchReader,
  { nameOf, problems, log, uses }: Told
): void {
  const [first] = group;
  const told = new Set(problems.map(({ values }) => values?.['row']));
  const context = contextOf(form.fields);
  const cited = context.importAct?._id;
  const before = cited && uses.get(cited);
  const left = { ...context, ...before };
  const judgement = judgeForm(kind, form, left);
  if (cited) uses.set(cited, { ...restAfter(judgement.lines, left), row: first.row });
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
    if (asked.has(problem) || (weight === 'todo' && column === '')) log.question(placed);
    else if (weight !== 'notice' && !told.has(row))
      problems.push(before ? afterRows(placed, before.row) : placed);
  }
}

/** The rows above have used it: its own figures would not explain the problem. */
function afterRows(problem: Problem, earlier: number): Problem {
  const codes: Readonly<Record<string, string>> = {
    'export.line.exceedsImport': 'batch.row.exceeds',
    'export.consignments.exceeded': 'batch.row.consignments'
  };
  return { ...problem, code: codes[problem.code] ?? problem.code, values: { ...problem.values, earlier } };
}
