import type { Problem } from '#lib/domain/result.ts';

export function problemOf(problems: readonly Problem[], path: string): Problem | undefined {
  return problems.find((one) => one.path === path || one.path?.startsWith(`${path}.`));
}
