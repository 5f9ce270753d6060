import { describe, expect, it } from 'vitest';
import { zoneName } from '#lib/domain/training/session.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import {
  FORMER_ZONES,
  currentZone,
  formatDaySpan,
  formatSpan,
  instantIn,
  isKnownZone,
  knownZones,
  wallIn,
  zoneWords
} from '#lib/i18n/zone.ts';

const at = (text: string): Instant => text as Instant;

describe('a time in a zone', () => {
  it.each([
    ['2026-12-10', '10:30', 'Africa/Nairobi', '2026-12-10T07:30:00.000Z'],
    ['2026-07-01', '09:00', 'Europe/Vienna', '2026-07-01T07:00:00.000Z'],
    ['2026-12-01', '09:00', 'Australia/Sydney', '2026-11-30T22:00:00.000Z'],
    ['2026-11-27', '23:59', 'America/Lima', '2026-11-28T04:59:00.000Z'],
    ['2026-12-10', '10:30', 'Asia/Kathmandu', '2026-12-10T04:45:00.000Z'],
    ['2026-12-10', '00:00', 'UTC', '2026-12-10T00:00:00.000Z']
  ])('%s %s in %s is %s, and back', (date, time, zone, instant) => {
    expect(instantIn({ date, time }, zone)).toBe(instant);
    expect(wallIn(at(instant), zone)).toEqual({ date, time });
  });

  it('that is left out in spring is one that there is, and of one that is twice the first is meant', () => {
    expect(instantIn({ date: '2026-03-29', time: '02:30' }, 'Europe/Vienna')).toMatch(/^2026-03-29T0[01]:30/);
    expect(instantIn({ date: '2026-10-25', time: '02:30' }, 'Europe/Vienna')).toMatch(/^2026-10-25T0[01]:30/);
  });

  it('is none where it cannot be read', () => {
    for (const [date, time, zone] of [
      ['2026-02-30', '10:30', 'UTC'],
      ['2026-02-20', '24:00', 'UTC'],
      ['2026-02-20', '9:00', 'UTC'],
      ['2026-02-20', '09:00', 'Nowhere/Town'],
      ['', '', '']
    ] as const)
      expect(instantIn({ date, time }, zone)).toBeNull();
    expect(isKnownZone('Mars/Olympus')).toBe(false);
  });

  it('names both days where it ends on another one', () => {
    const bare = formatSpan(at('2026-12-10T20:00:00.000Z'), at('2026-12-11T02:00:00.000Z'), 'UTC').replace(
      /[\u2066\u2069]/g,
      ''
    );
    expect(bare).toMatch(/10 Dec.* 20:00 – 11 Dec.* 02:00/);
  });

  it('says each day once, with its weekday, where a session is told whole', () => {
    const bare = (until: string): string =>
      formatDaySpan(at('2026-12-10T09:00:00.000Z'), at(until), 'UTC').replace(/[\u2066\u2069]/g, '');
    expect(bare('2026-12-10T17:00:00.000Z')).toMatch(/^Thursday,? 10 December 2026, 09:00–17:00$/);
    expect(bare('2026-12-11T17:00:00.000Z')).toMatch(
      /^Thursday,? 10 December 2026, 09:00 – Friday,? 11 December 2026, 17:00$/
    );
  });

  it('is of every zone that a browser can offer one that a session may name', () => {
    const refused = knownZones().filter((zone) => {
      const problems: Problem[] = [];
      zoneName(zone, problems);
      return problems.length > 0;
    });
    expect(refused).toEqual([]);
  });
});

it('zones have their current names, and those of the country come first', () => {
  const zones = knownZones('KE');
  expect(zones[0]).toBe('Africa/Nairobi');
  expect(knownZones('UA')[0]).toBe('Europe/Kyiv');
  expect(zones.filter((zone) => FORMER_ZONES.includes(zone))).toEqual([]);
  for (const zone of ['Europe/Kyiv', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])
    expect(zones).toContain(zone);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zoneWords('Asia/Calcutta')).toBe('Asia/Kolkata');
  for (const former of FORMER_ZONES) expect(isKnownZone(currentZone(former))).toBe(true);
});
