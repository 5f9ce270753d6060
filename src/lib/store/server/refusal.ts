/** Converts the server's refusal reason to problems: the same codes as in the form (invariant 8, threats P8). */
import type { Problem } from '#lib/domain/result.ts';

const UNREADABLE: Problem = { code: 'write.refused', weight: 'refused' };

/** A reason that is not a JSON list of problems becomes the value of one plain problem. */
export function reasonToProblems(reason: unknown): readonly Problem[] {
  if (typeof reason !== 'string' || reason === '') return [UNREADABLE];
  try {
    const parsed: unknown = JSON.parse(reason);
    const problems = Array.isArray(parsed) ? parsed.filter(isProblem) : [];
    return problems.length > 0 ? problems : [UNREADABLE];
  } catch {
    return [{ ...UNREADABLE, values: { reason: reason.slice(0, 500) } }];
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && typeof (value as { code?: unknown }).code === 'string'
  );
}
