/**
 * Either side answers the other's document, or asks about it. A question or an objection is answered by an explanation;
 * an objection ends only when the side that raised it withdraws it, and that side may uphold it as well. A device that
 * knows the first four answers alone sets the others aside: to it the objection remains, which is the safe side.
 */
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../references.ts';
import { oneOf, text, type Checked } from '../shape.ts';
import { defineTradeKind } from './define-kind.ts';

export const ANSWERS = [
  'received',
  'authentic',
  'query',
  'objection',
  'explanation',
  'withdrawn',
  'upheld'
] as const;
export type Answer = (typeof ANSWERS)[number];

const shape = bodyShape(
  'reply',
  { dossier: dossierReference, on: actReference, answer: oneOf(ANSWERS) },
  {
    /** Required for all but `received`, `authentic` and `withdrawn` (`needsWords`). */
    text: text(1, 4000, true)
  }
);
export function needsWords(answer: Answer): boolean {
  return answer !== 'received' && answer !== 'authentic' && answer !== 'withdrawn';
}

export type ReplyBody = Checked<typeof shape>;

export const reply = defineTradeKind({
  kind: 'reply',
  side: 'either',
  shape,
  refersTo: ({ on }: ReplyBody) => on
});
