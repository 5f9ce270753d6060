/**
 * Rules for granting roles and naming accounts. An administrator manages only their own authority (threats: becoming
 * someone else). `rights.ts` lists the rights of each role.
 */
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { may, rolesGrantedBy, type PersonRole } from './rights.ts';

export interface Office {
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
}

/**
 * | who grants    | administrator | officer | reader | incb | trainer | service |
 * |---------------|---------------|---------|--------|------|---------|---------|
 * | administrator | own           | own     | own    | no   | no      | no      |
 * | incb          | no            | no      | no     | own  | own     | no      |
 * | anybody else  | no            | no      | no     | no   | no      | no      |
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
