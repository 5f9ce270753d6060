/**
 * What the form refuses of a statement although the fold would count it, so that the door refuses it as
 * well (architecture, invariant 10). Only the newcomer is asked; why the fold goes on counting such acts
 * stands in `judge-dates.ts`. The words of a reply are ECOSOC resolution 1981/7's: a doubt says which.
 */
import type { ActOf, DossierAct, ReplyBody, ShipmentBody } from '../act/body.ts';
import { toFollowUpProblem } from '../authorization/follow-up-codes.ts';
import { latestDateAt } from '../calendar-date.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier } from './dossier.ts';
import { judgeReceivedOn, judgeShippedOn } from './judge-dates.ts';

/** `acts`: all that are known of the dossier; `dossier`: what they come to, with this act. */
export function judgeStatement(
  acts: readonly DossierAct[],
  dossier: Dossier,
  { body }: DossierAct
): readonly Problem[] {
  if (body.kind === 'reply') return judgeReplied(acts, body);
  if (body.kind !== 'shipment' && body.kind !== 'endorsement') return [];
  const upon = exportOf(acts, body.exportAuthorization);
  if (!upon) return [];
  // No clock of an honest office is ahead of this day, wherever it stands.
  const today = latestDateAt(body.at);
  if (body.kind === 'shipment')
    return [...judgeShippedOn(body.shippedOn, upon.body, today), ...judgeShipped(body)];
  const shippedOn = dossier.exports.find(({ act }) => act === upon._id)?.shippedOn ?? null;
  return judgeReceivedOn(body, { authorization: upon.body, shippedOn, today });
}

function exportOf(acts: readonly DossierAct[], id: ActId): ActOf<'export-authorization'> | null {
  const act = acts.find((one) => one._id === id);
  return act?.body.kind === 'export-authorization' ? (act as ActOf<'export-authorization'>) : null;
}

function judgeShipped({ lines }: ShipmentBody): Problem[] {
  return lines.every(({ stated }) => stated === '0') ? [toFollowUpProblem('shipment.nothing', 'lines')] : [];
}

function judgeReplied(acts: readonly DossierAct[], { on, issuer, answer, text }: ReplyBody): Problem[] {
  const problems: Problem[] = [];
  const subject = acts.find((one) => one._id === on);
  if (subject?.body.issuer === issuer) problems.push(toFollowUpProblem('reply.ownAct', 'answer'));
  const isDoubt = answer === 'query' || answer === 'objection';
  if (isDoubt && !text) problems.push(toFollowUpProblem('reply.text.missing', 'text'));
  return problems;
}
