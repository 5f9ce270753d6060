/**
 * The author of a shipment, an endorsement or a reply corrects it, with a reason (rule R25: the first one stays
 * visible). Issued authorizations are never corrected, only cancelled and replaced.
 */
import { actReference } from '../../shape/references.ts';
import { shaped, text } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';
import { ENDORSED, REPLIED, SHIPPED } from './trade.ts';

/** The complete new particulars, under the name of the corrected kind. */
const CORRECTED = { shipment: shaped(SHIPPED), endorsement: shaped(ENDORSED), reply: shaped(REPLIED) };
export type Correctable = keyof typeof CORRECTED;
export const CORRECTABLE = Object.keys(CORRECTED) as readonly Correctable[];

export const correction = defineTradeKind(
  {
    kind: 'correction',
    side: 'either',
    refersTo: 'of',
    /** `of`: the newest link of its chain, that is the corrected act or its last correction. */
    required: { of: actReference, reason: text(1, 2000, true) },
    /** `exportAuthorization`: its dossier is this one's; absent for a reply on an import authorization. */
    optional: { exportAuthorization: actReference, ...CORRECTED }
  },
  {
    consistency: (body) => {
      const stated = CORRECTABLE.filter((kind) => body[kind] !== undefined);
      const isRouted = body.exportAuthorization !== undefined || stated[0] === 'reply';
      return stated.length === 1 && isRouted ? [] : [{ code: 'correction.malformed', path: 'body' }];
    }
  }
);
