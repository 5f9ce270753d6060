/**
 * Endorsement: the amount actually imported, or nil after expiry (1961 art. 31(7)(a)(b), 1971 art. 12(1)(e)). Excess is
 * a fact, so it is flagged, not refused.
 */
import type { ActOf, ActualLine, BodyHead, EndorsementBody, Line } from '../act/body.ts';
import { judgeReceivedOn } from '../dossier/judge-dates.ts';
import type { CalendarDate, MicrogramsText } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { quantityPath, readActualLine, toActualLine, type TypedActuals } from './actual-lines.ts';
import { readFollowUpDate, readFollowUpText } from './typed-follow-up.ts';
import { withArticlesOf } from '../dossier/articles.ts';
import { isReady, toFollowUpProblem, type FollowUpCode } from '../dossier/follow-up-codes.ts';
import type { FollowUp } from './judge-shipment.ts';
import { withText } from '../act/typed-text.ts';

interface EndorsementForm {
  readonly outcome: string;
  readonly receivedOn: string;
  readonly lines: TypedActuals;
  readonly remarks?: string;
}

export type EndorsementParticulars = Omit<EndorsementBody, keyof BodyHead<'endorsement'>>;

interface EndorsementContext {
  readonly today: CalendarDate;
  readonly exportAct: ActOf<'export-authorization'>;
  readonly shipment?: ActOf<'shipment'> | null;
}

type Outcome = EndorsementBody['outcome'];

const NIL = '0' as MicrogramsText;

export function judgeEndorsement(
  form: EndorsementForm,
  context: EndorsementContext
): FollowUp<EndorsementParticulars> {
  const judged = judgeForm(form, context);
  return { ...judged, problems: withArticlesOf(judged.problems, context.exportAct.body.lines) };
}

function judgeForm(form: EndorsementForm, context: EndorsementContext): FollowUp<EndorsementParticulars> {
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
