/** A trading authority of the demonstration and its people. */
import type { Party } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export interface DemonstrationPerson {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: 'administrator' | 'officer';
  readonly password: string;
}

export interface DemonstrationAuthority {
  readonly country: CountryCode;
  readonly name: string;
  readonly address: string;
  readonly legalBasis: string;
  readonly people: readonly DemonstrationPerson[];
  readonly importers: readonly Party[];
  readonly exporters: readonly Party[];
  readonly ports: readonly string[];
}
