/**
 * What a person may be here, who makes him that, and how his account is named. An administrator manages
 * his own authority and no other (threats: becoming someone else).
 */
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';

export const PERSON_ROLES = ['administrator', 'officer', 'reader', 'incb', 'trainer', 'service'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

export interface Office {
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
}

/** Those who invite, suspend and remove the people of their own authority. */
export const MANAGING_ROLES = ['administrator', 'incb'] as const satisfies readonly PersonRole[];

export function managesPeople(role: PersonRole): boolean {
  return role === 'administrator' || role === 'incb';
}

/**
 * | who grants    | administrator | officer | reader | incb | trainer | service |
 * |---------------|---------------|---------|--------|------|---------|---------|
 * | administrator | own           | own     | own    | no   | no      | no      |
 * | incb          | no            | no      | no     | own  | own     | no      |
 * | anybody else  | no            | no      | no     | no   | no      | no      |
 *
 * *own*: for the authority of him who grants, and for no other.
 */
export function mayGrant(granter: Office, granted: Office): boolean {
  return granter.authority === granted.authority && rolesGrantedBy(granter.role).indexOf(granted.role) >= 0;
}

export function rolesGrantedBy(role: PersonRole): readonly PersonRole[] {
  if (role === 'administrator') return ['administrator', 'officer', 'reader'];
  return role === 'incb' ? ['incb', 'trainer'] : [];
}

/** Whether an office may less than the other, and nothing that the other may not. */
export function isLower(role: PersonRole, than: PersonRole): boolean {
  const [one, other] = [COUNTRY_RANKS.indexOf(role), COUNTRY_RANKS.indexOf(than)];
  return one >= 0 && one < other;
}

const COUNTRY_RANKS: readonly PersonRole[] = ['reader', 'officer', 'administrator'];

/** As `mayGrant`; besides, the Board's people invite the first administrator of a country, or his successor. */
export function mayInvite(inviter: Office, invited: Office): boolean {
  if (mayGrant(inviter, invited)) return true;
  return inviter.role === 'incb' && invited.role === 'administrator' && invited.authority.length === 2;
}

/** Accounts of Australia begin with `au.`, the Board's with `incb.`: nobody takes the name of another country. */
export function accountPrefix(authority: AuthorityCode): string {
  return `${authority.toLowerCase()}.`;
}

/** All that accounts of an authority begin with: whoever the Board has made a trainer may be called `trainer.` */
export function accountPrefixes(authority: AuthorityCode): readonly string[] {
  return authority === 'INCB' ? [accountPrefix(authority), 'trainer.'] : [accountPrefix(authority)];
}

const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{1,63}$/;

export function isAccountName(value: unknown): value is string {
  return typeof value === 'string' && ACCOUNT_NAME.test(value);
}

/** What is wrong with a name that a new person chooses for his account, or null. */
export function judgeAccountName(value: unknown, authority: AuthorityCode): Problem | null {
  if (!isAccountName(value)) return { code: 'account.person.malformed', path: 'person' };
  const prefix = accountPrefix(authority);
  if (value.indexOf(prefix) === 0 && value.length > prefix.length) return null;
  return { code: 'account.person.prefix', path: 'person', values: { prefix } };
}
