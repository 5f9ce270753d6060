import type { CountryCode } from '#lib/domain/ids.ts';
import { parseRegistration, type Registration } from '#lib/domain/registration/registration.ts';
import { parseStanding, standingId, type Standing } from '#lib/domain/registration/standing.ts';
import type { Result } from '#lib/domain/result.ts';

export interface Documents {
  documents(prefix: string): readonly { readonly _id: string }[];
}

export function registrationsOf(store: Documents): readonly Registration[] {
  const registrations = readAll(store.documents('registration:'), parseRegistration);
  return registrations.sort((a, b) => (a.askedAt < b.askedAt ? 1 : -1));
}

export function registrationOf(store: Documents, id: string): Registration | null {
  return readAll(store.documents(id), parseRegistration).find(({ _id }) => _id === id) ?? null;
}

export function standingsOf(store: Documents): readonly Standing[] {
  const standings = readAll(store.documents('standing:'), parseStanding);
  return standings.sort((a, b) => (a.country < b.country ? -1 : 1));
}

export function standingOf(store: Documents, country: CountryCode): Standing | null {
  return readAll(store.documents(standingId(country)), parseStanding)[0] ?? null;
}

function readAll<T>(documents: readonly object[], parse: (value: unknown) => Result<T>): T[] {
  return documents.flatMap((document) => {
    const read = parse(document);
    return read.ok ? [read.value] : [];
  });
}
