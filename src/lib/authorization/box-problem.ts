/** The problem a box shows: wrong values immediately, missing ones only after an attempt to issue. */
import type { Problem } from '#lib/domain/result.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

export function findBoxProblem(
  problems: readonly Problem[],
  path: string,
  showMissing: boolean
): Problem | undefined {
  const own = problems.filter((one) => one.path === path);
  return (
    own.find((one) => one.weight === 'refused') ??
    (showMissing ? own.find((one) => one.weight === 'todo') : undefined)
  );
}

export function boxProblem(
  problems: readonly Problem[],
  path: string,
  showMissing: boolean
): string | undefined {
  const found = findBoxProblem(problems, path, showMissing);
  return found && problemText(found);
}
