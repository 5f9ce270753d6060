import { isCountry } from '#lib/domain/country.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';

export const DATABASE_KINDS = [
  'country',
  'files',
  'reference',
  'incb',
  'training',
  'training-desk',
  'lists',
  'applications',
  'accounts'
] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

interface DatabaseRule {
  readonly replicated: boolean;
  readonly carried: boolean;
  readonly published: boolean;
  /** A device that returns from before it gets a conflict. */
  readonly revisions: number;
  /** Several shards have separate orders. */
  readonly ordered: boolean;
}

export const USUAL_REVISIONS = 1000;
/** Each use rewrites a month of usage, and its history would travel to every device of INCB. */
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
  files: { ...usual, replicated: false, carried: false, published: false },
  reference: { ...usual, replicated: true, carried: true, published: true },
  incb: { ...usual, revisions: MIN_REVISIONS, replicated: true, carried: true, published: false },
  training: { ...usual, replicated: true, carried: false, published: true },
  // The server's time of arrival decides which enrolment was later.
  'training-desk': { ...usual, ordered: true, replicated: false, carried: true, published: false },
  lists: { ...usual, revisions: MIN_REVISIONS, replicated: false, carried: false, published: false },
  // Companies' texts: replaced and deleted ones leave no history worth keeping.
  applications: { ...usual, revisions: MIN_REVISIONS, replicated: false, carried: false, published: false },
  // Sessions are written every few minutes for a week, and each read loads their known revisions.
  accounts: { ...usual, revisions: MIN_REVISIONS, replicated: false, carried: false, published: false }
};

/** Devices that edit one draft offline at the same time. */
export const MAX_OPEN_VERSIONS = DOOR_LIMITS.openVersions;

/** A country's database exists from its registration on, that of its files from its first scan on. */
export const SYSTEM_DATABASES = [
  'accounts',
  'reference',
  'incb',
  'training',
  'training-desk',
  'lists',
  'applications'
] as const;

export function databaseToKind(name: string): DatabaseKind | null {
  if (databaseToCountry(name) !== null) return 'country';
  if (filesToCountry(name) !== null) return 'files';
  return SYSTEM_DATABASES.find((kind) => kind === name) ?? null;
}

export function revisionsOf(name: string): number {
  const kind = databaseToKind(name);
  return kind === null ? USUAL_REVISIONS : DATABASES[kind].revisions;
}

export function isOrdered(name: string): boolean {
  const kind = databaseToKind(name);
  return kind !== null && DATABASES[kind].ordered;
}

export function isOpenTo(authority: AuthorityCode, name: string): boolean {
  const kind = databaseToKind(name);
  return kind !== null && (DATABASES[kind].published || authorityToDatabase(authority) === ownerOf(name));
}

export function databaseToCountry(name: string): CountryCode | null {
  return countryAfter('country-', name);
}

export function filesToCountry(name: string): CountryCode | null {
  return countryAfter('files-', name);
}

export function ownerOf(name: string): string {
  const country = filesToCountry(name);
  return country === null ? name : (authorityToDatabase(country) ?? name);
}

function countryAfter(prefix: string, name: string): CountryCode | null {
  const code = name.startsWith(prefix) && /^[a-z]{2}$/.exec(name.slice(prefix.length))?.[0].toUpperCase();
  return isCountry(code) ? code : null;
}
