/** Boxes with letters that the printed form cannot show, reported before issuing because signed text never changes. */
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { countUnprintable } from '#lib/pdf/printable-letters.ts';

interface UnprintableBox {
  readonly path: string;
  readonly count: number;
}

export function listUnprintableBoxes({ fields, lines }: DraftFields): readonly UnprintableBox[] {
  return [...countIn(fields, ''), ...lines.flatMap((line) => countIn(line.fields, `lines.${line.key}.`))];
}

function countIn(fields: DraftFields['fields'], before: string): readonly UnprintableBox[] {
  return Object.entries(fields)
    .map(([name, text]) => ({ path: before + name, count: countUnprintable(text.trim()) }))
    .filter(({ count }) => count > 0);
}
