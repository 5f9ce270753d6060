/** One of the steps that `next-steps` gives, found by what a screen shows beside it. */
import type { ActId } from '../ids.ts';
import type { Action, Actions } from './next-steps.ts';
import type { OpenQuestion, OpenVerdict } from './open-question.ts';

export function hasAction(actions: Actions, kind: Action['kind']): boolean {
  return allOf(actions).some((one) => one.kind === kind);
}

/** The step that answers a question, where it is this side that answers. */
export function answerTo(actions: Actions, { question }: OpenQuestion): Action | null {
  return findAction(actions, 'reply', question.act);
}

/** The step that withdraws or upholds an objection, where it is this side that decides. */
export function settlingOf(actions: Actions, { answer }: OpenVerdict): Action | null {
  return findAction(actions, 'settle', answer.act);
}

/** The step that takes an authorization back, where it may be. */
export function cancelOf(actions: Actions, of: ActId): Action | null {
  return findAction(actions, 'cancel', of);
}

/** What is left to choose from where each open question and each answered objection has its step beside it. */
export function exceptAnswers(actions: Actions, asked: readonly OpenQuestion[]): Actions {
  const answers = asked.map((one) => answerTo(actions, one));
  const isElse = (one: Action): boolean => !answers.includes(one) && one.kind !== 'settle';
  const { primary, others } = actions;
  return { primary: primary && isElse(primary) ? primary : null, others: others.filter(isElse) };
}

export function allOf({ primary, others }: Actions): readonly Action[] {
  return primary ? [primary, ...others] : others;
}

function findAction(actions: Actions, kind: Action['kind'], on: ActId): Action | null {
  return allOf(actions).find((one) => one.kind === kind && one.on === on) ?? null;
}
