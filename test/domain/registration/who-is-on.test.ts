import { describe, expect, test } from 'vitest';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isNamed } from '#lib/domain/registration/public-naming.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { parseWhoIsOn, whoIsOnAt } from '#lib/domain/registration/who-is-on.ts';

const DAY = '2026-11-27' as CalendarDate;
const [AU, CH, KE, AQ] = ['AU', 'CH', 'KE', 'AQ'] as unknown as [
  CountryCode,
  CountryCode,
  CountryCode,
  CountryCode
];

function aStanding(country: CountryCode, state: Standing['state'] = 'registered'): Standing {
  const at = '2025-01-10T08:00:00.000Z' as Standing['since'];
  const head = { _id: standingId(country), schema: 1, country, by: 'server' } as const;
  return { ...head, state, registeredAt: at, since: at, reason: 'Late with a secret', activeSince: at };
}

const setting = (named: unknown) => ({ _id: 'setting:public', schema: 1, named });

describe('what everybody is told of who is registered', () => {
  test('of a country that has not agreed is nothing but one in a count of its region', () => {
    const told = whoIsOnAt(DAY, [aStanding(AU), aStanding(CH), aStanding(KE)], new Set([AU]), false);
    expect(told).toEqual({
      day: DAY,
      registered: 3,
      regions: [
        { region: '002', registered: 1 },
        { region: '009', registered: 1 },
        { region: '019', registered: 0 },
        { region: '142', registered: 0 },
        { region: '150', registered: 1 }
      ],
      named: ['AU'],
      demonstration: false
    });
  });

  test('a closed country is not counted, whatever it said; a suspended one stands as it stood', () => {
    const standings = [aStanding(AU, 'closed'), aStanding(CH, 'suspended')];
    expect(whoIsOnAt(DAY, standings, new Set([AU, CH]), false)).toMatchObject({
      registered: 1,
      named: ['CH']
    });
  });

  test('Antarctica is in no region, and is counted', () => {
    const told = whoIsOnAt(DAY, [aStanding(AQ)], new Set(), false);
    expect(told.registered).toBe(1);
    expect(told.regions.every(({ registered }) => registered === 0)).toBe(true);
  });

  test('is read again only as what it is', () => {
    const told = whoIsOnAt(DAY, [aStanding(AU)], new Set([AU]), false);
    expect(parseWhoIsOn(JSON.parse(JSON.stringify(told)))).toEqual({ ok: true, value: told });
    for (const wrong of [
      null,
      {},
      { ...told, named: ['<script>'] },
      { ...told, registered: -1 },
      { ...told, day: 'now' }
    ])
      expect(parseWhoIsOn(wrong).ok).toBe(false);
  });
});

describe('whether a country has agreed to be named', () => {
  test.each<[string, unknown[], boolean]>([
    ['nobody has said anything', [], false],
    ['its administrator agreed', [setting(true)], true],
    ['its administrator did not', [setting(false)], false],
    ['two devices said different things', [setting(true), setting(false)], false],
    ['something else stands there', [setting('yes')], false]
  ])('%s', (_name, versions, named) => {
    expect(isNamed(versions)).toBe(named);
  });

  test('its own database takes yes or no, and nothing between', () => {
    expect(checkCountryDocument(setting(true), null).ok).toBe(true);
    for (const wrong of ['yes', 1, undefined]) {
      const checked = checkCountryDocument(setting(wrong), null);
      expect(checked.ok ? [] : checked.problems).toEqual([{ code: 'setting.malformed', path: 'named' }]);
    }
  });
});
