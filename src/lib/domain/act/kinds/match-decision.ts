/**
 * An officer decides whether an export authorization with another reference belongs to this dossier, or confirms a
 * comparison if the reference matches. `reopen` undoes either decision.
 */
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { oneOf, text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const shape = bodyShape(
  'match-decision',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    decision: oneOf(['link', 'unlink', 'reopen'])
  },
  { reason: text(1, 2000, true) }
);
export type MatchDecisionBody = Checked<typeof shape>;

export const matchDecision = defineTradeKind({
  kind: 'match-decision',
  side: 'either',
  shape,
  refersTo: ({ exportAuthorization }: MatchDecisionBody) => exportAuthorization
});
