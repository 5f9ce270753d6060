/** The quantity actually exported (1961 art. 31(7)(c)): at most the authorized one, within the period. */
import type { ActOf, ActualLine, BodyHead, Line, BodyOf } from '../act/body.ts';
import { withText } from '../act/typed-text.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { withArticlesOf, isReady, toFollowUpProblem, type FollowUpCode } from '../dossier/follow-up-codes.ts';
import { judgeShippedOn, judgeReceivedOn } from '../dossier/judge-dates.ts';
import { judgeStop } from '../dossier/stops.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { CalendarDate, MicrogramsText } from '../ids.ts';
import { microgramsOf, toBase } from '../quantity.ts';
import { type Problem, PRODUCT_SUGGESTION } from '../result.ts';
import { readFollowUpDate, readFollowUpText } from './judge-answers.ts';
import { parseTypedQuantity, parseUnit } from './typed-quantity.ts';

export interface ShipmentForm {
  readonly shippedOn: string;
  readonly lines: TypedActuals;
  readonly remarks?: string;
}

export type ShipmentParticulars = Omit<BodyOf<'shipment'>, keyof BodyHead<'shipment'>>;

/** `body` exists only if it can be signed as it is. */
export interface FollowUp<Particulars> {
  readonly problems: readonly Problem[];
  readonly lines: readonly (ActualLine | null)[];
  readonly body?: Particulars;
}

interface ShipmentContext {
  readonly today: CalendarDate;
  readonly exportAct: ActOf<'export-authorization'>;
  readonly edition?: EditionIndex;
  /** For a new shipment: a stop in it forbids the goods to leave. */
  readonly dossier?: Dossier | undefined;
}

export function judgeShipment(form: ShipmentForm, context: ShipmentContext): FollowUp<ShipmentParticulars> {
  const judged = judgeShipped(form, context);
  return {
    ...judged,
    problems: withArticlesOf(judged.problems, context.exportAct.body.lines, context.edition)
  };
}

function judgeShipped(
  form: ShipmentForm,
  { today, exportAct, dossier: held }: ShipmentContext
): FollowUp<ShipmentParticulars> {
  const problems: Problem[] = [];
  const authorization = exportAct.body;
  const shippedOn = readFollowUpDate(form.shippedOn, 'shippedOn', 'shipment.date.missing', problems);
  if (shippedOn) problems.push(...judgeShippedOn(shippedOn, authorization, today));
  const { _id: exportAuthorization } = exportAct;
  if (shippedOn && held) problems.push(...judgeStop(held, { exportAuthorization, shippedOn }));
  const lines = authorization.lines.map((line) => readActualLine(line, form.lines, problems));
  const whole = lines.filter((line) => line !== null);
  authorization.lines.forEach((line, index) => {
    const actual = lines[index];
    if (!actual || actual.stated === line.stated) return;
    const isMore = microgramsOf(actual.stated) > microgramsOf(line.stated);
    const code = isMore ? 'shipment.line.exceedsAuthorization' : 'shipment.line.less';
    problems.push(toFollowUpProblem(code, quantityPath(line.no), figures(line.no, actual, line)));
  });
  if (whole.length === lines.length && whole.every((line) => line.stated === '0')) {
    problems.push(toFollowUpProblem('shipment.nothing', 'lines'));
  }
  const remarks = readFollowUpText(form.remarks ?? '', 'remarks', 2000, problems);
  if (!shippedOn || whole.length < lines.length || !isReady(problems)) return { problems, lines };
  const { dossier } = authorization;
  const particulars = { dossier, exportAuthorization, shippedOn, lines: whole };
  return { problems, lines, body: { ...particulars, ...withText('remarks', remarks) } };
}

function figures(
  line: number,
  actual: ActualLine,
  authorized: Pick<ActualLine, 'stated'>
): Problem['values'] {
  return {
    line,
    quantity: actual.stated,
    authorized: authorized.stated
  };
}

/**
 * Endorsement: the amount actually imported, or nil after expiry (1961 art. 31(7)(a)(b), 1971 art. 12(1)(e)). Excess is
 * a fact, so it is flagged, not refused.
 */
interface EndorsementForm {
  readonly outcome: string;
  readonly receivedOn: string;
  readonly lines: TypedActuals;
  readonly remarks?: string;
}

type EndorsementParticulars = Omit<BodyOf<'endorsement'>, keyof BodyHead<'endorsement'>>;

interface EndorsementContext {
  readonly today: CalendarDate;
  readonly exportAct: ActOf<'export-authorization'>;
  readonly edition?: EditionIndex;
  readonly shipment?: ActOf<'shipment'> | null;
}

type Outcome = BodyOf<'endorsement'>['outcome'];

const NIL = '0' as MicrogramsText;

export function judgeEndorsement(
  form: EndorsementForm,
  context: EndorsementContext
): FollowUp<EndorsementParticulars> {
  const judged = judgeEndorsed(form, context);
  return {
    ...judged,
    problems: withArticlesOf(judged.problems, context.exportAct.body.lines, context.edition)
  };
}

function judgeEndorsed(form: EndorsementForm, context: EndorsementContext): FollowUp<EndorsementParticulars> {
  const problems: Problem[] = [];
  const { body } = context.exportAct;
  const outcome: Outcome | null =
    form.outcome === 'imported' || form.outcome === 'not-imported' ? form.outcome : null;
  if (!outcome) problems.push(toFollowUpProblem('endorsement.outcome.missing', 'outcome'));
  const receivedOn = readFollowUpDate(form.receivedOn, 'receivedOn', 'endorsement.date.missing', problems);
  if (receivedOn) {
    const { today, shipment } = context;
    const shippedOn = shipment?.body.shippedOn ?? null;
    problems.push(...judgeReceivedOn({ receivedOn, outcome }, { authorization: body, shippedOn, today }));
  }
  const lines =
    outcome === 'not-imported'
      ? body.lines.map((line) => toActualLine(line, NIL))
      : body.lines.map((line) => readActualLine(line, form.lines, problems));
  if (outcome === 'imported') judgeQuantities(lines, context, problems);
  const remarks = readFollowUpText(form.remarks ?? '', 'remarks', 2000, problems);
  const whole = lines.filter((line) => line !== null);
  if (!outcome || !receivedOn || whole.length < lines.length || !isReady(problems))
    return { problems, lines };
  const particulars = {
    dossier: body.dossier,
    exportAuthorization: context.exportAct._id,
    outcome,
    receivedOn
  };
  return { problems, lines, body: { ...particulars, lines: whole, ...withText('remarks', remarks) } };
}

function judgeQuantities(
  lines: readonly (ActualLine | null)[],
  { exportAct, shipment }: EndorsementContext,
  problems: Problem[]
): void {
  exportAct.body.lines.forEach((line, index) => {
    const actual = lines[index];
    const exported = shipment?.body.lines.find((one) => one.no === line.no)?.stated ?? null;
    if (actual) judgeQuantity(actual, line, exported, problems);
  });
  if (lines.length > 0 && lines.every((line) => line?.stated === NIL)) {
    problems.push(toFollowUpProblem('endorsement.imported.nothing', 'lines'));
  }
}

/** Compares with the shipment if there is one, and always with the authorization. */
function judgeQuantity(
  actual: ActualLine,
  line: Line,
  exported: MicrogramsText | null,
  problems: Problem[]
): void {
  const imported = microgramsOf(actual.stated);
  const add = (code: FollowUpCode, other: MicrogramsText): unknown =>
    problems.push(
      toFollowUpProblem(code, quantityPath(line.no), { line: line.no, quantity: actual.stated, other })
    );
  if (exported && imported > microgramsOf(exported)) add('endorsement.line.moreThanExported', exported);
  if (imported > microgramsOf(line.stated)) add('endorsement.line.moreThanAuthorized', line.stated);
  if (imported < microgramsOf(exported ?? line.stated)) add('endorsement.line.less', exported ?? line.stated);
}

interface TypedActual {
  readonly quantity: string;
  readonly unit: string;
}

type TypedActuals = Readonly<Partial<Record<number, TypedActual>>>;

export function quantityPath(no: number): string {
  return `lines.${no}.quantity`;
}

/** Null if the figure is missing or refused; zero is valid. */
export function readActualLine(line: Line, typed: TypedActuals, problems: Problem[]): ActualLine | null {
  const { quantity = '', unit: unitText = '' } = typed[line.no] ?? {};
  const path = quantityPath(line.no);
  const add = (code: FollowUpCode, values: Problem['values'] = {}): null => {
    problems.push(toFollowUpProblem(code, path, { line: line.no, ...values }));
    return null;
  };
  if (quantity.trim() === '') return add('actual.quantity.missing');
  const unit = parseUnit(unitText);
  if (!unit)
    return unitText.trim() === ''
      ? add('quantity.unit.missing')
      : add('quantity.unit.unknown', { typed: unitText });
  const stated = parseTypedQuantity(quantity, unit, path);
  if (stated.ok) return toActualLine(line, stated.value);
  for (const one of stated.problems) add(one.code as FollowUpCode, one.values);
  return null;
}

export function toActualLine(line: Line, stated: MicrogramsText): ActualLine {
  return { no: line.no, stated, base: toBase(stated, line.factor.value) };
}

// Asks about an implausible quantity shipped or received: more than in the step before, or less than a tenth of it. The
// first is unlawful; the second looks like a wrong unit or comma (domain.md §5.1, §5.3). Each is a question by I2ES's
// own measure and never blocks.

/** Rounding can make two entries of one quantity differ by half a per cent. */
const ROUNDING = 200;
const TENTH = 10;

/** `before`: micrograms shipped, or else authorized; a line with none is not asked about. */
export function judgeActuals(
  lines: readonly (ActualLine | null)[],
  before: (no: number) => number
): readonly Problem[] {
  return lines.flatMap((line) => {
    const found = line && judgeActual(microgramsOf(line.stated), before(line.no));
    if (!line || !found) return [];
    const values = { line: line.no, words: line.stated, other: before(line.no) };
    return [
      { code: found, path: quantityPath(line.no), values, article: PRODUCT_SUGGESTION, weight: 'notice' }
    ];
  });
}

function judgeActual(actual: number, before: number): string | null {
  if (actual > before + before / ROUNDING) return 'actual.quantity.more';
  return actual > 0 && actual * TENTH < before ? 'actual.quantity.fraction' : null;
}
