import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  judgeCountrySetting,
  parseMeasures,
  toCountrySettings
} from '#lib/domain/authorization/country-settings.ts';
import { MAX_MONTHS } from '#lib/domain/own-choices.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aContext, aForm, MORPHINE } from '../../samples/forms.ts';

const GERMANY = {
  importMonths: 3,
  importMonthsBySea: 6,
  exportMonths: 3,
  extendedSchedules: [],
  sealRequired: true,
  sealRequiredSince: '2026-11-29'
};

describe('when a figure is asked about', () => {
  test('is set in whole numbers within their bounds, and begins with this product’s suggestion', () => {
    expect(toCountrySettings(null)).toMatchObject({ askTimes: 10, askUnitGrams: 2 });
    const chosen = { askTimes: 20, askUnitGrams: 5, replyDays: 30 };
    expect(parseMeasures(chosen)).toEqual({ ok: true, value: chosen });
    for (const wrong of [
      { askTimes: 1 },
      { askTimes: 1001 },
      { askTimes: 2.5 },
      { askUnitGrams: 0 },
      { replyDays: 366 }
    ]) {
      const [path] = Object.keys(wrong);
      const told = { code: 'practice.measure.outOfRange', path };
      const parsed = parseMeasures({ ...chosen, ...wrong });
      expect(parsed.ok ? [] : parsed.problems).toMatchObject([told]);
      expect(judgeCountrySetting(wrong)).toMatchObject([told]);
    }
    expect(judgeCountrySetting({})).toEqual([]);
    expect(judgeCountrySetting({ unlicensed: 'refuse' })).toEqual([]);
    expect(judgeCountrySetting({ unlicensed: 'never' })).toMatchObject([{ path: 'unlicensed' }]);
  });
});

describe('what a country sets for itself', () => {
  test('begins with the usual periods and no extension, and is read again as it was saved', () => {
    expect(toCountrySettings(null)).toEqual(DEFAULT_SETTINGS);
    expect(toCountrySettings(GERMANY)).toMatchObject(GERMANY);
    expect(toCountrySettings({ extendedSchedules: ['IV', 'V'], sealRequired: false })).toMatchObject({
      ...{ extendedSchedules: ['IV'], sealRequired: false }
    });
  });

  test('gives import authorizations by sea no less time than others, in the form and in the document', () => {
    const shorter = { ...GERMANY, importMonths: 6, importMonthsBySea: 5 };
    const told = { code: 'practice.months.seaShorter', path: 'importMonthsBySea', values: { least: 6 } };
    expect(judgeCountrySetting(shorter)).toEqual([told]);
    expect(judgeCountrySetting({ ...shorter, importMonthsBySea: 6 })).toEqual([]);
    for (const months of [0, -1, 1.5, MAX_MONTHS + 1, Number.NaN, '3'])
      expect(judgeCountrySetting({ ...GERMANY, exportMonths: months })).toMatchObject([
        { code: 'practice.months.outOfRange', path: 'exportMonths', values: { least: 1, most: MAX_MONTHS } }
      ]);
    // What a document leaves out is the usual period.
    expect(judgeCountrySetting({ importMonths: 7 })).toMatchObject([
      { code: told.code, values: { least: 7 } }
    ]);
    expect(judgeCountrySetting({ exportMonths: '3' })).toMatchObject([
      { code: 'practice.months.outOfRange' }
    ]);
    expect(judgeCountrySetting({ authority: { name: 'Office', address: 'Bern' } })).toEqual([]);
  });

  test('is what its forms are judged by', () => {
    const authority = { name: 'Office of Drug Control', address: 'Canberra ACT 2601' };
    const codesUnder = (practice: Record<string, unknown>): readonly string[] => {
      const settings = { ['AU' as CountryCode]: toCountrySettings({ authority, ...practice }) };
      const form = aForm({ validUntil: '2027-02-24' }, [
        { ...MORPHINE, substance: 'diazepam', form: 'base' }
      ]);
      return judgeImport(form, aContext({ settings })).problems.map(({ code }) => code);
    };
    expect(codesUnder({})).toEqual(['line.regime.records', 'regime.partnerUnknown']);
    expect(codesUnder({ importMonths: 2 })).toContain('validity.tooLong');
    expect(codesUnder({ extendedSchedules: ['IV'] })).toEqual(['line.regime.extended']);
  });
});
