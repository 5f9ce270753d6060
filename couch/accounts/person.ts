/** People who can sign in. Only an argon2id hash of the password is kept. */
import { textProblem } from '#lib/domain/shape/shape.ts';
import { isAuthority } from '#lib/domain/country.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import {
  accountPrefix,
  accountPrefixes,
  isAccountName,
  fitsAuthority,
  roleNamed,
  type PersonRole
} from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export type { PersonRole } from '#lib/domain/registration/rights.ts';

export interface Person {
  /** e.g. `au.officer`; the certificate of their devices names the same. */
  readonly id: string;
  readonly name: string;
  /** The job title, e.g. "Delegate of the Secretary". */
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
  /** Null while a new password is due: then nothing opens the account. */
  readonly hash: string | null;
  /** Counts events that end sessions: a session of an older count is over. */
  readonly password: number;
  readonly suspended: boolean;
  /** Missing for people who joined before it was kept. */
  readonly email?: string;
  /** The name is reserved and opens nothing yet. */
  readonly joining?: string;
  readonly reset?: string;
  /** The account name stays reserved, so that signatures never seem another person's. */
  readonly removed?: true;
}

const MAX_NAME_LENGTH = 120;

export const isPersonId = isAccountName;

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
