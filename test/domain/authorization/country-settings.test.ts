import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  judgeCountrySetting,
  parseMeasures,
  parsePractice,
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
    expect(parseMeasures({ askTimes: 20, askUnitGrams: 5 })).toEqual({
      ok: true,
      value: { askTimes: 20, askUnitGrams: 5 }
    });
    for (const wrong of [{ askTimes: 1 }, { askTimes: 1001 }, { askTimes: 2.5 }, { askUnitGrams: 0 }]) {
      const [path] = Object.keys(wrong);
      const told = { code: 'practice.measure.outOfRange', path };
      const parsed = parseMeasures({ askTimes: 20, askUnitGrams: 5, ...wrong });
      expect(parsed.ok ? [] : parsed.problems).toMatchObject([told]);
      expect(judgeCountrySetting(wrong)).toMatchObject([told]);
    }
    expect(judgeCountrySetting({})).toEqual([]);
  });
});

describe('what a country sets for itself', () => {
  test('is whole months within what any country may set, each of the three stated', () => {
    expect(parsePractice(GERMANY)).toEqual({ ok: true, value: GERMANY });
    for (const months of [0, -1, 1.5, MAX_MONTHS + 1, Number.NaN, '3', undefined]) {
      const parsed = parsePractice({ ...GERMANY, exportMonths: months });
      expect(parsed.ok ? [] : parsed.problems).toMatchObject([
        { code: 'practice.months.outOfRange', path: 'exportMonths', values: { least: 1, most: MAX_MONTHS } }
      ]);
    }
    const none = parsePractice(null);
    expect(none.ok ? [] : none.problems.map(({ path }) => path)).toEqual([
      'importMonths',
      'importMonthsBySea',
      'exportMonths'
    ]);
  });

  test('begins with the usual periods and no extension, and is read again as it was saved', () => {
    expect(toCountrySettings(null)).toEqual(DEFAULT_SETTINGS);
    const periods = { importMonths: 6, importMonthsBySea: 9, exportMonths: 2 };
    const own = { ...periods, extendedSchedules: ['IV'], sealRequired: false, sealRequiredSince: null };
    const saved = parsePractice({ ...own, extendedSchedules: ['IV', 'V'] });
    expect(saved).toEqual({ ok: true, value: own });
    expect(toCountrySettings(own)).toMatchObject(own);
  });

  test('gives import authorizations by sea no less time than others, in the form and in the document', () => {
    const shorter = { ...GERMANY, importMonths: 6, importMonthsBySea: 5 };
    const told = { code: 'practice.months.seaShorter', path: 'importMonthsBySea', values: { least: 6 } };
    expect(parsePractice(shorter)).toEqual({ ok: false, problems: [told] });
    expect(judgeCountrySetting(shorter)).toEqual([told]);
    expect(parsePractice({ ...shorter, importMonthsBySea: 6 }).ok).toBe(true);
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
