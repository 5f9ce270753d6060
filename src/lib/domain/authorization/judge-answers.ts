/**
 * Forms of the acts that follow an authorization. ECOSOC resolution 1981/7 asks exporting countries to verify authenticity, so a query or
 * objection needs a reason.
 */
import { parseActId } from '../act/act-id.ts';
import {
  ANSWERS,
  isAuthorization,
  type BodyHead,
  type DossierAct,
  type ActOf,
  type BodyOf
} from '../act/body.ts';
import { needsWords } from '../act/kinds/trade.ts';
import { isBlank, withText, cleanText, findTextProblem } from '../act/typed-text.ts';
import { findDateProblem, isCalendarDate } from '../calendar-date.ts';
import { judgeVerdict } from '../dossier/admit-act.ts';
import { judgeSentOn } from '../dossier/declarations.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isReady, toFollowUpProblem, type FollowUpCode } from '../dossier/follow-up-codes.ts';
import type { Scan } from '../file/scan.ts';
import type { ActId, AuthorityCode, DossierKey, CalendarDate, MicrogramsText, SubstanceKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import { parseTypedQuantity, parseUnit } from './typed-quantity.ts';

type ReplyParticulars = Omit<BodyOf<'reply'>, keyof BodyHead<'reply'>>;
export type CancellationParticulars = Omit<BodyOf<'cancellation'>, keyof BodyHead<'cancellation'>>;

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
  }: { readonly on: DossierAct; readonly country: AuthorityCode; readonly dossier?: Dossier }
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
  // A reply on an act of a linked export authorization belongs to the dossier that shows it.
  const key = isAuthorization(on) ? on.body.dossier : (dossier?.key ?? on.body.dossier);
  return { problems, body: { dossier: key, on: on._id, answer, ...withText('text', text) } };
}

interface CancellationForm {
  readonly reason: string;
}

interface CancellationContext {
  readonly of: DossierAct;
  readonly country: AuthorityCode;
  readonly isCancelled: boolean;
  readonly isShipped: boolean;
}

export function judgeCancellation(
  form: CancellationForm,
  { of, country, isCancelled, isShipped }: CancellationContext
): Answered<CancellationParticulars> {
  const problems: Problem[] = [];
  const isHolder = parseActId(of._id)?.issuer === country;
  if (of.body.issuer !== country && !isHolder) problems.push(toFollowUpProblem('cancellation.notIssuer', ''));
  if (isCancelled) problems.push(toFollowUpProblem('cancellation.twice', ''));
  if (isShipped) problems.push(toFollowUpProblem('cancellation.afterShipment', ''));
  const reason = readFollowUpText(form.reason, 'reason', 2000, problems);
  if (isBlank(reason)) problems.push(toFollowUpProblem('cancellation.reason.missing', 'reason'));
  if (!isReady(problems)) return { problems };
  return { problems, body: { dossier: of.body.dossier, of: of._id, reason } };
}

/**
 * An officer links an unmatched export authorization to this import authorization, or rules it out (domain.md 5).
 * Decisions are replaced, never removed.
 */
type MatchDecisionParticulars = Omit<BodyOf<'match-decision'>, keyof BodyHead<'match-decision'>>;

interface MatchForm {
  readonly dossier: DossierKey | null;
  readonly reason: string;
  readonly paperRecord?: ActId | undefined;
}

export function judgeMatch(
  { dossier, reason: typed, paperRecord }: MatchForm,
  exportAct: ActOf<'export-authorization'>,
  decision: BodyOf<'match-decision'>['decision']
): Answered<MatchDecisionParticulars> {
  const problems: Problem[] = [];
  if (dossier === null) problems.push(toFollowUpProblem('match.import.missing', 'dossier'));
  const reason = readFollowUpText(typed, 'reason', 2000, problems);
  if (dossier === null || !isReady(problems)) return { problems };
  const about = { exportAuthorization: exportAct._id, ...(paperRecord ? { paperRecord } : {}) };
  const particulars = { dossier, ...about, decision };
  return { problems, body: { ...particulars, ...withText('reason', reason) } };
}

/** Explains goods whose import authorization is not here: a link to the reference that they cite, with a reason. */
export function judgeExplanation(
  typed: string,
  exportAct: ActOf<'export-authorization'>
): Answered<MatchDecisionParticulars> {
  const judged = judgeMatch({ dossier: exportAct.body.dossier, reason: typed }, exportAct, 'link');
  if (!judged.body || !isBlank(typed)) return judged;
  return { problems: [...judged.problems, toFollowUpProblem('match.reason.missing', 'reason')] };
}

export function readFollowUpDate(
  typed: string,
  path: string,
  missing: FollowUpCode,
  problems: Problem[]
): CalendarDate | null {
  const text = typed.trim();
  if (isCalendarDate(text)) return text;
  const found = findDateProblem(text);
  if (text === '') problems.push(toFollowUpProblem(missing, path));
  else if (found) problems.push(toFollowUpProblem(found.code, path, { ...found.values, typed }));
  return null;
}

export function readFollowUpText(typed: string, path: string, most: number, problems: Problem[]): string {
  const text = cleanText(typed, true);
  const found = findTextProblem(text, most, true);
  if (found) problems.push(toFollowUpProblem(found.code, path, found.values));
  return text;
}

type CopyParticulars = Omit<BodyOf<'copy-sent'>, keyof BodyHead<'copy-sent'>>;

interface CopyForm {
  readonly sentOn: string;
  readonly registeredMail: string;
}

/** The record that the copy of a declaration was sent, 1971 art. 12(2)(c). */
export function judgeCopySent(
  form: CopyForm,
  { _id: of, body: { dossier } }: ActOf<'export-declaration'>,
  today: CalendarDate
): { readonly problems: readonly Problem[]; readonly body?: CopyParticulars } {
  const problems: Problem[] = [];
  const sentOn = readFollowUpDate(form.sentOn, 'sentOn', 'copy.sentOn.missing', problems);
  if (sentOn) problems.push(...judgeSentOn(sentOn, today));
  const registeredMail = readFollowUpText(form.registeredMail, 'registeredMail', 60, problems);
  if (!sentOn || !isReady(problems)) return { problems };
  return { problems, body: { dossier, of, sentOn, ...withText('registeredMail', registeredMail) } };
}

type LicenceParticulars = Omit<BodyOf<'special-import-licence'>, keyof BodyHead<'special-import-licence'>>;

interface LicenceForm {
  readonly number: string;
  readonly validUntil: string;
  readonly substance: string;
  readonly quantity: string;
  readonly unit: string;
  readonly copy: Scan | null;
}

/** A special import licence, 1971 art. 13(3): the importing authority limits substance, quantity and period. */
export function judgeLicence(
  form: LicenceForm,
  { body: { dossier }, _id }: ActOf<'import-authorization'>,
  today: CalendarDate
): { readonly problems: readonly Problem[]; readonly body?: LicenceParticulars } {
  const problems: Problem[] = [];
  const number = readFollowUpText(form.number, 'number', 60, problems);
  if (isBlank(number)) problems.push(toFollowUpProblem('licence.number.missing', 'number'));
  if (form.substance === '') problems.push(toFollowUpProblem('licence.substance.missing', 'substance'));
  const validUntil = readFollowUpDate(form.validUntil, 'validUntil', 'licence.until.missing', problems);
  if (validUntil && validUntil < today)
    problems.push(toFollowUpProblem('licence.until.past', 'validUntil', { until: validUntil }));
  const limit = readLimit(form, problems);
  if (!validUntil || !limit || !isReady(problems)) return { problems };
  const copy = form.copy ? { copy: form.copy } : {};
  const substance = form.substance as SubstanceKey;
  return {
    problems,
    body: { dossier, of: _id, number, issuedOn: today, validUntil, substance, limit, ...copy }
  };
}

function readLimit({ quantity, unit: typed }: LicenceForm, problems: Problem[]): MicrogramsText | null {
  const unit = parseUnit(typed);
  if (quantity.trim() === '' || !unit) {
    problems.push(toFollowUpProblem('licence.limit.missing', 'quantity'));
    return null;
  }
  const read = parseTypedQuantity(quantity, unit, 'quantity');
  if (read.ok && read.value !== '0') return read.value;
  problems.push(toFollowUpProblem('licence.limit.unreadable', 'quantity', { typed: quantity.trim() }));
  return null;
}
