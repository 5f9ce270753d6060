/** What a dossier takes from the importing country's estimate (1961 art. 31(1)(b); rule R12). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { BalanceLedger } from '#lib/domain/balance/ledger.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aLine,
  anEmergencyExport,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  AU,
  aShipment,
  CH
} from '../../samples/acts.ts';
import { aDeclaration } from '../../samples/declarations.ts';
import { aPaper } from '../../samples/papers.ts';

const RUNNING = '2026-11-01' as CalendarDate;
const OVER = '2027-01-01' as CalendarDate;

const grams = (count: number): string => String(count * 1_000_000);

/** INCB counts morphine sulfate pentahydrate with 75 percent, whatever factor the document used (75.20). */
const base = (count: number): number => count * 750_000;

function taken(acts: readonly DossierAct[], on: CalendarDate, own: CountryCode = AU, year = 2026): number {
  const ledger = ledgerOf(acts, own);
  return ledger.sums({ country: AU, substance: 'morphine', year }, on).counted;
}

function ledgerOf(acts: readonly DossierAct[], own: CountryCode): BalanceLedger {
  const index = new DossierIndex();
  index.add(acts);
  const ledger = new BalanceLedger(own);
  for (const key of index.keys()) ledger.put(key, index.get(key));
  return ledger;
}

const ia = anImportAuthorization({ over: { consignments: 2, lines: [aLine({ stated: grams(500) })] } });
const ea = anExportAuthorization(ia);
const shipped = aShipment(ea, { stated: [grams(480)] });
const endorsed = anEndorsement(ea, { stated: [grams(470)] });

test('an open authorization counts in full, with INCB’s own factor, and an expired one is released', () => {
  expect(taken([ia], RUNNING)).toBe(base(500));
  expect(taken([ia], '2026-12-31' as CalendarDate)).toBe(base(500));
  expect(taken([ia], OVER)).toBe(0);
});

test('a cancelled authorization is released at once', () => {
  expect(taken([ia, aCancellation(ia)], RUNNING)).toBe(0);
});

test('a closed authorization counts as imported; what was lost on the way was not imported', () => {
  const once = anImportAuthorization({ over: { lines: [aLine({ stated: grams(500) })] } });
  const out = anExportAuthorization(once);
  const closed = [
    once,
    out,
    aShipment(out, { stated: [grams(480)] }),
    anEndorsement(out, { stated: [grams(470)] })
  ];
  expect(taken(closed, RUNNING)).toBe(base(470));
});

test('a partly used authorization counts in full while it runs, then as imported', () => {
  expect(taken([ia, ea, shipped, endorsed], RUNNING)).toBe(base(500));
  expect(taken([ia, ea, shipped, endorsed], OVER)).toBe(base(470));
});

test('goods on their way count as shipped after the end of validity', () => {
  expect(taken([ia, ea, shipped], OVER)).toBe(base(480));
  expect(taken([ia, ea], OVER)).toBe(0);
});

/** Of the 480 g that left, so many came back, or were sent elsewhere. */
const moved = (instrument: 'return' | 'diversion', count: number, over: object) =>
  aPaper(
    {
      instrument,
      exportAuthorization: ea._id,
      lines: [{ no: 1, stated: grams(count), base: aLine({ stated: grams(count) }).base }],
      ...over
    } as never,
    { at: '2026-10-15T08:00:00.000Z', dossier: ia.body.dossier }
  );

test('goods that came back or were diverted before they arrived count nothing', () => {
  const back = (count: number) => moved('return', count, { returnedOn: '2026-10-14' });
  expect(taken([ia, ea, shipped, back(480)], OVER)).toBe(0);
  expect(taken([ia, ea, shipped, back(80)], OVER)).toBe(base(400));
  const diverted = moved('diversion', 480, { destination: 'NZ', divertedOn: '2026-10-14' });
  expect(taken([ia, ea, shipped, diverted], OVER)).toBe(0);
});

test('what the importing authority endorsed stays counted, whatever the exporting one records of a return', () => {
  const back = moved('return', 480, { returnedOn: '2026-10-14' });
  expect(taken([ia, ea, shipped, endorsed, back], OVER)).toBe(base(470));
});

test('the year is that of the number, although the goods arrive in the next one', () => {
  const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: 7 });
  const late = anImportAuthorization({
    at: '2026-12-20T08:00:00.000Z',
    over: { number, validUntil: '2027-03-01', lines: [aLine({ stated: grams(500) })] }
  });
  const out = anExportAuthorization(late, { at: '2027-01-05T09:00:00.000Z' });
  const received = [late, out, aShipment(out, { at: '2027-01-10T10:00:00.000Z', stated: [grams(500)] })];
  expect(taken(received, '2027-02-01' as CalendarDate)).toBe(base(500));
  expect(taken(received, '2027-02-01' as CalendarDate, AU, 2027)).toBe(0);
});

test('goods for re-export, of an emergency and of 1961 Schedule III take nothing from the estimate', () => {
  const again = anImportAuthorization({ over: { purpose: 're-export' } });
  expect(taken([again], RUNNING)).toBe(0);
  expect([...ledgerOf([again], AU).drawn({ country: AU, substance: 'morphine', year: 2026 })]).toHaveLength(
    1
  );
  expect(taken([anEmergencyExport()], RUNNING)).toBe(0);
  const exempt = anImportAuthorization({ over: { lines: [aLine({ scheduleThree: {} })] } });
  expect(taken([exempt], RUNNING)).toBe(0);
});

test('an export whose import authorization is not here counts for its exporter, and twice for nobody', () => {
  expect(taken([ea], RUNNING, AU)).toBe(0);
  expect(taken([ea], RUNNING, CH)).toBe(base(500));
});

test('the exporting country counts the import authorizations that it holds as the importing one does', () => {
  expect(taken([ia], RUNNING, CH)).toBe(base(500));
  expect(taken([ia, ea, shipped], RUNNING, CH)).toBe(base(500));
  expect(taken([ia, ea, shipped], OVER, CH)).toBe(base(480));
  expect(taken([ia], OVER, CH)).toBe(0);
  expect(taken([ia, aCancellation(ia)], RUNNING, CH)).toBe(0);
});

test('an export competes with earlier import authorizations of its partner, not with its own or a later one', () => {
  const importOn = (day: string, serial: number) =>
    anImportAuthorization({
      at: `2026-${day}T08:00:00.000Z`,
      over: {
        number: formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial }),
        lines: [aLine({ stated: grams(500) })]
      }
    });
  const [first, second] = [importOn('09-01', 21), importOn('09-15', 22)];
  const sent = anExportAuthorization(first, {
    over: { lines: [aLine({ stated: grams(100), importLine: 1 })] }
  });
  const ledger = ledgerOf([first, second, sent], CH);
  const of = { country: AU, substance: 'morphine', year: 2026 };
  const against = (one: DossierAct): number =>
    ledger.sums(of, RUNNING).counted - ledger.notBefore(one.body.dossier, of, RUNNING);
  expect(ledger.sums(of, RUNNING).counted).toBe(base(1000));
  expect(against(first)).toBe(base(100));
  expect(against(second)).toBe(base(500));
});

test('a declared export of 1971 Schedule III counts for the importing country', () => {
  const declared = aDeclaration();
  const { importingCountry, lines } = declared.body;
  const ledger = ledgerOf([declared], importingCountry as CountryCode);
  const of = { country: importingCountry as CountryCode, substance: lines[0]!.substance, year: 2026 };
  expect(ledger.sums(of, RUNNING).counted).toBeGreaterThan(0);
});

test('the order in which documents arrive does not matter', () => {
  const second = anExportAuthorization(ia, {
    at: '2026-11-02T09:00:00.000Z',
    over: { number: 'CH-E-2026-000078-10' }
  });
  const acts = [ia, ea, shipped, endorsed, second, aCancellation(second, { at: '2026-11-03T09:00:00.000Z' })];
  const whole = taken(acts, OVER);
  fc.assert(
    fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), fc.nat(acts.length), (mixed, at) => {
      const index = new DossierIndex();
      const ledger = new BalanceLedger(AU);
      for (const part of [mixed.slice(0, at), mixed.slice(at)])
        for (const key of index.add(part)) ledger.put(key, index.get(key));
      expect(ledger.sums({ country: AU, substance: 'morphine', year: 2026 }, OVER).counted).toBe(whole);
    })
  );
});
