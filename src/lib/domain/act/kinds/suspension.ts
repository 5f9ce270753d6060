/**
 * An authority stops an authorization for a time, and only the same authority releases it (PEN Online: suspend
 * shipment). It refuses new acts (`dossier/admit-act.ts`); goods that have left count.
 */
import { actReference } from '../../shape/references.ts';
import { oneOf, text } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

export const suspension = defineTradeKind({
  kind: 'suspension',
  side: 'either',
  refersTo: 'of',
  required: { of: actReference, state: oneOf(['suspended', 'released']), reason: text(1, 2000, true) }
});
