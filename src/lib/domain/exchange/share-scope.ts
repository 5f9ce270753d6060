/**
 * The one rule for who gets what (architecture, invariant 5): an act is readable in its issuer's database
 * and in the databases of those it is addressed to, nowhere else.
 */
import type { Body } from '../act/body.ts';
import type { Addressee } from '../act/head.ts';
import type { AuthorityCode } from '../ids.ts';

export type DatabaseName = string;

export const REFERENCE_DATABASE: DatabaseName = 'reference';
/** Where trainers read who comes; `training` itself holds what they publish. */
export const TRAINING_DESK: DatabaseName = 'training-desk';

type Addressed = Pick<Body, 'issuer' | 'to'> & { readonly kind?: unknown };

/** `country-au`, `incb`; the exchange has none of its own and states receipts in the issuer's database. */
export function authorityToDatabase(authority: AuthorityCode): DatabaseName | null {
  if (authority === 'EXCHANGE') return null;
  return authority === 'INCB' ? 'incb' : 'country-' + authority.toLowerCase();
}

/** Every database that may hold the act, the issuer's own included, without repetition. */
export function shareScope(body: Addressed): readonly DatabaseName[] {
  const names = [authorityToDatabase(body.issuer)];
  for (const to of body.to) names.push(addresseeToDatabase(to, body.kind));
  return names.filter((name, index): name is string => name !== null && names.indexOf(name) === index);
}

/** Who learns what is the trainers' affair: it comes to their desk and not among the Board's registrations. */
function addresseeToDatabase(to: Addressee, kind: unknown): DatabaseName | null {
  if (to === '*') return REFERENCE_DATABASE;
  return to === 'INCB' && kind === 'enrolment' ? TRAINING_DESK : authorityToDatabase(to);
}

/** Where the exchange carries an act of `issuer` to: the scope without the database it is read from. */
export function carryTargets(body: Addressed): readonly DatabaseName[] {
  const own = authorityToDatabase(body.issuer);
  return shareScope(body).filter((name) => name !== own);
}
