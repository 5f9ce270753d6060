/** Each row of the table, folded as Australia and as Switzerland would, and the sentence that both read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonText, typedCauseText } from '#lib/dossier/comparison-words.ts';
import type { Act, ActOf, DossierAct, Line } from '#lib/domain/act/body.ts';
import { toActualLine } from '#lib/domain/authorization/judge-actual.ts';
import { parseTypedQuantity, parseUnit } from '#lib/domain/authorization/typed-quantity.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { compareTyped, percentText } from '#lib/domain/matching/comparison.ts';
import { readComparisons, type Comparison } from '#lib/domain/matching/comparisons.ts';
import { designationOf, findForm, findSubstance } from '#lib/domain/goods/substance.ts';
import { unwrap } from '#lib/domain/result.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';
import { TABLE, type Stated, type TableRow } from './comparison-table.ts';

const TODAY = '2026-11-24' as CalendarDate;
const AMPOULES = { strength: '10000', per: '1', unit: 'ml', unitSize: '1', unitsPerPack: 10, packs: 500 };

function micrograms(quantity: string): string {
  const [figure = '', unit = ''] = quantity.split(' ');
  return unwrap(parseTypedQuantity(figure, parseUnit(unit)!, ''));
}

function lineOf(stated: Stated, over: Record<string, unknown> = {}): Line {
  const {
    quantity,
    form: key = 'sulfate-2-1-pentahydrate',
    factor,
    content
  } = typeof stated === 'string' ? { quantity: stated } : stated;
  const morphine = findSubstance('morphine')!;
  const form = findForm(morphine, key)!;
  return aLine({
    stated: micrograms(quantity),
    form: key,
    designation: designationOf(morphine, form),
    factor: {
      value: factor ?? form.factor,
      source: factor ? 'national' : form.factorSource,
      edition: '2026-1',
      date: '2026-11-24'
    },
    ...(content ? { content: AMPOULES } : {}),
    ...over
  });
}

/** The first consignment as the row says; others after it, on their own numbers. */
function actsOf(row: TableRow): DossierAct[] {
  const others = row.others ?? [];
  const ia = anImportAuthorization({
    over: { lines: [lineOf(row.allowed)], consignments: others.length + 1 }
  });
  const first = { granted: row.granted ?? row.allowed, shipped: row.shipped, arrived: row.arrived };
  const acts: DossierAct[] = [ia];
  [first, ...others].forEach((one, index) => {
    const number = index === 0 ? 'CH-E-2026-000077-13' : 'CH-E-2026-000078-10';
    const line = lineOf(one.granted, { importLine: 1 });
    const ea = anExportAuthorization(ia, {
      at: `2026-10-05T0${index}:00:00.000Z`,
      over: { number, lines: [line] }
    });
    acts.push(ea);
    const shipped = one.shipped === undefined ? line.stated : one.shipped && micrograms(one.shipped);
    if (shipped !== null) {
      const at = `${row.shippedOn ?? '2026-10-10'}T10:00:00.000Z`;
      acts.push(aShipment(ea, { at, stated: [shipped] }));
    }
    const arrived =
      one.arrived === undefined ? (shipped ?? line.stated) : one.arrived && micrograms(one.arrived);
    if (arrived === null) return;
    acts.push(anEndorsement(ea, { at: `${row.arrivedOn ?? '2026-10-20'}T10:00:00.000Z`, stated: [arrived] }));
  });
  return acts;
}

function finder(acts: readonly Act[]) {
  return (id: string): Act | null => acts.find((act) => act._id === id) ?? null;
}

function fold(acts: readonly DossierAct[]): Dossier {
  return foldDossier(acts[0]!.body.dossier, acts);
}

function compare(acts: readonly DossierAct[], today = TODAY): readonly Comparison[] {
  return readComparisons(fold(acts), finder(acts), today);
}

/** Without the marks that keep figures whole and names in their direction. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ');
}

describe('the table of comparisons', () => {
  test.each(TABLE)('$what', (row) => {
    const acts = actsOf(row);
    const found = compare(acts, (row.today as CalendarDate | undefined) ?? TODAY);
    const shown = found.find(({ pair, shows }) => pair === row.pair && shows === row.shows) ?? null;
    expect(shown?.shows ?? 'nothing').toBe(row.shows);
    if (!shown) expect(found).toEqual([]);
    expect(shown?.causes.map(({ kind }) => kind) ?? []).toEqual(row.causes ?? []);
    expect(shown ? plain(comparisonText(shown)) : undefined).toBe(row.sentence);
    expect(fold(acts).match).toBe(row.dossier);
  });

  test('has forty rows at least, each of its own', () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(40);
    expect(new Set(TABLE.map(({ what }) => what)).size).toBe(TABLE.length);
  });
});

describe('two countries', () => {
  const quantities = fc.constantFrom('500 g', '499.9 g', '376 g', '500 mg', '1 g', '440.64 g', '0 g');

  test('read the same comparisons, byte for byte, in whatever order the acts came to each', () => {
    fc.assert(
      fc.property(
        quantities,
        quantities,
        fc.option(quantities),
        fc.infiniteStream(fc.nat()),
        (granted, arrived, shipped, stream) => {
          const acts = actsOf({
            what: '',
            pair: 'import-export',
            allowed: '500 g',
            granted,
            shipped,
            arrived,
            others: [{ granted: '1 g' }],
            shows: 'nothing',
            dossier: 'none'
          });
          const theirs = [...acts, ...acts.slice(2)];
          for (let i = theirs.length - 1; i > 0; i--) {
            const j = (stream.next().value as number) % (i + 1);
            [theirs[i], theirs[j]] = [theirs[j]!, theirs[i]!];
          }
          const key = acts[0]!.body.dossier;
          const [ours, partners] = [acts, theirs].map((known) =>
            canonicalJson(readComparisons(foldDossier(key, known), finder(known), TODAY))
          );
          expect(partners).toBe(ours);
        }
      ),
      { numRuns: 200 }
    );
  });

  test('see every difference of what left and what arrived, down to a microgram', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 1e12 }), (left, came) => {
        const ia = anImportAuthorization({
          over: { lines: [aLine({ stated: String(Math.max(left, came)) })] }
        });
        const ea = anExportAuthorization(ia);
        const acts = [
          ia,
          ea,
          aShipment(ea, { stated: [String(left)] }),
          anEndorsement(ea, { stated: [String(came)] })
        ];
        const shown = compare(acts).find(({ pair }) => pair === 'shipment-endorsement');
        expect(shown?.difference.stated ?? 0).toBe(Math.abs(left - came));
        if (left !== came) expect(['short', 'differs']).toContain(fold(acts).match);
      })
    );
  });
});

describe('a figure that is being typed', () => {
  const ia = anImportAuthorization({ over: { lines: [aLine()] } });
  const ea = anExportAuthorization(ia);
  const typed = (quantity: string) => toActualLine(ea.body.lines[0]!, micrograms(quantity) as never);
  const asked = (quantity: string, shipment?: ActOf<'shipment'> | null) => {
    const one = compareTyped(ea, typed(quantity), shipment);
    return one ? plain(typedCauseText(one) ?? '') : null;
  };

  test('is asked about where it looks like base or another unit, and not where it is only less', () => {
    expect(asked('500 g')).toBeNull();
    expect(asked('480 g')).toBe('');
    expect(asked('500 mg')).toBe(
      '500 mg could be 500 g in another unit, by a factor of 1,000. Check the quantity.'
    );
    const shipment = aShipment(ea, { stated: ['480000000'] });
    expect(asked('480 g', shipment)).toBeNull();
    expect(asked('360.96 g', shipment)).toBe(
      '360.96 g could be 480 g of morphine sulfate (2:1) pentahydrate, expressed as anhydrous base. Check the quantity.'
    );
    expect(asked('376 g', null)).toBe(
      '376 g could be 500 g of morphine sulfate (2:1) pentahydrate, expressed as anhydrous base. Check the quantity.'
    );
  });
});

test('no figure of a comparison is a binary fraction', () => {
  for (const row of TABLE)
    expect(canonicalJson(compare(actsOf(row), (row.today as CalendarDate | undefined) ?? TODAY))).not.toMatch(
      /[:[]-?\d+\.\d/
    );
});

test('a difference is told in per cent with two figures at least, and never rounded up to all of it', () => {
  expect(percentText(2, 100)).toBe('2');
  expect(percentText(1, 3)).toBe('33.33');
  expect(percentText(2, 3)).toBe('66.67');
  expect(percentText(999_999, 1_000_000)).toBe('99.99');
  expect(percentText(1, 500_000_000)).toBe('0.0000002');
  expect(percentText(0, 500)).toBe('0');
  expect(percentText(1e15, 1e15)).toBe('100');
});
