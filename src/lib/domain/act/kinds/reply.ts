/**
 * A reply to the other side's document. Only the side that raised an objection can withdraw or uphold it. A device with
 * only the first four answers skips the others, so the objection safely remains.
 */
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { oneOf, text, type Checked } from '../../shape/shape.ts';
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
    /** Required except for `received`, `authentic` and `withdrawn` (`needsWords`). */
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
