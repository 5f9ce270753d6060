/**
 * The import authorization of an export: number, date and issuing authority (1961 art. 31(4)(c), 31(5); 1971 art.
 * 12(1)(b)(c)). Read from the act, or from the record of its paper; only an emergency export has none (rule R22).
 */
import type { ActOf, ExportAuthorizationBody, Line } from '../act/body.ts';
import { addMonths } from '../calendar-date.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { isPaper } from '../act/stand-in.ts';
import { sameName, foldText, isBlank } from '../act/typed-text.ts';
import type { Quantities } from '../dossier/dossier.ts';
import {
  areConsignmentsUsed,
  comparedAs,
  importLineOf,
  isOverdrawn,
  type Rest
} from '../dossier/import-use.ts';
import type { DraftFields, DraftLine } from '../draft/draft.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { isTicked, lineFieldOf } from './form-fields.ts';
import { readText, type ExportContext, type Findings } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import type { Parties } from './judge-parties.ts';
import { LineFindings } from './line-fields.ts';

type ImportAct = ActOf<'import-authorization'>;

interface JudgedReference {
  /** Members of the act; null while something is missing. */
  readonly grounds: Pick<ExportAuthorizationBody, 'importAuthorization' | 'emergency'> | null;
  readonly importFrom: CalendarDate | null;
  readonly importUntil: CalendarDate | null;
  readonly isBonded: boolean;
}

export function judgeReference(
  form: DraftFields,
  context: ExportContext,
  findings: Findings
): JudgedReference {
  if (context.importAct) return judgeCited(context.importAct, context, findings);
  if (isTicked(form, 'emergency')) return judgeEmergency(form, context, findings);
  findings.add('importReference.absent', 'reference');
  return { grounds: null, importFrom: null, importUntil: null, isBonded: isTicked(form, 'bonded') };
}

function judgeCited({ _id, body }: ImportAct, context: ExportContext, findings: Findings): JudgedReference {
  const { number, issuedOn, authority, validFrom, validUntil, consignments } = body;
  const add = (code: ProblemCode, values: Problem['values']): void => findings.add(code, 'reference', values);
  if (body.exportingCountry !== context.country)
    add('importReference.otherCountry', { country: body.exportingCountry });
  if (context.importCancelled) add('export.importCancelled', { number });
  if (context.importSuspended) add('export.importSuspended', { number });
  if (context.importObjected) add('export.importObjected', { number });
  if (areConsignmentsUsed(consignments, context.consignmentsUsed ?? 0))
    add('export.consignments.exceeded', { consignments });
  if (isPaper(_id)) judgeImportPeriod(body, context, findings);
  return {
    grounds: { importAuthorization: { number, issuedOn, authority: authority.name, act: _id } },
    importFrom: validFrom,
    importUntil: validUntil,
    isBonded: body.bondedWarehouse !== undefined
  };
}

/** The exporting authority decides alone, and reconciles later with the import authorization (rule R22). */
function judgeEmergency(form: DraftFields, { today }: ExportContext, findings: Findings): JudgedReference {
  const reason = readText(form, 'emergencyReason', findings, 2000, true);
  const isMissing = isBlank(reason);
  findings.add(isMissing ? 'export.emergency.reason.missing' : 'export.emergency', 'emergencyReason');
  const isBonded = isTicked(form, 'bonded');
  return {
    grounds: isMissing ? null : { emergency: { reason } },
    importFrom: today,
    importUntil: null,
    isBonded
  };
}

/** A paper valid for longer than its country allows is misread, or another document. */
function judgeImportPeriod(
  { issuer, validFrom, validUntil }: ImportAct['body'],
  { settings }: ExportContext,
  findings: Findings
): void {
  const country = issuer as CountryCode;
  const months = settings[country]?.importMonthsBySea;
  const latest = months === undefined ? validUntil : addMonths(validFrom, months);
  if (validUntil > latest)
    findings.add('importReference.longerThanPractice', 'reference', { country, latest, months: months ?? 0 });
}

/** Parties must match the import authorization; another spelling of the address is a notice. */
export function judgeSameParties(parties: Parties, act: ImportAct, findings: Findings): void {
  for (const role of ['importer', 'exporter'] as const) {
    const [here, there] = [parties[role], act.body[role]];
    if (here.name !== '' && !sameName(here.name, there.name)) {
      findings.add(`${role}.differs`, `${role}Name`, { name: here.name, authorized: there.name });
    } else if (here.address !== '' && foldText(here.address) !== foldText(there.address)) {
      findings.add(`${role}.addressDiffers`, `${role}Address`, { authorized: foldLines(there.address) });
    }
  }
}

function foldLines(address: string): string {
  return address.split('\n').join(', ');
}

/**
 * Exports cannot exceed the rest of the import authorization, without tolerance (1961 art. 31(1), (4)(d); rule R8).
 * Equal forms compare as stated, others as anhydrous base.
 */
interface Drawn {
  stated: number;
  base: number;
  basis: keyof Quantities;
}

export function judgeRemaining(
  form: DraftFields,
  lines: readonly ComputedLine[],
  context: ExportContext,
  findings: Findings
): readonly Line[] {
  const act = context.importAct;
  const ready: Line[] = [];
  const drawn = new Map<number, Drawn>();
  lines.forEach((line, index) => {
    const typed = form.lines[index];
    if (!typed || !line.substance) return;
    const notes = new LineFindings(findings, line.key, line.no, line.substance);
    if (!act) {
      if (line.line) ready.push(line.line);
      return;
    }
    const target = importLineOf(goodsOf(typed, line), act.body.lines);
    if (!target) return notes.add('export.line.notInImport', 'substance', { substance: line.substance.name });
    judgeSameGoods(line, target, notes);
    if (!line.line) return;
    judgeDrawn(line.line, target, { remaining: remainingOf(target, context), drawn }, notes);
    ready.push({ ...line.line, importLine: target.no });
  });
  return ready;
}

/** What one more export authorization of these goods leaves; a line that exceeds the rest takes nothing from it. */
export function restAfter(
  lines: readonly ComputedLine[],
  context: ExportContext
): Pick<ExportContext, 'consignmentsUsed' | 'remaining'> {
  const remaining: Record<number, Rest> = { ...context.remaining };
  for (const { line } of lines) {
    const target = line && importLineOf(line, context.importAct?.body.lines ?? []);
    if (!target) continue;
    const before = remaining[target.no] ?? remainingOf(target, context);
    const basis = comparedAs(line, target) === 'base' ? 'base' : (before.basis ?? 'stated');
    const [stated, base] = [before.stated - microgramsOf(line.stated), before.base - microgramsOf(line.base)];
    const rest = { stated, base, basis };
    if (rest[basis] >= 0) remaining[target.no] = rest;
  }
  return { consignmentsUsed: (context.consignmentsUsed ?? 0) + 1, remaining };
}

/** The partner's paper is recorded as it is, but an officer can have misread it. */
export function judgePaperDrawn(
  form: DraftFields,
  lines: readonly ComputedLine[],
  context: ExportContext,
  findings: Findings
): void {
  if (!context.importAct) return;
  const { consignments, lines: targets } = context.importAct.body;
  const drawn = new Map<number, Drawn>();
  if (areConsignmentsUsed(consignments, context.consignmentsUsed ?? 0))
    findings.add('paper.consignments.exceeded', 'number', { consignments });
  lines.forEach((line, index) => {
    const typed = form.lines[index];
    if (!typed || !line.substance) return;
    const target = importLineOf(goodsOf(typed, line), targets);
    const notes = new LineFindings(findings, line.key, line.no, line.substance);
    if (!target) return notes.add('paper.line.notInImport', 'substance', { substance: line.substance.name });
    if (!line.line) return;
    const remaining = remainingOf(target, context);
    judgeDrawn(line.line, target, { remaining, drawn, code: 'paper.line.exceedsImport' }, notes);
  });
}

/** Another salt, or tablets instead of ampoules: a notice for the officer. */
function judgeSameGoods({ form, pharmaceuticalForm }: ComputedLine, target: Line, notes: LineFindings): void {
  if (form && form.key !== target.form)
    notes.add('line.form.differs', 'form', { authorized: target.designation });
  if (pharmaceuticalForm && pharmaceuticalForm !== target.pharmaceuticalForm) {
    const authorizedForm = target.pharmaceuticalForm;
    notes.add('line.pharmaceuticalForm.differs', 'pharmaceuticalForm', {
      pharmaceuticalForm,
      authorizedForm
    });
  }
}

function goodsOf(
  typed: DraftLine,
  { substance, form, pharmaceuticalForm }: ComputedLine
): Parameters<typeof importLineOf>[0] {
  const named = lineFieldOf(typed, 'importLine').trim();
  const goods = { substance: substance?.key, form: form?.key, pharmaceuticalForm };
  return named === '' ? goods : { ...goods, importLine: Number(named) };
}

function remainingOf(target: Line, context: ExportContext): Rest {
  const all = { stated: microgramsOf(target.stated), base: microgramsOf(target.base) };
  return context.remaining?.[target.no] ?? all;
}

interface Drawing {
  readonly remaining: Rest;
  readonly drawn: Map<number, Drawn>;
  readonly code?: ProblemCode;
}

function judgeDrawn(
  line: Line,
  target: Line,
  { remaining, drawn, code = 'export.line.exceedsImport' }: Drawing,
  notes: LineFindings
): void {
  const sum = drawn.get(target.no) ?? { stated: 0, base: 0, basis: remaining.basis ?? 'stated' };
  sum.stated += microgramsOf(line.stated);
  sum.base += microgramsOf(line.base);
  if (comparedAs(line, target) === 'base') sum.basis = 'base';
  drawn.set(target.no, sum);
  const { basis } = sum;
  if (!isOverdrawn(basis, sum, remaining)) return;
  notes.add(code, 'quantity', {
    asked: sum[basis],
    remaining: Math.max(remaining[basis], 0),
    importLine: target.no
  });
}
