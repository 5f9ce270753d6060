/** Draft lines that cannot be parsed, as typed: the sheet has no place for them. */
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { FormJudgement } from './judge-form.ts';

export function listHalfTyped(words: DraftFields, judgement: FormJudgement): readonly string[] {
  return words.lines.flatMap(({ fields }, index) => {
    const computed = judgement.lines[index];
    if (computed?.line) return [];
    const { substance = '', preparation = '', quantity = '', unit = '' } = fields;
    const amount = quantity && [quantity, unit].filter(Boolean).join(' ');
    const text = [computed?.substance?.name ?? substance, preparation, amount].filter(Boolean).join(' · ');
    return text === '' ? [] : [text];
  });
}
