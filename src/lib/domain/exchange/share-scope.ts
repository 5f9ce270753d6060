/**
 * The only rule of distribution (architecture, invariant 5): an act is readable in its issuer's and addressees'
 * databases, nowhere else.
 */
import type { Body } from '../act/body.ts';
import type { Addressee } from '../act/kinds/define-kind.ts';
import type { AuthorityCode, CountryCode } from '../ids.ts';

export type DatabaseName = string;

export const REFERENCE_DATABASE: DatabaseName = 'reference';
/** Trainers read enrolments here; `training` holds what they publish. */
export const TRAINING_DESK: DatabaseName = 'training-desk';

type Addressed = Pick<Body, 'issuer' | 'to'> & { readonly kind?: unknown };

/** The exchange has none and signs into the issuer's database. */
export function authorityToDatabase(authority: AuthorityCode): DatabaseName | null {
  if (authority === 'EXCHANGE') return null;
  return authority === 'INCB' ? 'incb' : 'country-' + authority.toLowerCase();
}

/** Never replicated: an act names a scan by its hash. */
export function countryToFiles(country: CountryCode): DatabaseName {
  return 'files-' + country.toLowerCase();
}

export function shareScope(body: Addressed): readonly DatabaseName[] {
  const names = [authorityToDatabase(body.issuer)];
  for (const to of body.to) names.push(addresseeToDatabase(to, body.kind));
  return names.filter((name, index): name is string => name !== null && names.indexOf(name) === index);
}

function addresseeToDatabase(to: Addressee, kind: unknown): DatabaseName | null {
  if (to === '*') return REFERENCE_DATABASE;
  return to === 'INCB' && kind === 'enrolment' ? TRAINING_DESK : authorityToDatabase(to);
}

export function carryTargets(body: Addressed): readonly DatabaseName[] {
  const own = authorityToDatabase(body.issuer);
  return shareScope(body).filter((name) => name !== own);
}

/** An enrolment names INCB and never reaches INCB's database, so it has no place. */
export function isCountedBy(body: Addressed, reader: AuthorityCode): boolean {
  const database = authorityToDatabase(reader);
  return database === null || shareScope(body).indexOf(database) >= 0;
}
