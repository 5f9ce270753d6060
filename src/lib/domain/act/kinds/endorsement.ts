/** 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e): the quantity actually imported, or nil on expiry. */
import { actualLine } from '../../goods/goods.ts';
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { calendarDate, listOf, oneOf, text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const shape = bodyShape(
  'endorsement',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    outcome: oneOf(['imported', 'not-imported']),
    /** Date of receipt or of expiry. */
    receivedOn: calendarDate,
    lines: listOf(actualLine, 1, 200)
  },
  { remarks: text(1, 2000, true) }
);
export type EndorsementBody = Checked<typeof shape>;

export const endorsement = defineTradeKind({
  kind: 'endorsement',
  side: 'importing',
  shape,
  refersTo: ({ exportAuthorization }: EndorsementBody) => exportAuthorization
});
