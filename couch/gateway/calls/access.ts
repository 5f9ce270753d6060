/** Databases that a person can open, decided at every request from the current account. */
import type { Person } from '#couch/accounts/accounts.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { may } from '#lib/domain/registration/rights.ts';

interface OwnDatabases {
  /** Null if the role has no records, such as a trainer's. */
  readonly country: string | null;
  readonly reference: string;
}

export function databasesOf(person: Person): OwnDatabases {
  const country = may(person, 'records') ? authorityToDatabase(person.authority) : null;
  return { country, reference: REFERENCE_DATABASE };
}

export function mayRead(person: Person, database: string): boolean {
  const own = databasesOf(person);
  if (database === own.country || database === own.reference) return true;
  // A national server also replicates published training documents.
  return database === 'training' && may(person, 'carry');
}

/** Only the exchange writes `reference`. */
export function mayPushTo(person: Person, database: string): boolean {
  return database === databasesOf(person).country;
}
