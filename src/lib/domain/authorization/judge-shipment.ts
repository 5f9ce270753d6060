/** The quantity actually exported (1961 art. 31(7)(c)): at most the authorized one, within the period. */
import type { ActOf, ActualLine, BodyHead, ShipmentBody } from '../act/body.ts';
import { judgeShippedOn } from '../dossier/judge-dates.ts';
import type { CalendarDate } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { quantityPath, readActualLine, type TypedActuals } from './actual-lines.ts';
import { readFollowUpDate, readFollowUpText } from './typed-follow-up.ts';
import { withArticlesOf } from '../dossier/articles.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import { withText } from '../act/typed-text.ts';

export interface ShipmentForm {
  readonly shippedOn: string;
  readonly lines: TypedActuals;
  readonly remarks?: string;
}

export type ShipmentParticulars = Omit<ShipmentBody, keyof BodyHead<'shipment'>>;

/** `body` exists only if it can be signed as it is. */
export interface FollowUp<Particulars> {
  readonly problems: readonly Problem[];
  readonly lines: readonly (ActualLine | null)[];
  readonly body?: Particulars;
}

interface ShipmentContext {
  readonly today: CalendarDate;
  readonly exportAct: ActOf<'export-authorization'>;
}

export function judgeShipment(form: ShipmentForm, context: ShipmentContext): FollowUp<ShipmentParticulars> {
  const judged = judgeForm(form, context);
  return { ...judged, problems: withArticlesOf(judged.problems, context.exportAct.body.lines) };
}

function judgeForm(form: ShipmentForm, { today, exportAct }: ShipmentContext): FollowUp<ShipmentParticulars> {
  const problems: Problem[] = [];
  const authorization = exportAct.body;
  const shippedOn = readFollowUpDate(form.shippedOn, 'shippedOn', 'shipment.date.missing', problems);
  if (shippedOn) problems.push(...judgeShippedOn(shippedOn, authorization, today));
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
  const particulars = { dossier, exportAuthorization: exportAct._id, shippedOn, lines: whole };
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
