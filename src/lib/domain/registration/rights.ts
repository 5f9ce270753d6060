/**
 * What each role may do: the one table that the gateway, its routes, the desks and the screens ask. They ask for a
 * right, never for a role, so that a further role is a further row here. Who may state which act is the act's own
 * affair (`act/kinds/`) and is asked of a key, not of an account.
 */
import type { KeyRole } from '../act/body.ts';

export const RIGHTS = [
  /** Opens the database of its own authority. */
  'records',
  /** Reads the records of a trade. */
  'trade',
  /** Has a device whose key is certified: what it states is signed. */
  'sign',
  /** Types drafts, reserves numbers, issues authorizations and states what follows from them. */
  'issue',
  /** Keeps what the people of an authority share unsigned: a country's companies, and settings. */
  'particulars',
  /** Is told of what is amiss with the country's records, and of what the server has to say to the country. */
  'watch',
  /** Invites, suspends and removes the people of its own authority, certifies their devices, makes its policy. */
  'manage',
  /** Decides on requests for accounts and sees which countries are there, how they stand and who administers them. */
  'registry',
  /** Writes to the people of all countries at once, in the Board's name. */
  'announce',
  /** Teaches. */
  'teach',
  /** Is a country's own server: pushes what its people wrote, and can be asked for nothing that a person is. */
  'carry'
] as const;
export type Right = (typeof RIGHTS)[number];

interface Role {
  /** Whose people it is given to. */
  readonly of: 'country' | 'board' | 'any';
  readonly rights: readonly Right[];
  /** What a device of theirs is certified as; null for whoever signs nothing. */
  readonly key: KeyRole | null;
  /** Which roles they give to people of their own authority. */
  readonly grants: readonly string[];
}

/**
 * | role          | records | trade | sign | issue | particulars | watch | manage | registry | announce | teach | carry |
 * |---------------|---------|-------|------|-------|-------------|-------|--------|----------|----------|-------|-------|
 * | administrator | yes     | yes   | yes  | yes   | yes         | yes   | yes    |          |          |       |       |
 * | officer       | yes     | yes   | yes  | yes   |             |       |        |          |          |       |       |
 * | reader        | yes     | yes   |      |       |             |       |        |          |          |       |       |
 * | incb          | yes     |       | yes  |       | yes         |       | yes    | yes      | yes      |       |       |
 * | trainer       |         |       |      |       |             |       |        |          |          | yes   |       |
 * | service       | yes     |       |      |       |             |       |        |          |          |       | yes   |
 */
const ROLES = {
  administrator: {
    of: 'country',
    rights: ['records', 'trade', 'sign', 'issue', 'particulars', 'watch', 'manage'],
    key: 'administrator',
    grants: ['administrator', 'officer', 'reader']
  },
  officer: { of: 'country', rights: ['records', 'trade', 'sign', 'issue'], key: 'officer', grants: [] },
  reader: { of: 'country', rights: ['records', 'trade'], key: null, grants: [] },
  incb: {
    of: 'board',
    rights: ['records', 'sign', 'particulars', 'manage', 'registry', 'announce'],
    key: 'administrator',
    grants: ['incb', 'trainer']
  },
  trainer: { of: 'any', rights: ['teach'], key: null, grants: [] },
  service: { of: 'country', rights: ['records', 'carry'], key: null, grants: [] }
} as const satisfies Readonly<Record<string, Role>>;

export type PersonRole = keyof typeof ROLES;

export const PERSON_ROLES = Object.keys(ROLES) as readonly PersonRole[];

const TABLE: Readonly<Record<PersonRole, Role>> = ROLES;

/** A role by its name, from wherever it was read; null for what is none. */
export function roleNamed(name: unknown): PersonRole | null {
  return PERSON_ROLES.find((role) => role === name) ?? null;
}

/** False for nobody, and for a role that is none. */
export function may(person: { readonly role: string } | null | undefined, right: Right): boolean {
  const role = roleNamed(person?.role);
  return role !== null && TABLE[role].rights.indexOf(right) >= 0;
}

export function rolesWith(right: Right): readonly PersonRole[] {
  return PERSON_ROLES.filter((role) => may({ role }, right));
}

/** What a device of theirs is certified as; null for whoever signs nothing. */
export function keyRoleOf(role: PersonRole): KeyRole | null {
  return TABLE[role].key;
}

export function rolesGrantedBy(role: PersonRole): readonly PersonRole[] {
  return PERSON_ROLES.filter((one) => TABLE[role].grants.indexOf(one) >= 0);
}

/** The Board's people act for the Board and for nobody else; a country's people for their country. */
export function fitsAuthority(role: PersonRole, authority: unknown): boolean {
  const { of } = TABLE[role];
  return of === 'any' || (of === 'board') === (authority === 'INCB');
}

/** Whether an office may less than the other, and nothing that the other may not. */
export function isLower(role: PersonRole, than: PersonRole): boolean {
  const [one, other] = [TABLE[role].rights, TABLE[than].rights];
  return one.length < other.length && one.every((right) => other.indexOf(right) >= 0);
}
