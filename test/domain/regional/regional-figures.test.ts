/** What a regional body sees: a consenting member's months, and totals that no change of consent can take apart. */
import { describe, expect, test } from 'vitest';
import { consentIn, parseRegionalBody, parseRegionalItem } from '#lib/domain/regional/regional-body.ts';
import {
  fixedMonths,
  fixMonth,
  MIN_COUNTRIES_OF_TOTAL,
  MONTHS_SHOWN,
  REGIONAL_FIGURES,
  viewMember,
  type Member
} from '#lib/domain/regional/regional-figures.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import { FIGURES } from '#lib/domain/usage/figures.ts';
import { aUsage } from '../../samples/usage.ts';

const MONTH = '2026-10';
const TODAY = '2026-11-24' as CalendarDate;
const CODES = ['BW', 'KE', 'LS', 'MW', 'SZ', 'TZ', 'UG', 'ZM'] as CountryCode[];

function aMember(country: CountryCode, consents = false, imports = 3): Member {
  const standing = {
    _id: `standing:${country}`,
    schema: 1,
    country,
    state: 'registered',
    registeredAt: '2026-01-05T00:00:00.000Z',
    since: '2026-01-05T00:00:00.000Z',
    by: 'server'
  } as Standing;
  return { country, consents, standing, usage: [aUsage(country, MONTH, { imports })] };
}

describe('the total of a month', () => {
  test('is of the members without consent alone, so that it minus the others is none of them', () => {
    const members = CODES.map((code, index) => aMember(code, index < 2, index < 2 ? 100 : 3));
    const { countries, told } = fixMonth(MONTH, members);
    expect(countries).toEqual(CODES.slice(2));
    expect(told).toMatchObject({ registered: 6, used: 6 });
    expect(told?.figures[REGIONAL_FIGURES.indexOf('issued')]).toBe(18);
  });

  test('is not told of fewer countries that used I2ES than the minimum', () => {
    const using = CODES.slice(0, MIN_COUNTRIES_OF_TOTAL - 1).map((code) => aMember(code));
    const idle = CODES.slice(MIN_COUNTRIES_OF_TOTAL).map((code) => ({ ...aMember(code), usage: [] }));
    expect(fixMonth(MONTH, [...using, ...idle]).told).toBeNull();
    expect(fixMonth(MONTH, [...using, ...idle, aMember('NA' as CountryCode)]).told).not.toBeNull();
  });

  test('has no figure that is one country’s: the largest of them', () => {
    expect(REGIONAL_FIGURES.filter((key) => (FIGURES[key].is as string) === 'most')).toEqual([]);
  });

  test('is fixed some days after the month, for twelve months', () => {
    expect(fixedMonths('2026-11-05' as CalendarDate)[0]).toBe('2026-09');
    expect(fixedMonths('2026-11-06' as CalendarDate)[0]).toBe('2026-10');
    expect(fixedMonths('2026-11-24' as CalendarDate)).toHaveLength(MONTHS_SHOWN);
  });
});

describe('a member', () => {
  test('without consent shows nothing but its name', () => {
    expect(viewMember(aMember('KE' as CountryCode), [], TODAY)).toEqual({ country: 'KE', consents: false });
  });

  test('that consents shows its registration and its months', () => {
    const fixed = [fixMonth(MONTH, [])];
    const seen = viewMember(aMember('KE' as CountryCode, true), fixed, TODAY);
    expect(seen).toMatchObject({ state: 'registered', since: '2026-01-05' });
    expect(seen.months?.map(({ month, figures }) => [month, figures[0]])).toEqual([[MONTH, 3]]);
  });

  test('that consents later shows no month of whose total it is a part', () => {
    const before = fixMonth(
      MONTH,
      CODES.map((code) => aMember(code))
    );
    expect(viewMember(aMember('KE' as CountryCode, true), [before], TODAY).months).toEqual([]);
  });
});

test('a month without a total hides no member that consents later', () => {
  const before = fixMonth(MONTH, [aMember('KE' as CountryCode), aMember('UG' as CountryCode)]);
  const seen = viewMember(aMember('KE' as CountryCode, true), [before], TODAY);
  expect([before.told, seen.months?.map(({ month }) => month)]).toEqual([null, [MONTH]]);
});

describe('consent', () => {
  const setting = (consents: unknown): object => ({ _id: 'setting:region-x', schema: 1, consents });

  test('is open until the country has answered', () => expect(consentIn([])).toBe('open'));
  test('counts only if all versions give it', () => {
    expect(consentIn([setting(true)])).toBe('given');
    expect(consentIn([setting(true), setting(false)])).toBe('declined');
    expect(consentIn([setting(true), setting('yes')])).toBe('declined');
  });
});

describe('a body and its list', () => {
  test('a body has countries, each once and in order', () => {
    const read = parseRegionalBody({ name: 'East', countries: ['UG', 'KE', 'UG'], ended: false });
    expect(read.ok && read.value.countries).toEqual(['KE', 'UG']);
    for (const wrong of [[], ['XX'], ['Kenya'], 'KE'])
      expect(parseRegionalBody({ name: 'East', countries: wrong, ended: false }).ok).toBe(false);
  });

  test('an action has an owner, a date and a status; an announcement has none', () => {
    const action = { is: 'action', text: 'Train', owner: 'Kenya', due: '2026-12-01', state: 'open' };
    expect(parseRegionalItem(action).ok).toBe(true);
    for (const wrong of [
      { ...action, due: 'soon' },
      { ...action, state: 'late' },
      { ...action, owner: '' }
    ])
      expect(parseRegionalItem(wrong).ok).toBe(false);
    expect(parseRegionalItem({ is: 'announcement', text: 'Hello', withdrawn: false }).ok).toBe(true);
    expect(
      parseRegionalItem({ is: 'announcement', text: 'Hello', withdrawn: false, due: '2026-12-01' }).ok
    ).toBe(false);
  });
});
