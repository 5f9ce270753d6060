import { checksOf } from '#lib/domain/authorization/checks.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { Problem } from '#lib/domain/result.ts';
import { formatInteger, formatList } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { articleText, problemText } from '#lib/i18n/problem-text.ts';
import type { Check } from '#lib/ui/form/CheckMargin.svelte';
import { countUnprintable } from '#lib/pdf/printable-letters.ts';
import { boxName } from './box-fields.ts';
import type { FormJudgement } from '#lib/domain/authorization/judge-form.ts';

type GoTo = (path: string) => void;

export function marginChecks(judgement: FormJudgement, words: DraftFields, goto: GoTo): readonly Check[] {
  return [...ruleChecks(judgement, goto), printCheck(words)];
}

function ruleChecks(judgement: FormJudgement, goto: GoTo): readonly Check[] {
  return checksOf(judgement).flatMap((row): Check[] => {
    const title = problemText({ code: row.code });
    if (row.problems.length === 0) {
      return [{ key: row.name, status: row.state, title, article: articleText(row.article) }];
    }
    const isOne = row.problems.length === 1;
    return row.problems.map((problem, index) => ({
      key: `${row.name}-${index}`,
      status: problem.weight ?? 'refused',
      title: isOne ? title : problemText(problem),
      detail: isOne ? problemText(problem) : undefined,
      article: articleText(problem.article ?? row.article),
      wayOut: wayOutOf(problem, goto)
    }));
  });
}

/** Not a treaty rule: the paper would show a replacement sign for a letter missing in its font. */
function printCheck(words: DraftFields): Check {
  const boxes = listUnprintableBoxes(words);
  const title = m.authorization_print_check();
  if (boxes.length === 0) return { key: 'print', status: 'passed', title };
  const count = boxes.reduce((sum, box) => sum + box.count, 0);
  const names = [...new Set(boxes.map(({ path }) => boxName(path)))];
  const detail = m.authorization_print_lacks({ count: formatInteger(count), boxes: formatList(names) });
  return { key: 'print', status: 'notice', title, detail };
}

/** Notices need no action; the authority's own data is not a box to type in. */
function wayOutOf(problem: Problem, goto: GoTo): Check['wayOut'] {
  const { code, path, weight } = problem;
  if (!path || code === 'authority.missing' || weight === 'notice') return undefined;
  return { label: m.authorization_way_box(), onclick: () => goto(path) };
}

interface UnprintableBox {
  readonly path: string;
  readonly count: number;
}

/**
 * Boxes with letters that the printed form cannot show, reported before issuing because signed text never changes.
 */
export function listUnprintableBoxes({ fields, lines }: DraftFields): readonly UnprintableBox[] {
  return [...countIn(fields, ''), ...lines.flatMap((line) => countIn(line.fields, `lines.${line.key}.`))];
}

function countIn(fields: DraftFields['fields'], before: string): readonly UnprintableBox[] {
  return Object.entries(fields)
    .map(([name, text]) => ({ path: before + name, count: countUnprintable(text.trim()) }))
    .filter(({ count }) => count > 0);
}
