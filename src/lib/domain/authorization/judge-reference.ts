/**
 * The import authorization of an export: number, date and issuing authority (1961 art. 31(4)(c), 31(5); 1971 art.
 * 12(1)(b)(c)). Compared with the act if in the system, else typed from paper.
 */
import type { ActOf, ExportAuthorizationBody, Line } from '../act/body.ts';
import { normalizeNumber } from '../act/dossier-key.ts';
import { addMonths } from '../calendar-date.ts';
import { judgeCitedNumber } from '../act/number.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
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
import { fieldOf, isTicked, lineFieldOf } from './form-fields.ts';
import { readText, type ExportContext, type Findings } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import type { Parties } from './judge-parties.ts';
import { readDate } from './judge-terms.ts';
import { LineFindings, readQuantity } from './line-fields.ts';

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
  if (isTicked(form, 'emergency') && !context.importAct) return judgeEmergency(form, context, findings);
  const number = readText(form, 'importNumber', findings, 60);
  // A number without a letter or digit identifies nothing: the matching key would be empty.
  if (normalizeNumber(number) === '') findings.add('importReference.number.missing', 'importNumber');
  const authority = readText(form, 'importAuthority', findings, 200);
  if (isBlank(authority)) findings.add('importReference.authority.missing', 'importAuthority');
  const issuedOn = readDate(form, 'importIssuedOn', 'importReference.issuedOn.missing', findings);
  if (issuedOn && issuedOn > context.today)
    findings.add('importReference.future', 'importIssuedOn', { issuedOn });
  const act = context.importAct ?? null;
  if (!act && fieldOf(form, 'importAct') !== '')
    findings.add('importReference.absent', 'importNumber', { number });
  if (!act) judgePaperNumber(number, fieldOf(form, 'importingCountry'), context, findings);
  if (act)
    judgeAgainstAct(
      act,
      { number, issuedOn, importing: fieldOf(form, 'importingCountry') },
      context,
      findings
    );
  const importAuthorization = { number, authority, ...(act ? { act: act._id } : {}) };
  const grounds =
    number && authority && issuedOn ? { importAuthorization: { ...importAuthorization, issuedOn } } : null;
  if (act) {
    const { validFrom, validUntil, bondedWarehouse } = act.body;
    return {
      grounds,
      importFrom: validFrom,
      importUntil: validUntil,
      isBonded: bondedWarehouse !== undefined
    };
  }
  const importUntil = readDate(form, 'importValidUntil', 'importReference.validUntil.missing', findings);
  return { grounds, importFrom: issuedOn, importUntil, isBonded: fieldOf(form, 'importBonded') === 'yes' };
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
export function judgeImportPeriod(
  { importFrom, importUntil }: JudgedReference,
  country: CountryCode | null,
  { settings }: ExportContext,
  findings: Findings
): void {
  const months = country ? settings[country]?.importMonthsBySea : undefined;
  if (!country || months === undefined || !importFrom || !importUntil) return;
  const latest = addMonths(importFrom, months);
  if (importUntil > latest)
    findings.add('importReference.longerThanPractice', 'importValidUntil', { country, latest, months });
}

/** Check digits reveal a misread I2ES number. Its document may be in transit, so its absence is only a notice. */
function judgePaperNumber(number: string, country: string, context: ExportContext, findings: Findings): void {
  const misread = judgeCitedNumber(number, 'importNumber');
  if (misread.length > 0) return findings.addParsed(misread);
  const key = normalizeNumber(number);
  if (key !== '' && context.recorded?.[country]?.has(key) === false)
    findings.add('importReference.unrecorded', 'importNumber', { number, country });
}

function judgeAgainstAct(
  act: ImportAct,
  typed: { readonly number: string; readonly issuedOn: CalendarDate | null; readonly importing: string },
  context: ExportContext,
  findings: Findings
): void {
  const { body } = act;
  const isSame =
    normalizeNumber(typed.number) === normalizeNumber(body.number) && typed.issuedOn === body.issuedOn;
  const isOther = typed.importing !== '' && typed.importing !== body.issuer;
  if ((typed.number && typed.issuedOn && !isSame) || isOther) {
    findings.add('importReference.differs', 'importNumber', { number: body.number, issuedOn: body.issuedOn });
  }
  if (body.exportingCountry !== context.country) {
    findings.add('importReference.otherCountry', 'importNumber', { country: body.exportingCountry });
  }
  if (context.importCancelled)
    findings.add('export.importCancelled', 'importNumber', { number: body.number });
  if (context.importSuspended)
    findings.add('export.importSuspended', 'importNumber', { number: body.number });
  if (context.importObjected) findings.add('export.importObjected', 'importNumber', { number: body.number });
  if (areConsignmentsUsed(body.consignments, context.consignmentsUsed ?? 0)) {
    findings.add('export.consignments.exceeded', 'importNumber', { consignments: body.consignments });
  }
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
      if (!isTicked(form, 'emergency')) judgePaperLimit(typed, line, notes);
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

/** A paper import authorization's allowed quantity is typed next to the exported one. */
function judgePaperLimit(typed: DraftLine, line: ComputedLine, notes: LineFindings): void {
  if (lineFieldOf(typed, 'limit').trim() === '') return notes.add('line.limit.missing', 'limit');
  const limit = readQuantity(typed, 'limit', 'limitUnit', notes);
  if (!limit || !line.stated || microgramsOf(line.stated) <= microgramsOf(limit)) return;
  notes.add('export.line.exceedsImport', 'quantity', {
    asked: line.stated,
    remaining: limit,
    importLine: line.no
  });
}
