/** Problems of a statement at the boxes that they are about, and in the list what no box says. */
import { findBoxProblem } from '#lib/authorization/box-problem.ts';
import type { Problem } from '#lib/domain/result.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

export interface PlacedProblems {
  /** The sentence that stands at a box, or nothing. */
  readonly at: (path: string) => string | undefined;
  readonly rest: readonly Problem[];
  /** The box that is to be put right first; null where no box keeps the statement back. */
  readonly first: string | null;
}

/** `boxes` are the paths that the dialog has a box for, in its order. */
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
