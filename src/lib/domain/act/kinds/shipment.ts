/** 1961 art. 31(7)(c): the quantity actually exported. */
import { actualLine } from '../../goods/goods.ts';
import { bodyShape } from '../head.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { calendarDate, listOf, text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const shape = bodyShape(
  'shipment',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    shippedOn: calendarDate,
    lines: listOf(actualLine, 1, 200)
  },
  { remarks: text(1, 2000, true) }
);
export type ShipmentBody = Checked<typeof shape>;

export const shipment = defineTradeKind({
  kind: 'shipment',
  side: 'exporting',
  shape,
  refersTo: ({ exportAuthorization }: ShipmentBody) => exportAuthorization
});
