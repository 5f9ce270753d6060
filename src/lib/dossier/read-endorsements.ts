/**
 * Quantities actually imported, from a spreadsheet: figures for the endorsement of export authorizations that are here.
 * Nothing is signed: an officer opens each one, compares it with the customs documents and endorses it.
 */
import type { ActOf } from '#lib/domain/act/body.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { asExport } from '#lib/domain/act/stand-in.ts';
import { statedAs } from '#lib/domain/act/stated-as.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { judgeEndorsement, quantityPath } from '#lib/domain/authorization/judge-actual.ts';
import { splitTypedQuantity } from '#lib/domain/authorization/typed-quantity.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { draftIdOf, isSameText, tidyText, type DraftFields } from '#lib/domain/draft/draft.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, AuthorityCode, CalendarDate, DraftId } from '#lib/domain/ids.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { eachGroup, type PlanLog, type RowGroup } from '#lib/domain/lists/read-groups.ts';
import type { RowRead, Table } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';
import { locales, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

type Words = (inputs: object, options: { locale: Locale }) => string;
type Order = readonly [member: string, as: Column['as'], words: Words, isNeeded?: true];

const ORDERS: readonly Order[] = [
  ['number', 'text', m.register_act_export_authorization, true],
  ['issuedOn', 'date', m.form_issued_on],
  ['line', 'integer', m.import_column_line],
  ['substance', 'text', m.authorization_substance],
  ['receivedOn', 'date', m.dossier_received_date, true],
  ['outcome', 'text', m.dossier_endorse_outcome],
  ['quantity', 'figure', m.import_column_imported],
  ['unit', 'text', m.authorization_unit],
  ['remarks', 'text', m.form_remarks]
];

export function endorsementColumns(): readonly Column[] {
  return ORDERS.map(([member, as, words, isNeeded = false]) => ({
    member,
    as,
    isNeeded,
    name: words({}, { locale: readLocale() }),
    alsoNamed: [member, ...locales.map((locale) => words({}, { locale }))]
  }));
}

/** An export authorization that this country can endorse, or has endorsed. */
interface Endorsable {
  readonly act: ActOf<'export-authorization'>;
  readonly shipment: ActOf<'shipment'> | null;
  readonly isOpen: boolean;
  readonly isEndorsed: boolean;
}

export interface PreparedEndorsement extends DraftFields {
  readonly _id: DraftId;
  readonly kind: 'endorsement';
  readonly row: number;
  readonly number: string;
}

interface EndorsementReader {
  readonly dossiers: readonly Dossier[];
  readonly act: (id: ActId) => Parameters<typeof asExport>[0];
  readonly authority: AuthorityCode;
  readonly today: CalendarDate;
  readonly edition: EditionIndex;
  readonly preparedOf: (id: DraftId) => DraftFields | null;
  readonly name: string;
}

export function* readEndorsements(
  table: Table,
  reader: EndorsementReader,
  log: PlanLog
): Generator<PreparedEndorsement | null> {
  const columns = endorsementColumns();
  const nameOf = (member: string): string => columns.find((one) => one.member === member)?.name ?? '';
  const known = endorsablesOf(reader);
  const read = ({ rows, faults }: RowGroup): PreparedEndorsement | null => {
    const [first] = rows;
    const { row } = first;
    const found: Problem[] = [];
    const tell = (row: number, member: string, code: string, values: Problem['values'] = {}): void =>
      void found.push({ code, values: { ...values, row, column: nameOf(member) } });
    const endorsable = findEndorsable(first, known, tell);
    const words = endorsable && toWords(rows, endorsable, reader, { tell, nameOf, found, log });
    log.problem(...found);
    if (!endorsable || !words || found.length + faults.length > 0) {
      if (endorsable?.isEndorsed) log.sameCount++;
      return null;
    }
    // One place on every device of the country; the dialog of the endorsement looks there.
    const _id = draftIdOf('endorsement', endorsable.act._id);
    const held = reader.preparedOf(_id);
    if (!held) return { ...words, _id, kind: 'endorsement', row, number: textOf(first, 'number') };
    log.sameCount++;
    if (!isSameText(held, words))
      log.question({ code: 'import.prepared', values: { row, column: nameOf('number') } });
    return null;
  };
  const keyOf = (row: RowRead): string => `${bareNumber(textOf(row, 'number'))} ${textOf(row, 'issuedOn')}`;
  const reading = { substanceOf: () => null };
  for (const group of eachGroup(columns, table, reading, { keyOf, log })) yield group && read(group);
}

function textOf(row: RowRead, member: string): string {
  return String(row[member] ?? '').trim();
}

function endorsablesOf({ dossiers, act: actOf, authority, today }: EndorsementReader) {
  const found = new Map<string, Endorsable[]>();
  for (const dossier of dossiers) {
    if (dossier.importingCountry !== authority) continue;
    const { primary, others } = actionsOf(dossier, authority, { today });
    const open = [...(primary ? [primary] : []), ...others].filter(({ kind }) => kind === 'endorse');
    for (const strand of dossier.exports) {
      const act = asExport(actOf(strand.act));
      if (!act) continue;
      addTo(found, bareNumber(act.body.number), {
        act,
        shipment: strand.shipment ? statedAs(actOf(strand.shipment) ?? null, 'shipment') : null,
        isOpen: open.some(({ on }) => on === strand.act),
        isEndorsed: Boolean(strand.endorsement)
      });
    }
  }
  return found;
}

type Tell = (row: number, member: string, code: string, values?: Problem['values']) => void;

/** Null with a problem told, or if it is endorsed already. */
function findEndorsable(
  first: RowRead,
  known: ReadonlyMap<string, readonly Endorsable[]>,
  tell: Tell
): Endorsable | null {
  const number = textOf(first, 'number');
  if (number === '') return null;
  const date = textOf(first, 'issuedOn');
  const fitting = (known.get(bareNumber(number)) ?? []).filter(
    ({ act }) => date === '' || act.body.issuedOn === date
  );
  const [only, ...more] = fitting;
  const values = { found: number.slice(0, 60) };
  if (!only) tell(first.row, 'number', 'import.number.unknown', values);
  else if (more.length > 0) tell(first.row, 'number', 'import.number.several', values);
  else if (!only.isEndorsed && !only.isOpen) tell(first.row, 'number', 'import.number.closed', values);
  return more.length > 0 ? null : (only ?? null);
}

interface Told {
  readonly tell: Tell;
  readonly nameOf: (member: string) => string;
  readonly found: readonly Problem[];
  readonly log: PlanLog;
}

/** Judged as the dialog does; null if it is endorsed already. */
function toWords(
  group: RowGroup['rows'],
  { act, shipment, isEndorsed }: Endorsable,
  { today, edition, name }: EndorsementReader,
  { tell, nameOf, found, log }: Told
): DraftFields | null {
  if (isEndorsed) return null;
  const [first] = group;
  const rowsOfLines = new Map<number, RowRead>();
  for (const row of group) {
    const no = lineOf(row, act, edition);
    if (no === null) tell(row.row, 'substance', 'import.line.unknown');
    else if (rowsOfLines.has(no)) tell(row.row, 'line', 'import.line.twice', { line: no });
    else rowsOfLines.set(no, row);
    const isOther = outcomeOf(textOf(row, 'outcome')) !== outcomeOf(textOf(first, 'outcome'));
    if (isOther) tell(row.row, 'outcome', 'batch.row.differs', { earlier: first.row });
    if (textOf(row, 'receivedOn') !== textOf(first, 'receivedOn'))
      tell(row.row, 'receivedOn', 'batch.row.differs', { earlier: first.row });
  }
  const outcome = outcomeOf(textOf(first, 'outcome'));
  if (outcome === null)
    tell(first.row, 'outcome', 'import.outcome.unknown', { found: textOf(first, 'outcome').slice(0, 40) });
  if (found.length > 0) return null;
  const lines = [...rowsOfLines].map(([no, row]) => {
    const { figure, unit } = splitTypedQuantity(textOf(row, 'quantity'));
    return { key: String(no), fields: { quantity: figure, unit: unit || textOf(row, 'unit') } };
  });
  const receivedOn = textOf(first, 'receivedOn');
  const remarks = [...new Set(group.map((row) => tidyText(textOf(row, 'remarks'))))]
    .filter(Boolean)
    .join('\n');
  const typed = Object.fromEntries(lines.map(({ key, fields }) => [Number(key), fields]));
  const judged = judgeEndorsement(
    { outcome: outcome ?? '', receivedOn, lines: typed, remarks },
    { today, exportAct: act, shipment, edition }
  );
  for (const problem of judged.problems) {
    const { path = '', weight, code, values } = problem;
    const row = [...rowsOfLines].find(([no]) => quantityPath(no) === path)?.[1] ?? first;
    const member = path.startsWith('lines') ? 'quantity' : path;
    if (weight === 'notice')
      log.question({ code, values: { ...values, row: row.row, column: nameOf(member) } });
    else tell(row.row, member, code, values);
  }
  const fields = {
    of: act._id,
    outcome: outcome ?? '',
    receivedOn,
    remarks,
    batch: tidyText(name).slice(0, 80)
  };
  return { fields, lines };
}

/** By its number, by the name of its goods, or the only one. */
function lineOf(row: RowRead, { body }: ActOf<'export-authorization'>, edition: EditionIndex): number | null {
  const no = row['line'];
  if (typeof no === 'number') return body.lines.some((line) => line.no === no) ? no : null;
  const name = textOf(row, 'substance');
  const [only, ...more] = body.lines;
  if (name === '') return more.length === 0 ? (only?.no ?? null) : null;
  const key = keyOfSubstance(name, edition);
  const exact = body.lines.filter(({ designation }) => foldText(designation) === foldText(name));
  const [found, ...others] =
    exact.length > 0 ? exact : body.lines.filter(({ substance }) => substance === key);
  return found && others.length === 0 ? found.no : null;
}

function outcomeOf(typed: string): 'imported' | 'not-imported' | null {
  const text = foldText(typed);
  const is = (key: string, words: Words): boolean =>
    [key, ...locales.map((locale) => words({}, { locale }))].some((one) => foldText(one) === text);
  if (text === '' || is('imported', m.dossier_endorse_imported)) return 'imported';
  return is('not-imported', m.dossier_endorse_nil) ? 'not-imported' : null;
}
