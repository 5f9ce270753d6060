import { describe, expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import {
  isFiltered,
  parseRegisterParams,
  registerParamsToQuery,
  START,
  type RegisterParams
} from '#lib/register/register-params.ts';

const read = (query: string): RegisterParams => parseRegisterParams(new URLSearchParams(query));

describe('the register in the address', () => {
  test('every choice comes back from the address as it went in', () => {
    const chosen: RegisterParams = {
      tab: 'open',
      direction: 'export',
      partner: 'CH' as CountryCode,
      text: 'morphine & "Müller" 50%',
      sort: { key: 'validUntil', direction: 'descending' }
    };
    expect(read(registerParamsToQuery(chosen))).toEqual(chosen);
  });

  test('the plain register has a plain address', () => {
    expect(registerParamsToQuery(START)).toBe('');
    expect(read('')).toEqual(START);
  });

  test('what cannot be understood is left out, and the rest counts', () => {
    expect(read('tab=everything&direction=sideways&partner=ZZ&sort=--x&q=opium')).toEqual({
      ...START,
      text: 'opium'
    });
  });

  test('a partner typed in small letters is the same partner', () => {
    expect(read('partner=ch').partner).toBe('CH');
  });

  test('spaces alone are no search', () => {
    expect(registerParamsToQuery({ ...START, text: '   ' })).toBe('');
    expect(isFiltered({ ...START, text: '   ' })).toBe(false);
    expect(isFiltered({ ...START, direction: 'import' })).toBe(true);
  });
});
