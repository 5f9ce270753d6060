/** Either side answers the other's document, or asks about it. */
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../references.ts';
import { oneOf, text, type Checked } from '../shape.ts';
import { defineTradeKind } from './define-kind.ts';

export const ANSWERS = ['received', 'authentic', 'query', 'objection'] as const;
export type Answer = (typeof ANSWERS)[number];

const shape = bodyShape(
  'reply',
  { dossier: dossierReference, on: actReference, answer: oneOf(ANSWERS) },
  {
    /** Required for a query and an objection. */
    text: text(1, 4000, true)
  }
);
export type ReplyBody = Checked<typeof shape>;

export const reply = defineTradeKind({
  kind: 'reply',
  side: 'either',
  shape,
  refersTo: ({ on }: ReplyBody) => on
});
