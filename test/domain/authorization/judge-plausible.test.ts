import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksOf } from '#lib/domain/authorization/checks.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { AuthorizedHistory } from '#lib/domain/authorization/authorized-history.ts';
import { questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { PRODUCT_SUGGESTION } from '#lib/domain/result.ts';
import { aContext, aForm, METHYLPHENIDATE, MORPHINE } from '../../samples/forms.ts';

type Fields = Readonly<Record<string, string>>;
const KG = 1e9;
const FENTANYL: Fields = {
  substance: 'fentanyl',
  form: 'citrate-1-1',
  pharmaceuticalForm: 'powder',
  quantity: '900000',
  unit: 'kg'
};
const NOTHING: AuthorizedHistory = { bySubstance: new Map(), median: null };

/** Morphine base in kilograms: the most at once, and year by year. */
function ofMorphine(atOnce: number, byYear: Readonly<Record<number, number>>): AuthorizedHistory {
  const years = Object.entries(byYear).map(([year, kilograms]) => [Number(year), kilograms * KG] as const);
  return {
    bySubstance: new Map([['morphine', { atOnce: atOnce * KG, byYear: new Map(years) }]]),
    median: KG
  };
}

function judge(lines: readonly Fields[], history: AuthorizedHistory = NOTHING, own?: object) {
  const context = aContext({ history });
  const authority = context.settings['AU' as CountryCode]?.authority;
  const settings = own
    ? { ['AU' as CountryCode]: toCountrySettings({ authority, ...own }) }
    : context.settings;
  return judgeImport(aForm({}, lines), { ...context, settings });
}

function codes(lines: readonly Fields[], history?: AuthorizedHistory, own?: object): readonly string[] {
  return questionsOf(judge(lines, history, own).problems).map(({ problem }) => problem.code);
}

const kilograms = (quantity: number): Fields => ({ ...MORPHINE, quantity: String(quantity), unit: 'kg' });

describe('nine hundred thousand kilograms of fentanyl citrate', () => {
  const past: AuthorizedHistory = {
    bySubstance: new Map([['fentanyl', { atOnce: KG, byYear: new Map([[2025, 3 * KG]]) }]]),
    median: KG
  };

  test.each([
    ['more than ever at once', past, 'line.quantity.unusual'],
    ['nothing of it before', { ...NOTHING, median: KG }, 'line.quantity.noHistory'],
    ['nothing at all before', NOTHING, 'line.quantity.first']
  ])('are asked about where there is %s', (_, history, code) => {
    expect(codes([FENTANYL], history)).toEqual([code]);
  });

  test('can be signed all the same, as a measure of this product and of no Convention', () => {
    const judgement = judge([FENTANYL], past);
    expect(judgement.body?.lines[0]?.stated).toBe('900000000000000');
    const row = checksOf(judgement).find(({ name }) => name === 'plausible');
    expect(row).toMatchObject({ state: 'notice', article: PRODUCT_SUGGESTION });
  });
});

describe('a quantity held against what was authorized before', () => {
  test('is asked about beyond ten times the most at once, and not at ten times', () => {
    const history = ofMorphine(0.752, { 2025: 0.752 });
    expect(codes([kilograms(10)], history)).toEqual([]);
    expect(codes([kilograms(10.01)], history)).toEqual(['line.quantity.unusual']);
  });

  test('is asked about where the year comes to more than ten times any year before', () => {
    const history = ofMorphine(4, { 2025: 1, 2026: 9 });
    expect(codes([kilograms(1)], history)).toEqual([]);
    expect(codes([kilograms(2)], history)).toEqual(['line.quantity.unusualYear']);
  });

  test('is not asked about again once the year is beyond it', () => {
    expect(codes([kilograms(1)], ofMorphine(4, { 2025: 1, 2026: 11 }))).toEqual([]);
  });

  test('of a first year is held against no other year', () => {
    expect(codes([kilograms(2)], ofMorphine(1, { 2026: 500 }))).toEqual([]);
  });

  test('is asked about without any history only above 10,000 kg of base, as at the server’s door', () => {
    const asked = (tonnes: number): readonly string[] =>
      questionsOf(judgeImport(aForm({}, [kilograms(tonnes * 1000)]), aContext()).problems).map(
        ({ problem }) => problem.code
      );
    expect(asked(13)).toEqual([]);
    expect(asked(500)).toEqual(['line.quantity.large']);
  });

  test('is asked about by the measure that the country has set', () => {
    const history = ofMorphine(1, { 2025: 1 });
    expect(codes([kilograms(4)], history, { askTimes: 2 })).toEqual(['line.quantity.unusual']);
    expect(codes([kilograms(100)], history, { askTimes: 1000 })).toEqual([]);
  });

  test('is never asked about when as much was authorized at once before, and more is asked about no less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900000 }), fc.integer({ min: 1, max: 9000 }), (most, typed) => {
        const history = ofMorphine(most, { 2026: most });
        const isAsked = codes([kilograms(typed)], history).length > 0;
        if (typed * 0.752 <= most) expect(isAsked).toBe(false);
        if (isAsked) expect(codes([kilograms(typed * 10)], history)).not.toEqual([]);
      }),
      { numRuns: 60 }
    );
  });
});

describe('a unit that could hardly hold its content', () => {
  const tablet = (strength: string, strengthUnit: string): Fields => ({
    ...METHYLPHENIDATE,
    strength,
    strengthUnit,
    packs: '10'
  });
  const ampoule = (strength: string, over: Fields = {}): Fields => ({
    ...MORPHINE,
    quantity: '',
    pharmaceuticalForm: 'ampoule',
    preparation: 'Morphine injection',
    strength,
    strengthUnit: 'g',
    perUnit: 'ml',
    unitSize: '1',
    unitsPerPack: '10',
    packs: '10',
    ...over
  });

  test('is asked about where a tablet holds more than two grams, unless the country says otherwise', () => {
    expect(codes([tablet('2', 'g')])).toEqual([]);
    expect(codes([tablet('10', 'g')])).toEqual(['line.dose.large']);
    expect(codes([tablet('10', 'g')], NOTHING, { askUnitGrams: 10 })).toEqual([]);
  });

  test('is asked about where a millilitre holds more than a gram, or an ampoule more than a hundred', () => {
    expect(codes([ampoule('1')])).toEqual([]);
    expect(codes([ampoule('10')])).toEqual(['line.dose.dense']);
    expect(codes([ampoule('101', { perUnit: 'unit' })])).toEqual(['line.dose.large']);
    expect(codes([ampoule('1', { unitSize: '101' })])).toEqual(['line.dose.large']);
  });

  test('keeps nobody from signing', () => {
    expect(judge([tablet('10', 'g')]).body?.lines).toHaveLength(1);
  });
});
