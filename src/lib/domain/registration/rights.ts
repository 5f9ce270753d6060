/**
 * Callers ask for a right, never for a role, so a new role is one new row. Rights to sign an act are in `act/kinds/`
 * and belong to a key, not to an account.
 */
import type { KeyRole } from '../act/body.ts';
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';

export const RIGHTS = [
  /** Reads announcements, takes part in training sessions, sees what is delivered: all who do more than verify forms. */
  'office',
  'records',
  'trade',
  /** Has a device with a certified key. */
  'sign',
  /** Drafts, reserves numbers, issues authorizations and signs what follows from them. */
  'issue',
  /** Edits data that an authority shares unsigned: companies and settings. */
  'particulars',
  /** Sees problems of the country's data and server messages to the country. */
  'watch',
  /** Invites, suspends and removes users of its own authority, certifies their devices, sets its policy. */
  'manage',
  /** Decides on account requests and the status of countries; keeps contacts and sees personal details. */
  'registry',
  /** Sees requests, registration and usage of all countries; changes nothing by it. */
  'overview',
  /** Sees registration and usage of a regional body's members by their consent; keeps its actions and announcements. */
  'region',
  /** Writes to users of all countries in INCB's name. */
  'announce',
  /** Writes lessons, and sees the sessions of all trainers. */
  'teach',
  /** Plans training sessions, marks attendance and issues certificates. */
  'sessions',
  /** Reports a doubtful form to its own authority. */
  'report',
  /** Reads the dossier of one consignment by its number, at the server, where the own authority allows it. */
  'inspect',
  /** Applies for a company, and sees what concerns it: a company's account, and nothing else of the authority. */
  'apply',
  /** Country's own server: pushes its users' documents; has no rights of a person. */
  'carry'
] as const;
export type Right = (typeof RIGHTS)[number];

interface Role {
  /** `region`: a regional body, which INCB invites; the account names it and counts with INCB. */
  readonly of: 'country' | 'board' | 'region' | 'any';
  readonly rights: readonly Right[];
  /** Role in the device's certificate; null if the role signs nothing. */
  readonly key: KeyRole | null;
  readonly grants: readonly string[];
}

/**
 * | role          | office | records | trade | sign | issue | particulars | watch | manage | registry | overview | region | announce | teach | sessions | report | inspect | apply | carry |
 * |---------------|--------|---------|-------|------|-------|-------------|-------|--------|----------|----------|--------|----------|-------|----------|--------|---------|-------|-------|
 * | administrator | yes    | yes     | yes   | yes  | yes   | yes         | yes   | yes    |          |          |        |          |       |          | yes    |         |       |       |
 * | officer       | yes    | yes     | yes   | yes  | yes   |             |       |        |          |          |        |          |       |          | yes    |         |       |       |
 * | reader        | yes    | yes     | yes   |      |       |             |       |        |          |          |        |          |       |          | yes    |         |       |       |
 * | customs       |        |         |       |      |       |             |       |        |          |          |        |          |       |          | yes    | yes     |       |       |
 * | company       |        |         |       |      |       |             |       |        |          |          |        |          |       |          |        |         | yes   |       |
 * | incb          | yes    | yes     |       | yes  |       | yes         |       | yes    | yes      | yes      |        | yes      |       |          |        |         |       |       |
 * | observer      | yes    | yes     |       |      |       |             |       |        |          | yes      |        |          |       |          |        |         |       |       |
 * | trainer       | yes    |         |       |      |       |             |       |        |          |          |        |          | yes   | yes      |        |         |       |       |
 * | regional      | yes    |         |       |      |       |             |       |        |          |          | yes    |          |       | yes      |        |         |       |       |
 * | service       |        | yes     |       |      |       |             |       |        |          |          |        |          |       |          |        |         |       | yes   |
 * | system        |        | yes     | yes   | yes  | yes   |             |       |        |          |          |        |          |       |          |        |         |       |       |
 */
const ROLES = {
  administrator: {
    of: 'country',
    rights: ['office', 'records', 'trade', 'sign', 'issue', 'particulars', 'watch', 'manage', 'report'],
    key: 'administrator',
    grants: ['administrator', 'officer', 'reader', 'customs', 'company']
  },
  officer: {
    of: 'country',
    rights: ['office', 'records', 'trade', 'sign', 'issue', 'report'],
    key: 'officer',
    grants: []
  },
  reader: { of: 'country', rights: ['office', 'records', 'trade', 'report'], key: null, grants: [] },
  /** Verifies forms, which needs no account, and reports them. No database but the published `reference`. */
  customs: { of: 'country', rights: ['report', 'inspect'], key: null, grants: [] },
  /** Of one company of the register; its account says which one, and how far (`MAY_APPLY`). No database at all. */
  company: { of: 'country', rights: ['apply'], key: null, grants: [] },
  incb: {
    of: 'board',
    rights: ['office', 'records', 'sign', 'particulars', 'manage', 'registry', 'overview', 'announce'],
    key: 'administrator',
    grants: ['incb', 'observer', 'trainer', 'regional']
  },
  /** Reads what INCB reads of requests, registration and usage, without personal details, and writes nothing. */
  observer: { of: 'board', rights: ['office', 'records', 'overview'], key: null, grants: [] },
  trainer: { of: 'any', rights: ['office', 'teach', 'sessions'], key: null, grants: [] },
  /** Of one regional body, which its account names. No database but the published `reference`. */
  regional: { of: 'region', rights: ['office', 'region', 'sessions'], key: null, grants: [] },
  service: { of: 'country', rights: ['records', 'carry'], key: null, grants: [] },
  /** A national system's account, which an administrator makes as a client (`api/client.ts`). It has no sign-in. */
  system: { of: 'country', rights: ['records', 'trade', 'sign', 'issue'], key: 'officer', grants: [] }
} as const satisfies Readonly<Record<string, Role>>;

export type PersonRole = keyof typeof ROLES;

export const PERSON_ROLES = Object.keys(ROLES) as readonly PersonRole[];

const TABLE: Readonly<Record<PersonRole, Role>> = ROLES;

export function roleNamed(name: unknown): PersonRole | null {
  return PERSON_ROLES.find((role) => role === name) ?? null;
}

/** An account of a person, or of a server, that opens a session with a password. */
export function signsIn(role: PersonRole): role is Exclude<PersonRole, 'system'> {
  return role !== 'system';
}

export function may(person: { readonly role: string } | null | undefined, right: Right): boolean {
  const role = roleNamed(person?.role);
  return role !== null && TABLE[role].rights.indexOf(right) >= 0;
}

/** Devices of these people hold INCB's database without the details of persons (`observed.ts`). */
export function readsWithoutPersons(person: { readonly role: string }): boolean {
  return may(person, 'records') && may(person, 'overview') && !may(person, 'registry');
}

export function rolesWith(right: Right): readonly PersonRole[] {
  return PERSON_ROLES.filter((role) => may({ role }, right));
}

export function keyRoleOf(role: PersonRole): KeyRole | null {
  return TABLE[role].key;
}

export function rolesGrantedBy(role: PersonRole): readonly PersonRole[] {
  return PERSON_ROLES.filter((one) => TABLE[role].grants.indexOf(one) >= 0);
}

export function fitsAuthority(role: PersonRole, authority: unknown): boolean {
  const { of } = TABLE[role];
  return of === 'any' || (of === 'country') !== (authority === 'INCB');
}

export function isLower(role: PersonRole, than: PersonRole): boolean {
  const [one, other] = [TABLE[role].rights, TABLE[than].rights];
  return one.length < other.length && one.every((right) => other.indexOf(right) >= 0);
}

/** An administrator manages only their own authority (threats: becoming someone else). */
export interface Office {
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
}

/**
 * | who grants    | administrator | officer | reader | customs | company | incb | observer | trainer | regional | service | system |
 * |---------------|---------------|---------|--------|---------|---------|------|----------|---------|----------|---------|--------|
 * | administrator | own           | own     | own    | own     | own     | no   | no       | no      | no       | no      | no     |
 * | incb          | no            | no      | no     | no      | no      | own  | own      | own     | own      | no      | no     |
 * | anybody else  | no            | no      | no     | no      | no      | no   | no       | no      | no       | no      | no     |
 *
 * *own*: for the authority of whoever grants, and for no other.
 */
export function mayGrant(granter: Office, granted: Office): boolean {
  return granter.authority === granted.authority && rolesGrantedBy(granter.role).indexOf(granted.role) >= 0;
}

/** Like `mayGrant`; INCB also invites a country's first administrator or a successor. */
export function mayInvite(inviter: Office, invited: Office): boolean {
  if (mayGrant(inviter, invited)) return true;
  return may(inviter, 'registry') && invited.role === 'administrator' && invited.authority.length === 2;
}

/** Accounts of Australia begin with `au.`, INCB's with `incb.`: no one can take another country's name. */
export function accountPrefix(authority: AuthorityCode): string {
  return `${authority.toLowerCase()}.`;
}

/** INCB trainers can also be named `trainer.` */
export function accountPrefixes(authority: AuthorityCode): readonly string[] {
  return authority === 'INCB' ? [accountPrefix(authority), 'trainer.'] : [accountPrefix(authority)];
}

const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{1,63}$/;

export function isAccountName(value: unknown): value is string {
  return typeof value === 'string' && ACCOUNT_NAME.test(value);
}

export function judgeAccountName(value: unknown, authority: AuthorityCode): Problem | null {
  if (!isAccountName(value)) return { code: 'account.person.malformed', path: 'person' };
  const prefix = accountPrefix(authority);
  if (value.indexOf(prefix) === 0 && value.length > prefix.length) return null;
  return { code: 'account.person.prefix', path: 'person', values: { prefix } };
}
