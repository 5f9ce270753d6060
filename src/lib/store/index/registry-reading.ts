import type { CountryCode } from '#lib/domain/ids.ts';
import { parseRegistration, type Registration } from '#lib/domain/registration/registration.ts';
import { parseStanding, standingId, type Standing } from '#lib/domain/registration/standing.ts';
import type { Result } from '#lib/domain/result.ts';

export interface Documents {
  documents(prefix: string): readonly { readonly _id: string }[];
}

type Documented = ReturnType<Documents['documents']>;

interface Held<T> {
  readonly documents: Documented;
  readonly list: readonly T[];
}

/** The same list until one of its documents comes, changes or goes. */
export class KeptReading<T> {
  readonly #held = new WeakMap<Documents, Held<T>>();
  readonly #read: (documents: Documented) => readonly T[];

  constructor(read: (documents: Documented) => readonly T[]) {
    this.#read = read;
  }

  in(store: Documents, prefix: string): readonly T[] {
    const documents = store.documents(prefix);
    const held = this.#held.get(store);
    const isSame = held?.documents.length === documents.length;
    if (isSame && documents.every((one, at) => one === held.documents[at])) return held.list;
    const list = this.#read(documents);
    this.#held.set(store, { documents, list });
    return list;
  }
}

const registrations = new KeptReading((documents) =>
  readAll(documents, parseRegistration).sort((a, b) => (a.askedAt < b.askedAt ? 1 : -1))
);
const standings = new KeptReading((documents) =>
  readAll(documents, parseStanding).sort((a, b) => (a.country < b.country ? -1 : 1))
);

export function registrationsOf(store: Documents): readonly Registration[] {
  return registrations.in(store, 'registration:');
}

export function registrationOf(store: Documents, id: string): Registration | null {
  return readAll(store.documents(id), parseRegistration).find(({ _id }) => _id === id) ?? null;
}

export function standingsOf(store: Documents): readonly Standing[] {
  return standings.in(store, 'standing:');
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
