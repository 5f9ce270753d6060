/**
 * What the form refuses of a statement although the fold would count it, so that the door refuses it as
 * well (architecture, invariant 10). Only the newcomer is asked; why the fold goes on counting such acts
 * stands in `judge-dates.ts`. The words of a reply are ECOSOC resolution 1981/7's: a doubt says which.
 */
import { parseActId } from '../act/act-id.ts';
import type { ActOf, DossierAct, EndorsementBody, ReplyBody, ShipmentBody } from '../act/body.ts';
import { needsWords } from '../act/kinds/reply.ts';
import { withArticlesOf } from './articles.ts';
import { toFollowUpProblem } from './follow-up-codes.ts';
import { isBlank } from '../act/typed-text.ts';
import { latestDateAt } from '../calendar-date.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier } from './dossier.ts';
import { judgeReceivedOn, judgeShippedOn } from './judge-dates.ts';
import { isObjected, subjectOf } from './open-question.ts';

/** `acts`: all that are known of the dossier; `dossier`: what they come to, with this act. */
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
  // No clock of an honest office is ahead of this day, wherever it stands.
  const today = latestDateAt(body.at);
  // The partner's date of despatch binds no receipt here: it may be mistyped, and is never amended.
  if (body.kind === 'endorsement')
    return judgeReceivedOn(body, { authorization: upon.body, shippedOn: null, today });
  const problems = [...judgeShippedOn(body.shippedOn, upon.body, today), ...judgeShipped(body)];
  return isAfterReturn(dossier, id, upon._id) ? [...problems, { code: 'shipment.afterReturn' }] : problems;
}

function exportOf(acts: readonly DossierAct[], id: ActId): ActOf<'export-authorization'> | null {
  const act = acts.find((one) => one._id === id);
  return act?.body.kind === 'export-authorization' ? (act as ActOf<'export-authorization'>) : null;
}

/** The nil return is known and was stated before; the fold counts goods that left all the same. */
function isAfterReturn({ exports, timeline }: Dossier, shipment: ActId, upon: ActId): boolean {
  const strand = exports.find(({ act }) => act === upon);
  if (strand?.status !== 'not-imported' || strand.endorsement === null) return false;
  return timeline.indexOf(strand.endorsement) < timeline.indexOf(shipment);
}

function judgeShipped({ lines }: ShipmentBody): Problem[] {
  return lines.every(({ stated }) => stated === '0') ? [toFollowUpProblem('shipment.nothing', 'lines')] : [];
}

/** As it was before this reply. */
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

/** Only the side that objected withdraws or upholds, and only while its objection stands. */
export function judgeVerdict(
  dossier: Dossier,
  { on, issuer, answer }: Pick<ReplyBody, 'on' | 'issuer' | 'answer'>
): Problem[] {
  if (answer !== 'withdrawn' && answer !== 'upheld') return [];
  const upon = subjectOf(dossier, on);
  const isOwn = parseActId(upon)?.issuer === issuer;
  return isOwn || !isObjected(dossier, upon) ? [toFollowUpProblem('reply.objection.none', 'answer')] : [];
}
