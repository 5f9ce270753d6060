/** A note of the secretariat on a country that it spoke to by telephone. */
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { writeNote, type ContactNote, type NoteContent } from '#lib/domain/outreach/contact-note.ts';

export function aNote(country: CountryCode, on: string, over: Partial<NoteContent> = {}): ContactNote {
  return writeNote({
    country,
    at: `${on}T09:00:00.000Z` as Instant,
    by: 'incb.secretary',
    on: on as CalendarDate,
    way: 'telephone',
    ...over
  });
}
