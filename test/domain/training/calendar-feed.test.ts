import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import { isChosen, parseChoice, writeCalendar } from '#lib/domain/training/calendar-feed.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { SessionDay } from '#lib/domain/training/session.ts';
import { aSession } from '../../samples/training.ts';

const WORDS = {
  name: 'I2ES: sessions, webinars',
  address: 'https://i2es.example/training/calendar?session='
};

const odd = aSession({
  title: 'Séance; «pièges», \\ barres, 会议 и кириллица '.repeat(3).trim(),
  aims: 'First line,\nsecond; line \\n stays\n\nحلقة عمل',
  language: 'fr',
  link: 'https://meet.example/a?b=1;c=2,3'
});

function open(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
}

describe('the calendar as iCalendar', () => {
  it('opens in a library that shares nothing with it, and says the same', () => {
    const [event] = open(writeCalendar([odd], WORDS));
    expect(event?.summary).toBe(odd.title);
    expect(event?.description).toContain(odd.aims);
    expect(event?.location).toBe(odd.place);
    expect(event?.startDate.toJSDate().toISOString()).toBe(odd.startsAt);
    expect(event?.endDate.toJSDate().toISOString()).toBe(odd.endsAt);
    expect(event?.startDate.zone.tzid).toBe('UTC');
    expect(event?.component.getFirstPropertyValue('conference')).toBe(odd.link);
    expect(event?.component.getFirstProperty('conference')?.type).toBe('uri');
    expect(event?.uid).toBe(`${odd._id.slice(8)}@i2es`);
  });

  it('has each day of a session of several days, with its hours, in one event that a change reaches', () => {
    const day = (date: number, until: string) => ({
      startsAt: `2026-12-${date}T06:00:00.000Z` as Instant,
      endsAt: `2026-12-${date}T${until}:00.000Z` as Instant
    });
    const days = [day(14, '13:00'), day(15, '13:00'), day(17, '10:00')];
    const [{ startsAt }, , { endsAt }] = days as [SessionDay, SessionDay, SessionDay];
    const calendar = writeCalendar([aSession({ days, startsAt, endsAt })], WORDS);
    const parts = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent');
    const [main, ...others] = parts as [ICAL.Component, ...ICAL.Component[]];
    const event = new ICAL.Event(main, { exceptions: others });
    const held = event.iterator();
    const found = [];
    for (let next = held.next(); next; next = held.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next);
      found.push([startDate, endDate].map((at) => at.toJSDate().toISOString()));
    }
    expect(found).toEqual(days.map(({ startsAt: from, endsAt: until }) => [from, until]));
    expect(new Set(parts.map((part) => part.getFirstPropertyValue('uid'))).size).toBe(1);
  });

  it('folds lines at 75 octets and cuts no character', () => {
    const text = writeCalendar([odd], WORDS);
    const lines = text.split('\r\n');
    expect(Math.max(...lines.map((line) => textToUtf8(line).length))).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n/g, '')).not.toContain('\n');
  });

  it('lets no text of a trainer become a property of its own', () => {
    const forged = aSession({ aims: 'Good.\nATTENDEE:mailto:all@example.org\nEND:VEVENT\nBEGIN:VEVENT' });
    const events = open(writeCalendar([forged], WORDS));
    expect(events).toHaveLength(1);
    expect(events[0]?.attendees).toEqual([]);
  });

  it('has what RFC 5545 asks of each event, and names no method that would want an organizer’s address', () => {
    const calendar = new ICAL.Component(ICAL.parse(writeCalendar([odd], WORDS)));
    const [event] = calendar.getAllSubcomponents('vevent');
    for (const name of ['uid', 'dtstamp', 'dtstart', 'dtend', 'summary', 'sequence', 'status', 'url'])
      expect([name, event?.getFirstPropertyValue(name) ?? null]).not.toEqual([name, null]);
    // RFC 5546, 3.2.1: whoever publishes states ORGANIZER.
    expect([calendar.getFirstProperty('method'), event?.getFirstProperty('organizer')]).toEqual([null, null]);
  });

  it('says what was cancelled, and counts changes', () => {
    const cancelled = { at: odd.changedAt, reason: 'Storm.' };
    const [event] = open(writeCalendar([aSession({ cancelled, revision: 3 })], WORDS));
    expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event?.sequence).toBe(2);
    expect(event?.description.startsWith('Storm.')).toBe(true);
  });

  it('reminds whoever has a place a day before', () => {
    expect(writeCalendar([odd], { ...WORDS, reminds: true })).toContain('TRIGGER:-P1D');
    expect(writeCalendar([odd], WORDS)).not.toContain('VALARM');
  });
});

describe('what is chosen of the calendar', () => {
  it('is by region and language, and nothing else may be asked', () => {
    expect(parseChoice({ region: '002', language: 'fr' })).toEqual({ region: '002', language: 'fr' });
    expect(parseChoice({})).toEqual({ region: null, language: null });
    for (const query of [{ region: 'XX' }, { language: 'de' }, { person: 'au.officer' }, { region: ['002'] }])
      expect(parseChoice(query as never)).toBeNull();
  });

  it('is what is for everybody, for the region, for a part of it or for a country of it', () => {
    const africa = { region: '002', language: null } as const;
    const group = (country: string) => ({ group: { name: 'Some', countries: [country as never] } });
    expect(isChosen(aSession(), africa)).toBe(true);
    expect(isChosen(aSession({ audience: { region: '014' } }), africa)).toBe(true);
    expect(isChosen(aSession({ audience: { region: '002' } }), { ...africa, region: '014' })).toBe(true);
    expect(isChosen(aSession({ audience: { region: '005' } }), africa)).toBe(false);
    expect(isChosen(aSession({ audience: group('KE') }), africa)).toBe(true);
    expect(isChosen(aSession({ audience: group('FR') }), africa)).toBe(false);
    expect(isChosen(aSession(), { region: null, language: 'fr' })).toBe(false);
  });
});
