import { expect, test } from 'vitest';
import { readNotes } from '#lib/contacts/read-contacts.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aNote } from '../samples/contact.ts';

test('notes are read with the latest first, and what was altered on the way is none', () => {
  const [early, late] = [aNote('KE' as CountryCode, '2026-11-01'), aNote('UG' as CountryCode, '2026-11-02')];
  const altered = { ...aNote('KE' as CountryCode, '2026-11-03'), text: 'Never said' };
  const documents = [early, altered, late];
  const store = { documents: () => documents };
  expect(readNotes(store)).toEqual([late, early]);
  expect(readNotes(store)).toEqual([late, early]);
});
