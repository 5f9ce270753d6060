/** Who may sign in, in which office, for which authority. The password is kept as an argon2id hash only. */
import { isAuthority } from '#lib/domain/country.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export const PERSON_ROLES = ['administrator', 'officer', 'reader', 'incb', 'trainer', 'service'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

export interface Person {
  /** e.g. `au.officer`; the certificate of his devices names the same. */
  readonly id: string;
  readonly name: string;
  /** The office he signs in, e.g. "Delegate of the Secretary". */
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
  readonly hash: string;
  /** Counts password changes: a session of an older password is over. */
  readonly password: number;
  readonly suspended: boolean;
}

/** Long enough to resist guessing, short enough that hashing it is no attack. */
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

const PERSON_ID = /^[a-z0-9][a-z0-9._-]{1,63}$/;

export function isPersonId(value: unknown): value is string {
  return typeof value === 'string' && PERSON_ID.test(value);
}

export function personDocumentId(person: string): string {
  return `person:${person}`;
}

export function judgePassword(password: unknown): Problem[] {
  const length = typeof password === 'string' ? password.length : 0;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return [];
  return [
    {
      code: 'account.password.length',
      path: 'password',
      values: { least: SHORTEST_PASSWORD, most: LONGEST_PASSWORD }
    }
  ];
}

export function parseNewPerson(person: NewPerson): Result<NewPerson> {
  const problems: Problem[] = [...judgePassword(person.password)];
  if (!isPersonId(person.id)) problems.push({ code: 'account.person.malformed', path: 'id' });
  if (!isName(person.name)) problems.push({ code: 'account.name.malformed', path: 'name' });
  if (!isName(person.function)) problems.push({ code: 'account.name.malformed', path: 'function' });
  if (!PERSON_ROLES.includes(person.role)) problems.push({ code: 'account.role.unknown', path: 'role' });
  if (!isAuthority(person.authority) || person.authority === 'EXCHANGE' || !roleFits(person)) {
    problems.push({ code: 'account.authority.wrong', path: 'authority' });
  }
  return problems.length > 0 ? refuse(...problems) : accept(person);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === value && value.length >= 1 && value.length <= 120;
}

/** The Board's people act for the Board and for nobody else; a country's people for their country. */
function roleFits({ role, authority }: Person): boolean {
  if (role === 'incb') return authority === 'INCB';
  if (role === 'trainer') return true;
  return authority !== 'INCB';
}

export function documentToPerson(document: PersonDocument): Person {
  const { name, role, authority } = document;
  return { id: document._id.slice('person:'.length), name, function: document.function, role, authority };
}
