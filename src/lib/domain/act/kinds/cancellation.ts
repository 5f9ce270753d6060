/** An issued document is never amended, only cancelled and replaced. */
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const shape = bodyShape(
  'cancellation',
  { dossier: dossierReference, of: actReference, reason: text(1, 2000, true) },
  { replacedBy: actReference }
);
export type CancellationBody = Checked<typeof shape>;

export const cancellation = defineTradeKind({
  kind: 'cancellation',
  side: 'either',
  shape,
  refersTo: ({ of }: CancellationBody) => of
});
