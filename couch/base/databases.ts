/** The table of databases: what each kind is made of. Who may read and write it is the gateway's table. */
import { isCountry } from '#lib/domain/country.ts';
import { DOOR_LIMITS } from '#lib/domain/door/limits.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';

export const DATABASE_KINDS = [
  'country',
  'reference',
  'incb',
  'training',
  'training-desk',
  'accounts'
] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

export interface DatabaseRule {
  /** Whether clients replicate it, so that a replaced database must be noticed by its epoch. */
  readonly replicated: boolean;
  /** Whether the exchange reads it or carries acts into it. */
  readonly carried: boolean;
  /** Whether every authority reads it, and not its own alone. */
  readonly published: boolean;
  /** How many revisions back a document's history reaches: a device that comes back from before them finds a conflict. */
  readonly revisions: number;
  /** Whether its changes tell in which order documents came: of several shards each has an order of its own. */
  readonly ordered: boolean;
}

/** What both engines keep where nothing is said. */
export const USUAL_REVISIONS = 1000;
/** A month of usage is written whenever somebody does something: its history would travel to every device of the Board. */
const MIN_REVISIONS = 100;
const usual = { revisions: USUAL_REVISIONS, ordered: false };

export const DATABASES: Readonly<Record<DatabaseKind, DatabaseRule>> = {
  country: {
    ...usual,
    revisions: DOOR_LIMITS.keptRevisions,
    replicated: true,
    carried: true,
    published: false
  },
  reference: { ...usual, replicated: true, carried: true, published: true },
  incb: { ...usual, revisions: MIN_REVISIONS, replicated: true, carried: true, published: false },
  training: { ...usual, replicated: true, carried: false, published: true },
  // Who enrolled later is told by when the server learned of it.
  'training-desk': { ...usual, ordered: true, replicated: false, carried: true, published: false },
  // A session is written every few minutes for a week, and what is known of its revisions is read with each question.
  accounts: { ...usual, revisions: MIN_REVISIONS, replicated: false, carried: false, published: false }
};

/** Versions of one mutable document side by side: as many as devices type into one draft off line. */
export const MAX_OPEN_VERSIONS = DOOR_LIMITS.openVersions;

/** One of each; a country's database is there once the country is. */
export const SYSTEM_DATABASES = ['accounts', 'reference', 'incb', 'training', 'training-desk'] as const;

export function databaseToKind(name: string): DatabaseKind | null {
  if (databaseToCountry(name) !== null) return 'country';
  return SYSTEM_DATABASES.find((kind) => kind === name) ?? null;
}

/** Of what is none of ours, as the engine keeps it. */
export function revisionsOf(name: string): number {
  const kind = databaseToKind(name);
  return kind === null ? USUAL_REVISIONS : DATABASES[kind].revisions;
}

export function isOrdered(name: string): boolean {
  const kind = databaseToKind(name);
  return kind !== null && DATABASES[kind].ordered;
}

/** Which databases an authority may be shown: its own, and what is published to all. */
export function isOpenTo(authority: AuthorityCode, name: string): boolean {
  const kind = databaseToKind(name);
  return kind !== null && (DATABASES[kind].published || name === authorityToDatabase(authority));
}

/** The country of `country-<cc>`, or null. */
export function databaseToCountry(name: string): CountryCode | null {
  const code = /^country-([a-z]{2})$/.exec(name)?.[1]?.toUpperCase();
  return isCountry(code) ? code : null;
}
