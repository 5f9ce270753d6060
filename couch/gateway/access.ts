/** Which databases a person may open, decided anew at every request from the account as it is now. */
import type { Person, PersonRole } from '#couch/accounts/accounts.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';

/** Trainers have no records; what they publish has its own routes. */
const ROLES_WITH_RECORDS: readonly PersonRole[] = ['administrator', 'officer', 'reader', 'incb', 'service'];

export interface OwnDatabases {
  /** Of his own authority; null where his role has no records. */
  readonly country: string | null;
  readonly reference: string;
}

export function databasesOf(person: Person): OwnDatabases {
  const country = ROLES_WITH_RECORDS.includes(person.role) ? authorityToDatabase(person.authority) : null;
  return { country, reference: REFERENCE_DATABASE };
}

export function mayRead(person: Person, database: string): boolean {
  const own = databasesOf(person);
  if (database === own.country || database === own.reference) return true;
  // A national server keeps what is published for training as well.
  return database === 'training' && person.role === 'service';
}

/** `reference` is written by the exchange alone. */
export function mayPushTo(person: Person, database: string): boolean {
  return database === databasesOf(person).country;
}
