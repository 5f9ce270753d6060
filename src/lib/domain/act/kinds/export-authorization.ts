/** Export authorization, citing the import authorization: 1961 art. 31(5), 1971 art. 12(1)(b). */
import { particularsOptional, particularsRequired } from '../authorization-particulars.ts';
import { bodyShape } from '../head.ts';
import { judgeParticulars } from '../particulars.ts';
import { actReference, country } from '../../shape/references.ts';
import { calendarDate, shaped, text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

const importReference = shaped({
  required: { number: text(1, 60), issuedOn: calendarDate, authority: text(1, 200) },
  optional: {
    /** Present if the import authorization is in the system. */
    act: actReference
  }
});
/** Reference required by 1961 art. 31(4)(c) and 1971 art. 12(1)(b). */
export type ImportReference = Checked<typeof importReference>;

const shape = bodyShape(
  'export-authorization',
  { ...particularsRequired, importingCountry: country, importAuthorization: importReference },
  {
    ...particularsOptional,
    /** Number, kind and marks of packages. */
    packages: text(1, 500, true)
  }
);
export type ExportAuthorizationBody = Checked<typeof shape>;

export const exportAuthorization = defineTradeKind({
  kind: 'export-authorization',
  side: 'exporting',
  shape,
  consistency: (body: ExportAuthorizationBody) =>
    judgeParticulars(body, {
      importing: body.importingCountry,
      exporting: body.issuer,
      cited: body.importAuthorization
    })
});
