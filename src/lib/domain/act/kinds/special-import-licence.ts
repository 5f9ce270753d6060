/**
 * Special import licence, 1971 art. 13(3): lifts the importing country's own prohibition for a quantity of one substance. It
 * belongs to the import authorization of the same goods, whose dossier names the exporting country.
 */
import type { SubstanceKey } from '../../ids.ts';
import { actReference, slug } from '../../shape/references.ts';
import { calendarDate, micrograms, text, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';
import { scanReference } from '../../file/scan.ts';

export const specialImportLicence = defineTradeKind(
  {
    kind: 'special-import-licence',
    side: 'importing',
    refersTo: 'of',
    required: {
      of: actReference,
      number: text(1, 60),
      issuedOn: calendarDate,
      validUntil: calendarDate,
      substance: slug<SubstanceKey>(),
      /** Micrograms of anhydrous base, of all exports together. */
      limit: micrograms
    },
    optional: { copy: scanReference }
  },
  {
    consistency: ({ issuedOn, validUntil, limit }) => [
      ...(validUntil < issuedOn
        ? [{ code: 'authorization.validity.reversed', path: 'body.validUntil' }]
        : []),
      ...(limit === '0' ? [{ code: 'quantity.zero', path: 'body.limit', article: '1971:13.3' }] : [])
    ]
  }
);
export type SpecialImportLicenceBody = Checked<(typeof specialImportLicence)['shape']>;
