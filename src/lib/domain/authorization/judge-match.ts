/**
 * An officer links an unmatched export authorization to this import authorization, or rules it out (domain.md 5).
 * Decisions are replaced, never removed.
 */
import type { ActOf, BodyHead, MatchDecisionBody } from '../act/body.ts';
import type { DossierKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import { readFollowUpText } from './typed-follow-up.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import type { Answered } from './judge-answers.ts';
import { withText } from '../act/typed-text.ts';

export type MatchDecisionParticulars = Omit<MatchDecisionBody, keyof BodyHead<'match-decision'>>;

interface MatchForm {
  readonly dossier: DossierKey | null;
  readonly reason: string;
}

export function judgeMatch(
  { dossier, reason: typed }: MatchForm,
  exportAct: ActOf<'export-authorization'>,
  decision: MatchDecisionBody['decision']
): Answered<MatchDecisionParticulars> {
  const problems: Problem[] = [];
  if (dossier === null) problems.push(toFollowUpProblem('match.import.missing', 'dossier'));
  const reason = readFollowUpText(typed, 'reason', 2000, problems);
  if (dossier === null || !isReady(problems)) return { problems };
  const particulars = { dossier, exportAuthorization: exportAct._id, decision };
  return { problems, body: { ...particulars, ...withText('reason', reason) } };
}
