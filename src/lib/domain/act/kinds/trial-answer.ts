/** The invited authority accepts or declines a trial, never its own; declining needs a reason. */
import { bodyShape } from '../head.ts';
import { trialReference } from '../../shape/references.ts';
import { oneOf, text, type Checked } from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';
import { judgePairAudience, proposerOf } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const shape = bodyShape(
  'trial-answer',
  { trial: trialReference, answer: oneOf(['accept', 'decline']) },
  {
    reason: text(1, 2000, true)
  }
);
export type TrialAnswerBody = Checked<typeof shape>;

export const trialAnswer = defineKind({
  kind: 'trial-answer',
  group: 'trial',
  signers: ['administrator', 'officer'],
  shape,
  audience: judgePairAudience,
  consistency: judgeAnswer,
  refersTo: ({ trial }: TrialAnswerBody) => trial
});

function judgeAnswer({ trial, to, answer, reason }: TrialAnswerBody): Problem[] {
  if (proposerOf(trial) !== to[0]) return [{ code: 'trial.answer.notAsked', path: 'body.trial' }];
  const isUnsaid = answer === 'decline' && reason === undefined;
  return isUnsaid ? [{ code: 'trial.reason.missing', path: 'body.reason' }] : [];
}
