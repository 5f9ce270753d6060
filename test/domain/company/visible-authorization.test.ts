/** What a company sees of its authorization, as a table, and which shipments it can announce. */
import { describe, expect, test } from 'vitest';
import type { AuthorizationAct, DossierAct } from '#lib/domain/act/body.ts';
import {
  judgeShipmentDocument,
  MAX_ANNOUNCED,
  readShipment,
  SHIPMENT_PREFIX,
  shipmentId,
  type AnnouncedShipment
} from '#lib/domain/company/announced-shipment.ts';
import {
  COMPANY_AUTHORIZATION,
  judgeShipment,
  visibleAuthorization,
  type CompanyAuthorization
} from '#lib/domain/company/visible-authorization.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { fits } from '#lib/domain/shape/shape.ts';
import {
  aCancellation,
  aShipment,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization
} from '../../samples/acts.ts';

const day = (text: string): CalendarDate => text as CalendarDate;
const imported = anImportAuthorization();
const exported = anExportAuthorization(imported);
const shipped = aShipment(exported);
const endorsed = anEndorsement(exported);
const announcement = {
  authorization: exported._id,
  date: day('2026-12-01'),
  quantities: [{ no: 1, quantity: 1000 }],
  transport: 'LX 92'
};
const shipment = {
  _id: shipmentId('company:00000000-0000-4000-8000-000000000001', announcement),
  schema: 1,
  at: '2026-11-24T09:00:00.000Z',
  by: 'R. Lane',
  person: 'ch.lane',
  company: 'company:00000000-0000-4000-8000-000000000001',
  ...announcement
} as unknown as AnnouncedShipment;

function seen(
  act: AuthorizationAct,
  acts: readonly DossierAct[],
  today = '2026-11-24',
  announced: readonly AnnouncedShipment[] = []
): CompanyAuthorization {
  const dossier = acts.length > 0 ? foldDossier(imported.body.dossier, acts) : null;
  return visibleAuthorization(act, dossier, { today: day(today), application: null, announced });
}

describe('what a company sees of its authorization', () => {
  const AUTHORIZED = 500_000_000;
  test.each([
    ['just issued', imported, [imported], '2026-11-24', 'valid', [0, 0, AUTHORIZED]],
    ['before its dossier is known', imported, [], '2026-11-24', 'valid', [0, 0, AUTHORIZED]],
    ['drawn on by an export', imported, [imported, exported], '2026-11-24', 'used', [0, 0, 0]],
    ['over without use', imported, [imported], '2027-01-01', 'expired', [0, 0, 0]],
    ['cancelled', imported, [imported, aCancellation(imported)], '2026-11-24', 'cancelled', [0, 0, 0]],
    ['an export just issued', exported, [imported, exported], '2026-11-24', 'valid', [0, 0, AUTHORIZED]],
    ['an export shipped', exported, [imported, exported, shipped], '2026-11-24', 'used', [480_000_000, 0, 0]],
    [
      'an export endorsed',
      exported,
      [imported, exported, shipped, endorsed],
      '2026-11-24',
      'used',
      [480_000_000, 480_000_000, 0]
    ],
    ['an export over', exported, [imported, exported], '2027-01-01', 'expired', [0, 0, 0]],
    [
      'an export cancelled',
      exported,
      [imported, exported, aCancellation(exported)],
      '2026-11-24',
      'cancelled',
      [0, 0, 0]
    ]
  ] as const)('%s', (_name, act, acts, today, state, [left, received, remaining]) => {
    const told = seen(act, acts, today);
    expect(told.state).toBe(state);
    expect(told.lines[0]).toMatchObject({
      authorized: AUTHORIZED,
      shipped: left,
      endorsed: received,
      remaining
    });
    expect(fits(COMPANY_AUTHORIZATION, told)).toBe(true);
  });

  test('nothing of officers, devices, notes, findings or the other company is in it', () => {
    const told = seen(exported, [imported, exported, shipped, endorsed], '2026-11-24', [shipment]);
    expect(Object.keys(told).sort()).toMatchInlineSnapshot(`
      [
        "announced",
        "application",
        "id",
        "issuedOn",
        "kind",
        "lines",
        "number",
        "partner",
        "state",
        "validFrom",
        "validUntil",
      ]
    `);
    const text = JSON.stringify(told);
    for (const hidden of [
      'officer',
      exported.signature.key,
      imported.body.importer.name,
      'R. Lane',
      'ch.lane'
    ])
      expect(text).not.toContain(hidden);
  });

  test('its own announced shipments, and none of another authorization', () => {
    const other = { ...shipment, authorization: imported._id };
    const { at, date, quantities, transport } = shipment;
    expect(seen(exported, [imported, exported], '2026-11-24', [other, shipment]).announced).toEqual([
      { at, date, quantities, transport }
    ]);
  });
});

describe('an announced shipment', () => {
  const valid = seen(exported, [imported, exported]);
  const line = valid.lines[0]!;

  test('is within the validity and the remaining quantity of an export authorization, each line once', () => {
    const date = valid.validUntil;
    const good = { date, quantities: [{ no: 1, quantity: line.remaining }] };
    expect(judgeShipment(good, valid)).toEqual([]);
    const codes = (given: object, of: Partial<CompanyAuthorization> = {}): string[] =>
      judgeShipment({ ...good, ...given }, { ...valid, ...of }).map(({ code }) => code);
    expect(codes({ quantities: [{ no: 1, quantity: line.remaining + 1 }] })).toEqual([
      'company.shipment.more'
    ]);
    expect(codes({ date: day('2027-01-01') })).toEqual(['company.shipment.date']);
    expect(codes({ date: day('2026-01-01') })).toEqual(['company.shipment.date']);
    expect(codes({ quantities: [good.quantities[0], good.quantities[0]] })).toEqual([
      'company.shipment.line'
    ]);
    expect(codes({}, { kind: 'import-authorization' })).toEqual(['company.shipment.import']);
    for (const state of ['expired', 'cancelled', 'suspended', 'used'] as const)
      expect(codes({}, { state })).toEqual(['company.shipment.notValid']);
    const many = Array.from({ length: MAX_ANNOUNCED }, () => ({ ...announcement, at: shipment.at }));
    expect(codes({}, { announced: many })).toEqual(['company.shipment.tooMany']);
  });

  test('is one document for one announcement, written once', () => {
    expect(shipmentId(shipment.company, { ...announcement })).toBe(shipment._id);
    expect(shipmentId(shipment.company, { ...announcement, transport: 'LX 94' })).not.toBe(shipment._id);
    expect(readShipment({ ...shipment, _rev: '1-a' })).toMatchObject(announcement);
    const codes = (document: object, previous: unknown = null): string[] => {
      const checked = checkCountryDocument(document, previous);
      return checked.ok ? [] : checked.problems.map(({ code }) => code);
    };
    expect(codes(shipment)).toEqual([]);
    expect(codes(shipment, shipment)).toEqual(['application.immutable']);
    expect(codes({ _id: shipment._id, _deleted: true }, shipment)).toEqual([]);
    expect(codes({ ...shipment, _rev: '2-b' })).toEqual(['application.immutable']);
    expect(codes({ ...shipment, _id: `${SHIPMENT_PREFIX}x` })).toEqual(['document.unknown']);
    for (const over of [{ quantities: [] }, { date: 'soon' }, { company: 'company:x' }, { by: '' }]) {
      expect(codes({ ...shipment, ...over })).toEqual(['document.malformed']);
      expect(judgeShipmentDocument({ ...shipment, ...over }).ok).toBe(false);
      expect(readShipment({ ...shipment, ...over })).toBeNull();
    }
  });
});
