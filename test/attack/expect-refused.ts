/** The few things that a case looks for in an answer. */
import type { Outcome } from './attack.ts';
import type { Answer } from './wire.ts';

/** Held where the answer is one of these; a plain page of the app is no answer of a database. */
export function mustBe(statuses: readonly number[], answer: Answer): Outcome {
  if (statuses.includes(answer.status)) return null;
  return `${answer.status} ${answer.text.slice(0, 160)}`;
}

export const CLOSED = [401, 403, 404, 405] as const;

/** Held where the document was refused, for one of these reasons where they are named. */
export function mustRefuse(codes: readonly string[], reasons?: readonly string[]): Outcome {
  if (codes.length === 0) return 'It was accepted.';
  if (!reasons || codes.some((code) => reasons.includes(code))) return null;
  return `Refused, but for ${codes.join(', ')}`;
}
