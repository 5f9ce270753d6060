import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { sumFigures } from '#lib/domain/usage/figures.ts';
import { countMonth } from '#lib/domain/usage/count-month.ts';
import type { UsageCount } from '#lib/domain/usage/usage-record.ts';
import { usageRows } from '#lib/domain/usage/usage-rows.ts';
import {
  aCancellation,
  aClosedTrade,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aCorrectedPaper, aPaperImport } from '../../samples/papers.ts';

const MONTH = '2026-10';

function countOf(country: CountryCode, acts: readonly unknown[], month = MONTH): UsageCount {
  const rows = acts.flatMap((act) => usageRows(act)).filter(({ key }) => key[0] === month);
  return countMonth(country, month, rows);
}

/** The exchange's word that acts lie in the database of `where`. */
function aDelivery(acts: readonly Act[], where: string, at: string): Act {
  return anAct({
    schema: 1,
    kind: 'receipt',
    issuer: 'EXCHANGE',
    to: [acts[0]?.body.issuer],
    seq: { EXCHANGE: 1 },
    at,
    by: { person: 'exchange', name: 'Exchange', function: 'Exchange' },
    stage: 'delivered',
    of: acts.map(({ _id }) => _id),
    where
  } as never);
}

describe('what a country did in a month', () => {
  const ia = anImportAuthorization();
  const ea = anExportAuthorization(ia);

  test('counts a whole trade on the side of the importing authority', () => {
    expect(countOf(AU, aClosedTrade())).toMatchObject({
      imports: 1,
      exports: 0,
      answered: 1,
      received: 1,
      toEndorse: 1,
      endorsedHere: 1,
      endorsedOnTime: 1,
      // The export authorization of the 5th was endorsed on the 20th.
      daysToEndorse: { 15: 1 },
      partners: 1,
      people: 1,
      firstActive: '2026-10-01',
      lastActive: '2026-10-01'
    });
  });

  test('tells emergency exports and recorded papers apart; a correction is no other paper', () => {
    const { importAuthorization: _cited, ...body } = ea.body;
    const emergency = anAct({ ...body, emergency: { reason: 'Earthquake.' } } as never);
    const record = aPaperImport();
    const corrected = aCorrectedPaper(record, { consignments: 1 });
    expect(countOf(CH, [emergency, record, corrected])).toMatchObject({
      exports: 1,
      emergencies: 1,
      papers: 1
    });
    expect(countOf(CH, aClosedTrade())).not.toHaveProperty('emergencies');
  });

  test('counts what was issued beyond an INCB figure, by its ground', () => {
    const beyond = (ground: string, at: string) =>
      anAct({ ...ia.body, at, exceeding: { ground, reason: 'Letter 12' } } as never);
    const acts = [
      beyond('supplement', '2026-10-01T09:00:00.000Z'),
      beyond('supplement', '2026-10-01T10:00:00.000Z'),
      beyond('unreserved', '2026-10-01T11:00:00.000Z')
    ];
    const counted = countOf(AU, acts);
    expect(counted).toMatchObject({ exceedingSupplement: 2, exceedingUnreserved: 1 });
    expect(sumFigures([counted]).exceedings).toBe(3);
    expect(countOf(AU, [ia])).not.toHaveProperty('exceedingSupplement');
  });

  test('of preparations of Schedule III awaits no endorsement (1961 art. 31(16))', () => {
    const exempt = anAct({
      ...ea.body,
      lines: ea.body.lines.map((line) => ({ ...line, scheduleThree: {} }))
    } as never);
    expect(countOf(AU, [ia, exempt])).toMatchObject({ received: 1, toEndorse: 0 });
  });

  test('and on the side of the exporting one', () => {
    expect(countOf(CH, aClosedTrade())).toMatchObject({
      imports: 0,
      exports: 1,
      shipped: 1,
      endorsed: 1,
      received: 1,
      receivedAnswered: 1,
      // Asked on the 1st, answered on the 2nd.
      daysToAnswer: { 1: 1 },
      toEndorse: 0,
      lastActive: '2026-10-05'
    });
  });

  test('an export authorization that cites an import authorization is an answer to it', () => {
    expect(countOf(CH, [ia, ea])).toMatchObject({ receivedAnswered: 1, daysToAnswer: { 4: 1 } });
    expect(countOf(AU, [ia, ea])).toMatchObject({ answered: 1 });
  });

  test('an answer counts in the month of what it answers, whenever it comes', () => {
    const late = aReply(ia, { at: '2026-12-24T10:00:00.000Z' });
    expect(countOf(AU, [ia, late])).toMatchObject({ imports: 1, answered: 1 });
    expect(countOf(CH, [ia, late])).toMatchObject({ daysToAnswer: { 84: 1 } });
    expect(countOf(CH, [ia, late], '2026-12')).toMatchObject({
      receivedAnswered: 0,
      people: 1,
      lastActive: '2026-12-24'
    });
  });

  test('said twice is counted once', () => {
    const twice = [aReply(ia), aReply(ia, { at: '2026-10-09T10:00:00.000Z' })];
    const receipts = ['2026-10-01T08:00:01.000Z', '2026-10-03T08:00:00.000Z'].map((at) =>
      aDelivery([ia], 'CH', at)
    );
    expect(countOf(AU, [ia, ...twice, ...receipts])).toMatchObject({ answered: 1, exchanged: 1, offLine: 0 });
  });

  test('what reached its partner more than ten minutes after it was signed was issued off line', () => {
    expect(countOf(AU, [ia, aDelivery([ia], 'CH', '2026-10-01T08:10:00.000Z')])).toMatchObject({
      offLine: 0
    });
    expect(countOf(AU, [ia, aDelivery([ia], 'CH', '2026-10-01T08:10:00.001Z')])).toMatchObject({
      offLine: 1
    });
  });

  test('an endorsement is on time within fourteen days of shipment, or of the end of validity', () => {
    const shipped = aShipment(ea, { at: '2026-10-10T10:00:00.000Z' });
    const on = (at: string): Act => anEndorsement(ea, { at });
    expect(countOf(AU, [ia, ea, shipped, on('2026-10-24T23:00:00.000Z')]).endorsedOnTime).toBe(1);
    expect(countOf(AU, [ia, ea, shipped, on('2026-10-25T00:00:00.000Z')]).endorsedOnTime).toBe(0);
    expect(countOf(AU, [ia, ea, on('2027-01-14T00:00:00.000Z')]).endorsedOnTime).toBe(1);
    expect(countOf(AU, [ia, ea, on('2027-01-15T00:00:00.000Z')]).endorsedOnTime).toBe(0);
  });

  test('what was cancelled wants no endorsement', () => {
    expect(countOf(AU, [ia, ea, aCancellation(ea)])).toMatchObject({ received: 1, toEndorse: 0 });
  });

  test('a partner is on the system once something came from it or was delivered to it', () => {
    expect(countOf(AU, [ia])).toMatchObject({ partners: 1, partnersOnSystem: 0 });
    const delivered = aDelivery([ia], 'CH', '2026-10-01T08:00:01.000Z');
    expect(countOf(AU, [ia, delivered])).toMatchObject({ partnersOnSystem: 1 });
    expect(countOf(AU, [ia, aReply(ia)])).toMatchObject({ partnersOnSystem: 1 });
  });

  test('the order in which acts come makes no difference', () => {
    const acts = [...aClosedTrade(), aDelivery([ia], 'CH', '2026-10-01T09:00:00.000Z'), aCancellation(ea)];
    const expected = countOf(AU, acts);
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (shuffled) => {
        expect(countOf(AU, shuffled)).toEqual(expected);
      })
    );
  });

  test('no document makes it fail, and none but an act is counted', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (body, signature) => {
        expect(usageRows(body)).toEqual([]);
        const rows = usageRows({
          _id: ia._id,
          body: { ...(body as object), kind: ia.body.kind, issuer: 'AU' },
          signature
        });
        for (const { key } of rows) expect(key[0]).toMatch(/^\d{4}-\d{2}$/);
      })
    );
    const others = ['draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e', 'setting:country'];
    for (const _id of others) expect(usageRows({ ...ia, _id })).toEqual([]);
  });

  test('what is counted names no company, substance, quantity, number or partner', () => {
    const counted = JSON.stringify(countOf(AU, aClosedTrade()));
    for (const word of ['CH', 'morphine', 'Alpenpharma', 'AU-I-2026', '480000000', 'au.officer'])
      expect(counted).not.toContain(word);
  });
});
