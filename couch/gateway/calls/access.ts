/** Which databases a person may open, decided anew at every request from the account as it is now. */
import type { Person } from '#couch/accounts/accounts.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { may } from '#lib/domain/registration/rights.ts';

export interface OwnDatabases {
  /** Their own authority's database; null where their role has no records, as a trainer's. */
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
  // A national server keeps what is published for training as well.
  return database === 'training' && may(person, 'carry');
}

/** `reference` is written by the exchange alone. */
export function mayPushTo(person: Person, database: string): boolean {
  return database === databasesOf(person).country;
}
