import type { ActualLine } from '#lib/domain/act/body.ts';
import { judgeActuals } from '#lib/domain/authorization/judge-actual.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

export function questionsBeforeSigning(
  lines: readonly (ActualLine | null)[],
  before: (no: number) => number,
  doubtAt: (no: number) => string | undefined
): readonly string[] {
  return lines.flatMap((line) => {
    const doubt = line ? doubtAt(line.no) : undefined;
    return [...judgeActuals([line], before).map(problemText), ...(doubt === undefined ? [] : [doubt])];
  });
}
