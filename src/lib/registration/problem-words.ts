/** A field's problem in words; a missing value is not called a mistake. */
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import type { Problem } from '#lib/domain/result.ts';

export function fieldProblem(problem: Problem | null | undefined, value: string): string | undefined {
  if (!problem) return undefined;
  return value.trim() === '' ? m.registration_missing() : problemText(problem);
}
