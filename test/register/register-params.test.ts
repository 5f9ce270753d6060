import { describe, expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  isFiltered,
  parseRegisterParams,
  registerParamsToQuery,
  START,
  type RegisterParams
} from '#lib/register/register-params.ts';
import { keepSearchWords, readSearchWords } from '#lib/register/register-place.svelte.ts';

const read = (query: string): RegisterParams => parseRegisterParams(new URLSearchParams(query));

describe('the register in the address', () => {
  test('every choice comes back from the address as it went in', () => {
    const chosen: RegisterParams = {
      tab: 'open',
      direction: 'export',
      partner: 'CH' as CountryCode,
      substance: 'codeine',
      status: 'suspended',
      from: '2026-10-01' as CalendarDate,
      until: '2026-10-31' as CalendarDate,
      sort: { key: 'validUntil', direction: 'descending' }
    };
    expect(read(registerParamsToQuery(chosen))).toEqual(chosen);
  });

  test('the plain register has a plain address', () => {
    expect(registerParamsToQuery(START)).toBe('');
    expect(read('')).toEqual(START);
  });

  test('what cannot be understood is left out, and the rest counts', () => {
    expect(read('tab=open&direction=sideways&partner=ZZ&sort=--x&substance=%3Cb%3E&from=2026-13-01')).toEqual(
      { ...START, tab: 'open' }
    );
    expect(read('tab=everything&direction=import')).toEqual({ ...START, direction: 'import' });
  });

  test('a partner typed in small letters is the same partner', () => {
    expect(read('partner=ch').partner).toBe('CH');
  });

  test('spaces alone are no search', () => {
    expect(isFiltered(START, { text: '   ', company: null })).toBe(false);
    expect(isFiltered(START, { text: 'opium', company: null })).toBe(true);
    expect(isFiltered({ ...START, direction: 'import' }, { text: '', company: null })).toBe(true);
  });

  test('what one person searched for is nobody else’s', () => {
    keepSearchWords('au.officer', { text: 'Müller', company: 'Alpen AG' });
    expect(readSearchWords('au.officer')).toMatchObject({ text: 'Müller', company: 'Alpen AG' });
    expect(readSearchWords('ch.officer')).toEqual({ text: '', company: null });
  });
});
