/** An export declaration of 1971 art. 12(2): Switzerland exports buprenorphine (Schedule III) to Australia. */
import type { ActOf, Line } from '#lib/domain/act/body.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { aLine, anAct, anExportAuthorization, CH } from './acts.ts';

const IDENTITY = { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' };

export function aBuprenorphineLine(over: object = {}): Line {
  return aLine({
    substance: 'buprenorphine',
    form: 'base',
    designation: 'buprenorphine (anhydrous base)',
    preparation: 'Buprenorphine 0.3 mg/ml',
    stated: '20000000',
    factor: IDENTITY,
    ...over
  });
}

export function aDeclaration({
  at = '2026-10-05T09:00:00.000Z',
  over = {}
}: { readonly at?: string; readonly over?: Record<string, unknown> } = {}): ActOf<'export-declaration'> {
  const {
    importAuthorization: _none,
    validFrom: _from,
    validUntil: _until,
    ...body
  } = {
    ...anExportAuthorization(undefined, { at }).body,
    kind: 'export-declaration',
    number: 'CH-D-2026-000001-49',
    despatchedOn: at.slice(0, 10),
    lines: [aBuprenorphineLine()],
    ...over
  };
  const { portOfEntry: _port, ...declared } = body;
  const dossier = dossierKey(
    body.importingCountry as CountryCode,
    body.issuer as CountryCode,
    body.despatchedOn as CalendarDate,
    body.number
  );
  return anAct({ ...declared, dossier } as never) as ActOf<'export-declaration'>;
}

export function aCopySent(
  of: ActOf<'export-declaration'>,
  { at = '2026-10-12T09:00:00.000Z', over = {} }: { readonly at?: string; readonly over?: object } = {}
): ActOf<'copy-sent'> {
  const { dossier, importingCountry, issuer, by, seq } = of.body;
  const head = { schema: 1, kind: 'copy-sent', issuer, to: [importingCountry], seq, at, by };
  const stated = { of: of._id, sentOn: at.slice(0, 10), registeredMail: 'RR 123 456 785 CH' };
  return anAct({ ...head, dossier, ...stated, ...over } as never) as ActOf<'copy-sent'>;
}

/** Australia answers with the quantity that arrived, 1971 art. 12(2)(d). */
export function aDeclarationReturned(
  of: ActOf<'export-declaration'>,
  { at = '2026-10-20T10:00:00.000Z', stated = '20000000' } = {}
): ActOf<'endorsement'> {
  const { dossier, importingCountry, seq } = of.body;
  const by = { person: 'au.officer', name: 'Officer of AU', function: 'Delegate' };
  const head = { schema: 1, kind: 'endorsement', issuer: importingCountry, to: [CH], seq, at, by };
  return anAct({
    ...head,
    dossier,
    exportAuthorization: of._id,
    outcome: 'imported',
    receivedOn: at.slice(0, 10),
    lines: [{ no: 1, stated, base: stated }]
  } as never) as ActOf<'endorsement'>;
}
