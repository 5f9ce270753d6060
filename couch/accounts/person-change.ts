/** Changes of a person: strict parsing and permission. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { mayGrant, type Office, type PersonRole } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isName, isRole } from './person.ts';

export interface PersonChange {
  readonly role?: PersonRole;
  readonly suspended?: boolean;
  readonly name?: string;
  readonly function?: string;
}

const KEYS = ['role', 'suspended', 'name', 'function'];

export function parsePersonChange(body: unknown): Result<PersonChange> {
  if (!isPlainObject(body) || Object.keys(body).length === 0)
    return refuse({ code: 'request.body.malformed' });
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (!KEYS.includes(key)) problems.push({ code: 'request.body.malformed', path: key.slice(0, 60) });
    if (key === 'role' && !isRole(value)) problems.push({ code: 'account.role.unknown', path: key });
    if (key === 'suspended' && typeof value !== 'boolean')
      problems.push({ code: 'request.body.malformed', path: key });
    if ((key === 'name' || key === 'function') && !isName(value))
      problems.push({ code: 'account.name.malformed', path: key });
  }
  return problems.length > 0 ? refuse(...problems) : accept(body as PersonChange);
}

/** Changing a role requires the right to grant both the old and the new one. */
export function judgeChange(by: Office, held: Office, { role }: PersonChange): Result<null> {
  if (role === undefined) return accept(null);
  const { authority } = held;
  if (mayGrant(by, held) && mayGrant(by, { role, authority })) return accept(null);
  return refuse({ code: 'people.role.notGranted', path: 'role' });
}
