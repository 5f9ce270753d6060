/** The problem a box shows: wrong values immediately, missing ones only after an attempt to issue. */
import type { Problem } from '#lib/domain/result.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

function findBoxProblem(
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

interface PlacedProblems {
  readonly at: (path: string) => string | undefined;
  readonly rest: readonly Problem[];
  readonly first: string | null;
}

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
    rest: withoutRepeated(problems.filter((problem) => !said.has(problem))),
    first: boxes.find((path) => findBoxProblem(problems, path, true)) ?? null
  };
}

function withoutRepeated(problems: readonly Problem[]): readonly Problem[] {
  const bySentence = new Map(problems.map((problem) => [problemText(problem), problem]));
  return [...bySentence.values()];
}
