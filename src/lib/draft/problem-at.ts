import type { Problem } from '#lib/domain/result.ts';

/** The first problem of a field, or of a part of it. */
export function problemOf(problems: readonly Problem[], path: string): Problem | undefined {
  return problems.find((one) => one.path === path || one.path?.startsWith(`${path}.`));
}
