/** Which countries have opened an announcement, and on which day first. */
import { expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import {
  dayOfOpening,
  openedId,
  openingsOf,
  parseOpened,
  parseOpenedReport,
  withOpening
} from '#lib/domain/outreach/openings.ts';
import { anAnnouncement } from '../../samples/announcement.ts';

const [AU, CH, DE] = ['AU', 'CH', 'DE'] as unknown as [CountryCode, CountryCode, CountryCode];
const day = (text: string): CalendarDate => text as CalendarDate;
const TODAY = day('2026-12-03');
const BODY = anAnnouncement({ audience: { group: { name: 'Two', countries: [AU, CH] } } });
const ACT = { _id: `act:20261124:INCB:announcement:${'A'.repeat(43)}`, body: BODY } as AnnouncementAct;
const FIRST = day(BODY.at.slice(0, 10));

test.each([
  ['on its day', AU, '2026-11-30', '2026-11-30'],
  ['by a clock that is ahead: today', AU, '2027-05-01', TODAY],
  ['by a clock that is behind: its first day', AU, '2019-01-01', FIRST],
  ['by a country that it does not address: not counted', DE, '2026-11-30', null]
] as const)('an announcement is opened %s', (_what, country, on, counted) =>
  expect(dayOfOpening(ACT, { country, on: day(on) }, TODAY)).toBe(counted)
);

test('a scheduled announcement cannot be opened before its day', () => {
  const act = { ...ACT, body: { ...BODY, shownFrom: day('2026-12-24') } } as AnnouncementAct;
  expect(dayOfOpening(act, { country: AU, on: TODAY }, TODAY)).toBeNull();
});

test('the earliest day of a country counts, and a repeated report changes nothing', () => {
  const made = withOpening(null, ACT._id, { country: AU, on: day('2026-12-01') });
  expect(made).toMatchObject({ _id: openedId(ACT._id), countries: [{ country: AU, on: '2026-12-01' }] });
  expect(parseOpened(made).ok).toBe(true);
  expect(withOpening(made, ACT._id, { country: AU, on: day('2026-12-01') })).toBeNull();
  expect(withOpening(made, ACT._id, { country: AU, on: day('2026-12-02') })).toBeNull();
  const both = withOpening(made, ACT._id, { country: CH, on: TODAY });
  const earlier = withOpening(both, ACT._id, { country: AU, on: day('2026-11-30') });
  expect(openingsOf(ACT, [AU, CH], [earlier])).toEqual([
    { country: AU, on: '2026-11-30' },
    { country: CH, on: TODAY }
  ]);
});

test('INCB sees the addressed countries that can receive it, opened or not, and no other', () => {
  const made = withOpening(null, ACT._id, { country: CH, on: TODAY });
  expect(openingsOf(ACT, [AU, DE], [made])).toEqual([
    { country: AU, on: null },
    { country: CH, on: TODAY }
  ]);
});

test('a report names announcements and days only: a person, a country or a device in it is refused', () => {
  const one = { act: ACT._id, on: TODAY };
  expect(parseOpenedReport({ opened: [one] }).ok).toBe(true);
  for (const wrong of [
    { opened: [] },
    { opened: [{ ...one, person: 'au.officer' }] },
    { opened: [{ ...one, country: 'CH' }] },
    { opened: [one], keyId: 'k' },
    { opened: [{ ...one, on: '2026-13-01' }] },
    { opened: Array(201).fill(one) }
  ])
    expect(parseOpenedReport(wrong).ok).toBe(false);
});
