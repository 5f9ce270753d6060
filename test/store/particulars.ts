/** Particulars as the domain's judgements give them, taken from the sample authorizations. */
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { Draft } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { ExportParticulars } from '#lib/domain/authorization/judge-export.ts';
import type { ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
import type { ShipmentParticulars } from '#lib/domain/authorization/judge-actual.ts';
import { anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

const DATES = { validFrom: '2026-11-24' as CalendarDate, validUntil: '2027-02-20' as CalendarDate };

export function importParticulars(over: Partial<ImportParticulars> = {}): ImportParticulars {
  const { schema, kind, to, seq, at, by, dossier, number, issuedOn, ...rest } = anImportAuthorization({
    over
  }).body;
  void [schema, kind, to, seq, at, by, dossier, number, issuedOn];
  return { ...rest, ...DATES, ...over } as ImportParticulars;
}

export function exportParticulars(
  upon: ActOf<'import-authorization'>,
  over: Partial<ExportParticulars> = {}
): ExportParticulars {
  const { schema, kind, to, seq, at, by, dossier, number, issuedOn, ...rest } = anExportAuthorization(upon, {
    over
  }).body;
  void [schema, kind, to, seq, at, by, dossier, number, issuedOn];
  return { ...rest, ...DATES, ...over } as ExportParticulars;
}

export function shipmentParticulars(act: ActOf<'export-authorization'>): ShipmentParticulars {
  const { dossier, lines } = act.body;
  return {
    dossier,
    exportAuthorization: act._id,
    shippedOn: '2026-11-24' as CalendarDate,
    lines: lines.map(({ no, stated, base }) => ({ no, stated, base }))
  };
}

export function aDraft(
  id: DraftId,
  fields: Record<string, string> = {},
  at = '2026-11-24T08:00:00.000Z'
): Draft {
  return {
    _id: id,
    schema: 1,
    kind: 'import-authorization',
    fields,
    lines: [],
    updatedAt: at as Instant,
    updatedBy: 'au.officer',
    device: 'D'.repeat(43) as KeyId
  };
}
