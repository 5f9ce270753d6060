/** Corrections and suspensions as their forms judge them; the door repeats it (`dossier/admit-act.ts`). */
import type { AuthorizationAct, BodyHead, BodyOf, DossierAct } from '../act/body.ts';
import type { Correctable } from '../act/kinds/trade.ts';
import { saysTheSame, statedAs } from '../act/stated-as.ts';
import { isBlank } from '../act/typed-text.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import { judgeSuspension } from '../dossier/stops.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import { readFollowUpText, type Answered } from './judge-answers.ts';

type CorrectionParticulars = Omit<BodyOf<'correction'>, keyof BodyHead<'correction'>>;
type SuspensionParticulars = Omit<BodyOf<'suspension'>, keyof BodyHead<'suspension'>>;

interface Restated {
  /** The act to be replaced: the corrected one, or its newest correction. */
  readonly of: DossierAct;
  readonly kind: Correctable;
  /** The particulars that the form of that kind states; absent while it has problems. */
  readonly particulars: object | undefined;
  readonly upon: ActId;
}

/** `upon`: the authorization that the corrected act is about. */
export function judgeCorrection(
  typed: string,
  { of, kind, particulars, upon }: Restated
): Answered<CorrectionParticulars> {
  const problems: Problem[] = [];
  const reason = readFollowUpText(typed, 'reason', 2000, problems);
  if (isBlank(reason)) problems.push(toFollowUpProblem('correction.reason.missing', 'reason'));
  const before = statedAs(of, kind)?.body;
  const { dossier, exportAuthorization, ...stated } = (particulars ?? {}) as Partial<BodyOf<'shipment'>>;
  if (particulars && before && saysTheSame(stated, before))
    problems.push(toFollowUpProblem('correction.same', ''));
  if (!particulars || !isReady(problems)) return { problems };
  const isExport = upon.includes(':export-authorization:');
  const routed = exportAuthorization ?? (isExport ? upon : null);
  const content = { dossier: dossier ?? of.body.dossier, of: of._id, reason, [kind]: stated };
  return { problems, body: { ...content, ...(routed ? { exportAuthorization: routed } : {}) } };
}

interface SuspensionContext {
  readonly of: AuthorizationAct;
  readonly dossier: Dossier;
  readonly state: BodyOf<'suspension'>['state'];
}

export function judgeSuspending(
  typed: string,
  { of, dossier, state }: SuspensionContext
): Answered<SuspensionParticulars> {
  const problems: Problem[] = [];
  const reason = readFollowUpText(typed, 'reason', 2000, problems);
  problems.push(...judgeSuspension(dossier, { of: of._id, state, reason }));
  if (!isReady(problems)) return { problems };
  return { problems, body: { dossier: of.body.dossier, of: of._id, state, reason } };
}
