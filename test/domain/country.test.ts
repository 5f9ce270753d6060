import { describe, expect, test } from 'vitest';
import { COUNTRY_CODES, isAuthority, isCountry, parseCountry } from '#lib/domain/country.ts';

describe('country', () => {
  test('the list holds the 249 codes that ISO 3166-1 assigns, each once and in order', () => {
    expect(COUNTRY_CODES).toHaveLength(249);
    expect(new Set(COUNTRY_CODES).size).toBe(249);
    expect([...COUNTRY_CODES].sort()).toEqual(COUNTRY_CODES);
  });

  test('every code has an English name of its own in the language data', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (const code of COUNTRY_CODES) expect(names.of(code), code).toBeTruthy();
  });

  test.each(['au', 'XX', 'UK', 'EU', 'AUS', '', null, 7])('%s is no country', (value) => {
    expect(isCountry(value)).toBe(false);
    expect(parseCountry(value, 'exportingCountry')).toEqual({
      ok: false,
      problems: [{ code: 'country.unknown', path: 'exportingCountry' }]
    });
  });

  test('territories with estimates of their own are there', () => {
    for (const code of ['AI', 'BM', 'FK', 'HK', 'MO', 'NC', 'PF']) expect(isCountry(code)).toBe(true);
  });

  test('a country, the Board and the exchange may state acts, nobody else', () => {
    for (const value of ['AU', 'INCB', 'EXCHANGE']) expect(isAuthority(value)).toBe(true);
    for (const value of ['incb', '*', 'UNODC', undefined]) expect(isAuthority(value)).toBe(false);
  });
});
