/** Who may sign in, in which office, for which authority. The password is kept as an argon2id hash only. */
import { textProblem } from '#lib/domain/act/shape.ts';
import { isAuthority } from '#lib/domain/country.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { accountPrefix, accountPrefixes, isAccountName } from '#lib/domain/registration/person-role.ts';
import { fitsAuthority, roleNamed, type PersonRole } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export type { PersonRole } from '#lib/domain/registration/rights.ts';

export interface Person {
  /** e.g. `au.officer`; the certificate of their devices names the same. */
  readonly id: string;
  readonly name: string;
  /** The office they sign in, e.g. "Delegate of the Secretary". */
  readonly function: string;
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
}

export interface NewPerson extends Person {
  readonly password: string;
}

export interface PersonDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly name: string;
  readonly function: string;
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
  /** Null while a new password is to be chosen: nothing opens the account then. */
  readonly hash: string | null;
  /** Counts what ends their sessions: a session of an older count is over. */
  readonly password: number;
  readonly suspended: boolean;
  /** Where they were invited; of nobody who joined before it was kept. */
  readonly email?: string;
  /** The invitation by which they are about to join: the name is taken, and opens nothing yet. */
  readonly joining?: string;
  /** The one link by which they may choose a new password. */
  readonly reset?: string;
  /** They are gone; only their account's name is left, so that what they signed is never another person's. */
  readonly removed?: true;
}

const MAX_NAME_LENGTH = 120;

export const isPersonId = isAccountName;

/** What a person, or the holder of a session that is over, may be told of why they are not let in. */
export type ShutOutCode = 'person.suspended' | 'person.removed' | 'device.withdrawn';

export function personDocumentId(person: string): string {
  return `person:${person}`;
}

export function parseNewPerson(person: NewPerson): Result<NewPerson> {
  const problems: Problem[] = [
    ...judgePassword(person.password, [person.id, person.name]),
    ...judgeParticulars(person)
  ];
  if (!isPersonId(person.id)) problems.push({ code: 'account.person.malformed', path: 'id' });
  else if (!accountPrefixes(person.authority).some((prefix) => person.id.startsWith(prefix))) {
    const prefix = accountPrefix(person.authority);
    problems.push({ code: 'account.person.prefix', path: 'id', values: { prefix } });
  }
  return problems.length > 0 ? refuse(...problems) : accept(person);
}

/** Name and office, role and authority: what an invitation states before there is an account. */
export function judgeParticulars(
  person: Record<'name' | 'function' | 'role' | 'authority', unknown>
): Problem[] {
  const problems: Problem[] = [];
  if (!isName(person.name)) problems.push({ code: 'account.name.malformed', path: 'name' });
  if (!isName(person.function)) problems.push({ code: 'account.name.malformed', path: 'function' });
  const role = roleNamed(person.role);
  if (role === null) problems.push({ code: 'account.role.unknown', path: 'role' });
  const fits = role === null || fitsAuthority(role, person.authority);
  if (!isAuthority(person.authority) || person.authority === 'EXCHANGE' || !fits) {
    problems.push({ code: 'account.authority.wrong', path: 'authority' });
  }
  return problems;
}

export function isRole(value: unknown): value is PersonRole {
  return roleNamed(value) !== null;
}

export function isName(value: unknown): value is string {
  return textProblem(value, 1, MAX_NAME_LENGTH, false) === null;
}

export function documentToPerson(document: PersonDocument): Person {
  const { name, role, authority } = document;
  return { id: document._id.slice('person:'.length), name, function: document.function, role, authority };
}
