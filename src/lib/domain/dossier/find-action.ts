/** Finds a `next-steps` step by the item shown next to it. */
import type { ActId } from '../ids.ts';
import type { Action, Actions } from './next-steps.ts';
import type { OpenQuestion, OpenVerdict } from './open-question.ts';

export function hasAction(actions: Actions, kind: Action['kind']): boolean {
  return allOf(actions).some((one) => one.kind === kind);
}

export function answerTo(actions: Actions, { question }: OpenQuestion): Action | null {
  return findAction(actions, 'reply', question.act);
}

export function settlingOf(actions: Actions, { answer }: OpenVerdict): Action | null {
  return findAction(actions, 'settle', answer.act);
}

export function cancelOf(actions: Actions, of: ActId): Action | null {
  return findAction(actions, 'cancel', of);
}

/** Steps that a notice of the dossier offers beside what calls for them. */
const NOTICED: readonly Action['kind'][] = ['settle', 'confirm', 'release'];

export function exceptAnswers(actions: Actions, asked: readonly OpenQuestion[]): Actions {
  const answers = asked.map((one) => answerTo(actions, one));
  const isElse = (one: Action): boolean => !answers.includes(one) && NOTICED.indexOf(one.kind) < 0;
  const { primary, others } = actions;
  return { primary: primary && isElse(primary) ? primary : null, others: others.filter(isElse) };
}

export function allOf({ primary, others }: Actions): readonly Action[] {
  return primary ? [primary, ...others] : others;
}

export function findAction(actions: Actions, kind: Action['kind'], on: ActId): Action | null {
  return allOf(actions).find((one) => one.kind === kind && one.on === on) ?? null;
}
