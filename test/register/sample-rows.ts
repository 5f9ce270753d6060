/** Register rows as the store computes them, for rules of the register that need no store. */
import type { ActId, CalendarDate, CountryCode, DossierKey, Instant } from '#lib/domain/ids.ts';
import type { RegisterRow, Today } from '#lib/store/api.ts';

/** Ids sort as numbers do, however many rows other tests have made. */
let made = 1000;

export function aRow(change: Partial<RegisterRow> = {}): RegisterRow {
  made++;
  return {
    id: `act:20261101:AU:import-authorization:${made}` as ActId,
    kind: 'import-authorization',
    direction: 'import',
    own: true,
    dossier: `AU.CH.20261101.${made}` as DossierKey,
    number: `AU-I-2026-${made}`,
    cited: null,
    partner: 'CH' as CountryCode,
    importer: 'Harbour Pharma',
    exporter: 'Alpen AG',
    substances: ['morphine hydrochloride trihydrate'],
    totals: [{ substance: 'morphine', base: 1_000_000 }],
    status: 'issued',
    match: 'none',
    agreement: 'agrees',
    issuedOn: '2026-11-01' as CalendarDate,
    validUntil: '2027-02-01' as CalendarDate,
    changedAt: '2026-11-01T08:00:00.000Z' as Instant,
    verdict: 'good',
    needs: [],
    endorseBy: null,
    isTwice: false,
    isPaper: false,
    isSuspended: false,
    overdue: false,
    demonstration: false,
    haystack: '',
    ...change
  };
}

export const EMPTY_TODAY: Today = { needs: new Map(), toSend: [], refused: [], deviceRequests: [] };
