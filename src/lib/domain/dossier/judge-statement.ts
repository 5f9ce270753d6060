/**
 * Refusals of the form that the fold would count, repeated at the door (architecture, invariant 10); `judge-dates.ts`
 * says why. ECOSOC resolution 1981/7: a doubt names its reason.
 */
import { parseActId } from '../act/act-id.ts';
import type { ActOf, DossierAct, EndorsementBody, ReplyBody, ShipmentBody } from '../act/body.ts';
import { needsWords } from '../act/kinds/trade.ts';
import { withArticlesOf } from './articles.ts';
import { toFollowUpProblem } from './follow-up-codes.ts';
import { isBlank } from '../act/typed-text.ts';
import { latestDateAt } from '../calendar-date.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier } from './dossier.ts';
import { judgeReceivedOn, judgeShippedOn } from './judge-dates.ts';
import { isObjected, subjectOf } from './open-question.ts';

export function judgeStatement(
  acts: readonly DossierAct[],
  dossier: Dossier,
  { _id, body }: DossierAct
): readonly Problem[] {
  if (body.kind === 'reply') return judgeReplied(acts, before(dossier, _id), body);
  if (body.kind === 'cancellation' && isBlank(body.reason))
    return [toFollowUpProblem('cancellation.reason.missing', 'reason')];
  if (body.kind !== 'shipment' && body.kind !== 'endorsement') return [];
  const upon = exportOf(acts, body.exportAuthorization);
  return upon ? withArticlesOf(judgeActual(dossier, _id, body, upon), upon.body.lines) : [];
}

function judgeActual(
  dossier: Dossier,
  id: ActId,
  body: ShipmentBody | EndorsementBody,
  upon: ActOf<'export-authorization'>
): readonly Problem[] {
  // Latest possible local date in any time zone.
  const today = latestDateAt(body.at);
  // The partner's date of despatch does not bind a receipt: it may be mistyped, and is never amended.
  if (body.kind === 'endorsement')
    return judgeReceivedOn(body, { authorization: upon.body, shippedOn: null, today });
  const problems = [...judgeShippedOn(body.shippedOn, upon.body, today), ...judgeShipped(body)];
  return isAfterReturn(dossier, id, upon._id) ? [...problems, { code: 'shipment.afterReturn' }] : problems;
}

function exportOf(acts: readonly DossierAct[], id: ActId): ActOf<'export-authorization'> | null {
  const act = acts.find((one) => one._id === id);
  return act?.body.kind === 'export-authorization' ? (act as ActOf<'export-authorization'>) : null;
}

/** A shipment after a nil return; the fold still counts the goods. */
function isAfterReturn({ exports, timeline }: Dossier, shipment: ActId, upon: ActId): boolean {
  const strand = exports.find(({ act }) => act === upon);
  if (strand?.status !== 'not-imported' || strand.endorsement === null) return false;
  return timeline.indexOf(strand.endorsement) < timeline.indexOf(shipment);
}

function judgeShipped({ lines }: ShipmentBody): Problem[] {
  return lines.every(({ stated }) => stated === '0') ? [toFollowUpProblem('shipment.nothing', 'lines')] : [];
}

function before(dossier: Dossier, reply: ActId): Dossier {
  return { ...dossier, replies: dossier.replies.filter(({ act }) => act !== reply) };
}

function judgeReplied(
  acts: readonly DossierAct[],
  dossier: Dossier,
  { on, issuer, answer, text }: ReplyBody
): Problem[] {
  const problems: Problem[] = [];
  const subject = acts.find((one) => one._id === on);
  if (subject?.body.issuer === issuer) problems.push(toFollowUpProblem('reply.ownAct', 'answer'));
  if (needsWords(answer) && isBlank(text ?? ''))
    problems.push(toFollowUpProblem('reply.text.missing', 'text'));
  return [...problems, ...judgeVerdict(dossier, { on, issuer, answer })];
}

/** Only the side that objected can withdraw or uphold, and only an open objection. */
export function judgeVerdict(
  dossier: Dossier,
  { on, issuer, answer }: Pick<ReplyBody, 'on' | 'issuer' | 'answer'>
): Problem[] {
  if (answer !== 'withdrawn' && answer !== 'upheld') return [];
  const upon = subjectOf(dossier, on);
  const isOwn = parseActId(upon)?.issuer === issuer;
  return isOwn || !isObjected(dossier, upon) ? [toFollowUpProblem('reply.objection.none', 'answer')] : [];
}
