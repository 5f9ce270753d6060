/**
 * Suspensions, and what forbids goods to leave: a suspension or an objection in force, or a cancelled import
 * authorization. A stop refuses a new act on the form and at the door, by what is held there. The fold counts goods that
 * left in spite of it, or totals would depend on which of two crossing acts arrived first.
 *
 * | the goods left, as the shipment says    | a new shipment | in the fold                           |
 * |-----------------------------------------|----------------|---------------------------------------|
 * | before the day on which it was signed   | admitted       | counts                                |
 * | on that day or later                    | refused        | counts, and is a finding on both sides |
 */
import { parseActId } from '../act/act-id.ts';
import type { ActOf, BodyOf } from '../act/body.ts';
import { isBlank } from '../act/typed-text.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier, ExportStrand, Stop, Suspension } from './dossier.ts';
import { FOLLOW_UP_CODES, toFollowUpProblem, type FollowUpCode } from './follow-up-codes.ts';
import { hasRest, isUsing } from './import-use.ts';
import { firstObjection, isObjected } from './open-question.ts';
import { absent, strandOf, type DossierState } from './state.ts';

/** A second one by the same authority, or a release of what it has not suspended, does not count. */
export function applySuspension(
  state: DossierState,
  { _id, body }: ActOf<'suspension'>
): Problem | 'missing' | null {
  const { of, issuer } = body;
  if (of !== state.importAuthorization?._id && strandOf(state, of) === null) return absent(state, of);
  const own = state.suspensions.find((one) => one.of === of && one.issuer === issuer);
  const isSuspending = body.state === 'suspended';
  if (isSuspending === Boolean(own)) return { code: own ? 'suspension.twice' : 'suspension.none' };
  state.suspensions = own
    ? state.suspensions.filter((one) => one !== own)
    : state.suspensions.concat({ act: _id, of, issuer });
  return null;
}

type Held = Pick<Dossier, 'suspensions' | 'replies' | 'cancelled'>;

export function readStop(held: Held, upon: ActId, importAuthorization: ActId | null): Stop | null {
  const stops: Stop[] = held.suspensions
    .filter(({ of }) => of === upon || of === importAuthorization)
    .map(({ act }) => ({ why: 'suspended', act }));
  const objection = firstObjection(held, upon);
  if (objection) stops.push({ why: 'objected', act: objection.act });
  if (held.cancelled) stops.push({ why: 'import-cancelled', act: held.cancelled });
  // The earliest: a later stop does not make lawful what left in spite of an earlier one.
  const dateOf = ({ act }: Stop): string => parseActId(act)?.date ?? '';
  return stops.reduce<Stop | null>(
    (first, one) => (first && dateOf(first) <= dateOf(one) ? first : one),
    null
  );
}

/** Goods that left before the day of the stop left lawfully, and can be recorded later. */
function isInSpiteOf({ act }: Stop, shippedOn: CalendarDate): boolean {
  return shippedOn >= (parseActId(act)?.date ?? shippedOn);
}

/** Goods that were endorsed have left: the shipment that is still owed can be recorded. */
export function judgeStop(
  { importAuthorization, exports, ...held }: Dossier,
  { exportAuthorization, shippedOn }: Pick<BodyOf<'shipment'>, 'exportAuthorization' | 'shippedOn'>
): Problem[] {
  if (exports.some(({ act, endorsement }) => act === exportAuthorization && endorsement)) return [];
  const stop = readStop(held, exportAuthorization, importAuthorization);
  if (!stop || !isInSpiteOf(stop, shippedOn)) return [];
  const date = parseActId(stop.act)?.date ?? shippedOn;
  return [toFollowUpProblem(REFUSALS[stop.why], 'shippedOn', { date })];
}

const REFUSALS = {
  suspended: 'shipment.suspended',
  objected: 'shipment.objected',
  'import-cancelled': 'shipment.importCancelled'
} as const satisfies Readonly<Record<Stop['why'], FollowUpCode>>;

/** Suspensions that still stop something: goods that arrived, and what was cancelled, need no release. */
export function openSuspensions({
  suspensions,
  exports,
  status,
  importAuthorization
}: Dossier): Suspension[] {
  return suspensions.filter(({ of }) => {
    if (of === importAuthorization) return status !== 'cancelled' && status !== 'closed';
    return exports.some((one) => one.act === of && (one.status === 'issued' || one.status === 'shipped'));
  });
}

export function isSuspended(dossier: Dossier, authorization: ActId): boolean {
  return dossier.suspensions.length > 0 && openSuspensions(dossier).some(({ of }) => of === authorization);
}

/** Goods that have left cannot be stopped, nor what is cancelled or used up. */
export function canBeSuspended(dossier: Dossier, of: ActId): boolean {
  const { exports, importAuthorization, status } = dossier;
  if (of !== importAuthorization) return exports.some((one) => one.act === of && one.status === 'issued');
  if (status === 'cancelled' || status === 'closed') return false;
  return hasRest(dossier) || exports.some((one) => one.status === 'issued' && isUsing(one));
}

interface SuspensionForm {
  readonly of: ActId;
  readonly state: BodyOf<'suspension'>['state'];
  readonly reason: string;
}

/** For the form, and for the door, where `dossier` holds the new act already. */
export function judgeSuspension(dossier: Dossier, { of, state, reason }: SuspensionForm): Problem[] {
  const problems: Problem[] = [];
  if (state === 'suspended' && !canBeSuspended(dossier, of))
    problems.push(toFollowUpProblem('suspension.tooLate', ''));
  if (isBlank(reason)) problems.push(toFollowUpProblem('suspension.reason.missing', 'reason'));
  return problems;
}

export function suspendedBy({ suspensions }: Dossier, authority: AuthorityCode, of: ActId): boolean {
  return suspensions.some((one) => one.of === of && one.issuer === authority);
}

/** Settled once it is lifted; an objection or cancellation also once the importing authority has endorsed the goods. */
export function readInSpite({ strands, ...held }: DossierState): readonly Problem[] {
  const found: Problem[] = [];
  for (const { view } of strands) {
    if (!view.stop || !view.shippedOn || !isInSpiteOf(view.stop, view.shippedOn)) continue;
    const isLifted = isLiftedNow(held, view, view.stop);
    found.push({
      code: IN_SPITE[view.stop.why],
      values: { number: view.number, date: view.shippedOn },
      weight: isLifted ? 'notice' : 'todo',
      article: FOLLOW_UP_CODES[REFUSALS[view.stop.why]].article
    });
  }
  return found;
}

export const IN_SPITE: Readonly<Record<Stop['why'], string>> = {
  suspended: 'matching.shipped.suspended',
  objected: 'matching.shipped.objected',
  'import-cancelled': 'matching.shipped.importCancelled'
};

function isLiftedNow(
  held: Held,
  { act: upon, endorsement }: Pick<ExportStrand, 'act' | 'endorsement'>,
  { why, act }: Stop
): boolean {
  if (why === 'suspended') return !held.suspensions.some((one) => one.act === act);
  return endorsement !== null || (why === 'objected' && !isObjected(held, upon));
}
