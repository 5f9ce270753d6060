import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNumber, parseNumber } from '#lib/domain/act/number.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';

const AU = 'AU' as CountryCode;
const parts = fc.record({
  country: fc.constantFrom(...COUNTRY_CODES),
  kind: fc.constantFrom('import-authorization' as const, 'export-authorization' as const),
  year: fc.integer({ min: 2000, max: 2199 }),
  serial: fc.integer({ min: 1, max: 999999 })
});

describe('authorization number', () => {
  test('shows country, direction, year, serial and two check digits', () => {
    // A=10, U=30, I=18: 10 30 18 2026 000101 00 mod 97, subtracted from 98.
    const check = String(98 - Number(103018202600010100n % 97n)).padStart(2, '0');
    expect(formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: 101 })).toBe(
      `AU-I-2026-000101-${check}`
    );
  });

  test('reads back as what it was made of, in small letters too', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(unwrap(parseNumber(formatNumber(given)))).toEqual(given);
        expect(unwrap(parseNumber(` ${formatNumber(given).toLowerCase()} `))).toEqual(given);
      })
    );
  });

  test('a single wrong digit and two neighbours exchanged are always caught', () => {
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 5, max: 18 }),
        fc.integer({ min: 1, max: 9 }),
        (given, at, shift) => {
          const number = formatNumber(given);
          const digit = number.charAt(at);
          if (digit === '-') return;
          const wrong = number.slice(0, at) + ((Number(digit) + shift) % 10) + number.slice(at + 1);
          expect(parseNumber(wrong).ok).toBe(false);
          const next = number.charAt(at + 1);
          if (next === '-' || next === '' || next === digit) return;
          const swapped = number.slice(0, at) + next + digit + number.slice(at + 2);
          expect(parseNumber(swapped).ok).toBe(false);
        }
      )
    );
  });

  test('says whether it is malformed or has wrong check digits', () => {
    const good = formatNumber({ country: AU, kind: 'export-authorization', year: 2026, serial: 7 });
    const codeOf = (text: string): string | undefined => {
      const result = parseNumber(text);
      return result.ok ? undefined : result.problems[0]?.code;
    };
    expect(codeOf('P-EXP-10283/2021')).toBe('authorization.number.malformed');
    expect(codeOf(good.replace('000007', '000008'))).toBe('authorization.number.checkDigits');
  });

  test('there is no serial 0 and none above 999,999', () => {
    for (const serial of [0, 1000000, 1.5]) {
      expect(() => formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial })).toThrow();
    }
  });
});
