/** What INCB's pages read from replicated documents is the same list until one of those documents changes. */
import { expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { readNotes } from '#lib/contacts/read-contacts.ts';
import { registrationsOf } from '#lib/store/index/registry-reading.ts';
import { isSameUsage, readUsage } from '#lib/store/index/usage-reading.ts';
import { aNote } from '../samples/contact.ts';
import { aRegistration } from '../samples/registration.ts';
import { aUsage } from '../samples/usage.ts';

test('registrations and notes', () => {
  let documents: readonly { readonly _id: string }[] = [
    aRegistration(),
    aNote('KE' as CountryCode, '2026-10-01'),
    aNote('KE' as CountryCode, '2026-10-09')
  ];
  const store = {
    documents: (prefix: string) => documents.filter(({ _id }) => _id.startsWith(prefix))
  };
  const [registrations, notes] = [registrationsOf(store), readNotes(store)];
  expect([registrations.length, notes.map(({ on }) => on)]).toEqual([1, ['2026-10-09', '2026-10-01']]);
  expect(registrationsOf(store)).toBe(registrations);
  expect(readNotes(store)).toBe(notes);
  documents = documents.map((one, at) => (at === 0 ? { ...one } : one));
  expect(registrationsOf(store)).not.toBe(registrations);
  expect(registrationsOf(store)).toEqual(registrations);
  expect(readNotes(store)).toBe(notes);
});

test('records of usage, of which those that nobody signed are doubtful each time', async () => {
  const documents = [aUsage('KE' as CountryCode, '2026-10'), aUsage('KE' as CountryCode, '2026-11')];
  const keyring = { trust: { standingsOf: () => [] } } as never;
  const reading = await readUsage(documents, keyring);
  expect(reading).toEqual({ usage: [], doubtful: documents.map(({ _id }) => _id) });
  expect(isSameUsage(reading, await readUsage(documents, keyring))).toBe(true);
  expect(isSameUsage(reading, await readUsage(documents.slice(1), keyring))).toBe(false);
});
