/**
 * Replies and cancellations. ECOSOC resolution 1981/7 asks exporting countries to verify authenticity, so a query or
 * objection needs a reason.
 */
import {
  ANSWERS,
  type Act,
  type BodyHead,
  type CancellationBody,
  type DossierBody,
  type ReplyBody
} from '../act/body.ts';
import { needsWords } from '../act/kinds/trade.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { judgeVerdict } from '../dossier/judge-statement.ts';
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { readFollowUpText } from './typed-follow-up.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import { isBlank, withText } from '../act/typed-text.ts';

export type ReplyParticulars = Omit<ReplyBody, keyof BodyHead<'reply'>>;
export type CancellationParticulars = Omit<CancellationBody, keyof BodyHead<'cancellation'>>;

export interface Answered<Particulars> {
  readonly problems: readonly Problem[];
  readonly body?: Particulars;
}

interface ReplyForm {
  readonly answer: string;
  readonly text: string;
}

export function judgeReply(
  form: ReplyForm,
  {
    on,
    country,
    dossier
  }: { readonly on: Act<DossierBody>; readonly country: AuthorityCode; readonly dossier?: Dossier }
): Answered<ReplyParticulars> {
  const problems: Problem[] = [];
  const answer = ANSWERS.find((one) => one === form.answer) ?? null;
  if (!answer) problems.push(toFollowUpProblem('reply.answer.missing', 'answer'));
  if (on.body.issuer === country) problems.push(toFollowUpProblem('reply.ownAct', 'answer'));
  if (answer && dossier) problems.push(...judgeVerdict(dossier, { on: on._id, issuer: country, answer }));
  const text = readFollowUpText(form.text, 'text', 4000, problems);
  if (answer && isBlank(text) && needsWords(answer)) {
    problems.push(toFollowUpProblem('reply.text.missing', 'text'));
  }
  if (!answer || !isReady(problems)) return { problems };
  return { problems, body: { dossier: on.body.dossier, on: on._id, answer, ...withText('text', text) } };
}

interface CancellationForm {
  readonly reason: string;
}

interface CancellationContext {
  readonly of: Act<Extract<DossierBody, { readonly kind: 'import-authorization' | 'export-authorization' }>>;
  readonly country: AuthorityCode;
  readonly isCancelled: boolean;
  readonly isShipped: boolean;
}

export function judgeCancellation(
  form: CancellationForm,
  { of, country, isCancelled, isShipped }: CancellationContext
): Answered<CancellationParticulars> {
  const problems: Problem[] = [];
  if (of.body.issuer !== country) problems.push(toFollowUpProblem('cancellation.notIssuer', ''));
  if (isCancelled) problems.push(toFollowUpProblem('cancellation.twice', ''));
  if (isShipped) problems.push(toFollowUpProblem('cancellation.afterShipment', ''));
  const reason = readFollowUpText(form.reason, 'reason', 2000, problems);
  if (isBlank(reason)) problems.push(toFollowUpProblem('cancellation.reason.missing', 'reason'));
  if (!isReady(problems)) return { problems };
  return { problems, body: { dossier: of.body.dossier, of: of._id, reason } };
}
