/**
 * Export declaration, 1971 art. 12(2): for Schedule III the exporter draws up a declaration in triplicate in place of an
 * authorization. The authority records its two copies here, and sends one to the importing authority.
 */
import { actReference, country, type dossierReference } from '../../shape/references.ts';
import { calendarDate, listOf, text, type Checked, type Shaped } from '../../shape/shape.ts';
import {
  judgeParticulars,
  particularsOptional,
  particularsRequired,
  type ExportAuthorizationBody,
  type Stated
} from './authorization.ts';
import { defineTradeKind, type BodyHead } from './define-kind.ts';
import { citedLicence, judgeLicensedLines } from './special-terms.ts';

const { validFrom: _from, validUntil: _until, ...particulars } = particularsRequired;

/** Art. 12(2)(a): parties, substance, quantity and form, name of the preparation, date of despatch. */
export const declared = { ...particulars, despatchedOn: calendarDate };

const { transport, carrier, remarks, replaces, practices, prepared, confirmed } = particularsOptional;
export const declaredOptional = { transport, carrier, packages: text(1, 500, true), remarks };

const required = { ...declared, importingCountry: country };
const optional = {
  ...declaredOptional,
  replaces,
  practices,
  prepared,
  confirmed,
  specialLicences: listOf(citedLicence, 1, 200)
};
type Declaration = Shaped<typeof required & { readonly dossier: typeof dossierReference }, typeof optional>;
type Despatched = Pick<Declaration, 'despatchedOn'>;

export const exportDeclaration = defineTradeKind(
  { kind: 'export-declaration', side: 'exporting', required, optional },
  {
    consistency: (body) => {
      const { importingCountry: importing, issuer: exporting } = body;
      const stated = { importing, exporting, cited: citedAs(body) };
      return [...judgeLicensedLines(body), ...judgeParticulars(toExportBody(body), stated)];
    }
  }
);
export type ExportDeclarationBody = Checked<(typeof exportDeclaration)['shape']>;

/** It opens its own dossier; the date of despatch is the one date that art. 12(2) puts on every declaration. */
export function citedAs({ number, despatchedOn }: Despatched & { readonly number: string }): Stated['cited'] {
  return { number, issuedOn: despatchedOn };
}

/** Read as an export authorization that is valid on the day of despatch alone. */
export function toExportBody(declaration: Declaration & BodyHead): ExportAuthorizationBody {
  const { despatchedOn, ...body } = declaration;
  return { ...body, kind: 'export-authorization', ...despatchAsPeriod({ despatchedOn }) };
}

export function despatchAsPeriod({
  despatchedOn
}: Despatched): Pick<ExportAuthorizationBody, 'validFrom' | 'validUntil'> {
  return { validFrom: despatchedOn, validUntil: despatchedOn };
}

/**
 * Art. 12(2)(c): the copy went to the importing authority, by registered mail. Between two authorities on I2ES the
 * declaration itself arrives, and nobody records this.
 */
export const copySent = defineTradeKind({
  kind: 'copy-sent',
  side: 'exporting',
  refersTo: 'of',
  required: { of: actReference, sentOn: calendarDate },
  optional: { registeredMail: text(1, 60) }
});
