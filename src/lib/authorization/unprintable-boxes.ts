/** Boxes whose letters the printed form cannot show: told before issuing, for the signed text is never changed. */
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { countUnprintable } from '#lib/pdf/printable-letters.ts';

export interface UnprintableBox {
  /** Its path in the draft. */
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
