import { findBoxProblem } from '#lib/authorization/box-problem.ts';
import type { Problem } from '#lib/domain/result.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

interface PlacedProblems {
  readonly at: (path: string) => string | undefined;
  readonly rest: readonly Problem[];
  /** First box to correct; null if no box blocks the document. */
  readonly first: string | null;
}

/** `boxes`: paths of the dialog's boxes, in order. */
export function placeProblems(
  problems: readonly Problem[],
  boxes: readonly string[],
  showMissing: boolean
): PlacedProblems {
  const placed = new Map<string, Problem>();
  for (const path of boxes) {
    const problem = findBoxProblem(problems, path, showMissing);
    if (problem) placed.set(path, problem);
  }
  const said = new Set(placed.values());
  return {
    at: (path) => {
      const problem = placed.get(path);
      return problem && problemText(problem);
    },
    rest: problems.filter((problem) => !said.has(problem)),
    first: boxes.find((path) => findBoxProblem(problems, path, true)) ?? null
  };
}
