/** The few things that a case looks for in an answer. */
import type { AttackCase, Outcome, Principle } from './attack.ts';
import type { Intruder, Role } from './intruder.ts';
import type { Json } from './sign.ts';
import type { Answer } from './wire.ts';

/** Held where the answer is one of these; a plain page of the app is no answer of a database. */
export function mustBe(statuses: readonly number[], answer: Answer): Outcome {
  if (statuses.includes(answer.status)) return null;
  return `${answer.status} ${answer.text.slice(0, 160)}`;
}

export const CLOSED = [401, 403, 404, 405] as const;

/** Held where the document was refused, and for nothing but these reasons: another wall is no proof of this one. */
export function mustRefuse(codes: readonly string[], reasons: readonly string[]): Outcome {
  if (codes.length === 0) return 'It was accepted.';
  return codes.every((code) => reasons.includes(code)) ? null : `Refused, but for ${codes.join(', ')}`;
}

type Make = (by: Intruder) => Promise<Json>;

/** A case of one document that is pushed home, by the officer unless said otherwise, and refused for these reasons. */
export function refused(
  principle: Principle,
  name: string,
  reason: string | readonly string[],
  make: Make,
  role: Role = 'officer'
): AttackCase {
  const reasons = typeof reason === 'string' ? [reason] : reason;
  return {
    principle,
    name,
    reasons,
    attack: async (by) => mustRefuse(await by.push(await make(by), undefined, role), reasons)
  };
}
