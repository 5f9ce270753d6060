/** Import authorization: 1961 art. 31(4), 1971 art. 12(1)(a). */
import { particularsOptional, particularsRequired, PURPOSES } from '../authorization-particulars.ts';
import { bodyShape } from '../head.ts';
import { judgeParticulars } from '../particulars.ts';
import { country } from '../../shape/references.ts';
import { integer, oneOf, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const shape = bodyShape(
  'import-authorization',
  {
    ...particularsRequired,
    exportingCountry: country,
    purpose: oneOf(PURPOSES),
    /** Highest number of consignments, 1961 art. 31(4)(d); default 1, 0 means "no limit stated". */
    consignments: integer(0, 1000)
  },
  particularsOptional
);
export type ImportAuthorizationBody = Checked<typeof shape>;

export const importAuthorization = defineTradeKind({
  kind: 'import-authorization',
  side: 'importing',
  shape,
  consistency: (body: ImportAuthorizationBody) =>
    judgeParticulars(body, { importing: body.issuer, exporting: body.exportingCountry, cited: body })
});
