/** Only an argon2id hash of the password is kept. */
import type { Database } from '#couch/engine/engine.ts';
import { isAuthority } from '#lib/domain/country.ts';
import { companyReference, MAY_APPLY, type MayApply } from '#lib/domain/company/company.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import {
  accountPrefix,
  accountPrefixes,
  isAccountName,
  mayGrant,
  fitsAuthority,
  may,
  readsWithoutPersons,
  roleNamed,
  signsIn,
  type Office,
  type PersonRole
} from '#lib/domain/registration/rights.ts';
import { isRegionalId } from '#lib/domain/regional/regional-body.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { fits, isPlainObject, oneOf, textProblem } from '#lib/domain/shape/shape.ts';
import { Records, type PersonDocument } from './stored-document.ts';

export type { PersonDocument } from './stored-document.ts';
export type { PersonRole } from '#lib/domain/registration/rights.ts';

type ForCompany = Pick<PersonDocument, 'company' | 'mayApply'>;
type ForOffice = ForCompany & Pick<PersonDocument, 'body'>;

export interface Person extends Pick<
  PersonDocument,
  'name' | 'function' | 'role' | 'authority' | 'company' | 'mayApply' | 'body'
> {
  /** e.g. `au.officer` */
  readonly id: string;
}

export interface NewPerson extends Person {
  readonly password: string;
}

const MAX_NAME_LENGTH = 120;

export const isPersonId = isAccountName;

export type ShutOutCode = 'person.suspended' | 'person.removed' | 'device.withdrawn';

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
  person: Record<'name' | 'function' | 'role' | 'authority', unknown> & {
    readonly [K in keyof ForOffice]?: unknown;
  }
): Problem[] {
  const problems: Problem[] = [];
  if (!isName(person.name)) problems.push({ code: 'account.name.malformed', path: 'name' });
  if (!isName(person.function)) problems.push({ code: 'account.name.malformed', path: 'function' });
  const role = roleNamed(person.role);
  if (role === null || !signsIn(role)) problems.push({ code: 'account.role.unknown', path: 'role' });
  const isPlaced = role === null || fitsAuthority(role, person.authority);
  if (!isAuthority(person.authority) || person.authority === 'EXCHANGE' || !isPlaced) {
    problems.push({ code: 'account.authority.wrong', path: 'authority' });
  }
  const isForCompany = fits(companyReference, person.company) && fits(oneOf(MAY_APPLY), person.mayApply);
  const isForNone = person.company === undefined && person.mayApply === undefined;
  if (may({ role: String(person.role) }, 'apply') ? !isForCompany : !isForNone)
    problems.push({ code: 'account.company.missing', path: 'company' });
  if (may({ role: String(person.role) }, 'region') ? !isRegionalId(person.body) : person.body !== undefined)
    problems.push({ code: 'account.body.missing', path: 'body' });
  return problems;
}

/** The company or regional body of an account; nothing for everyone else. */
export function forOfficeOf({ company, mayApply, body }: ForOffice): ForOffice {
  if (body !== undefined) return { body };
  return company !== undefined && mayApply !== undefined ? { company, mayApply } : {};
}

function isName(value: unknown): value is string {
  return textProblem(value, 1, MAX_NAME_LENGTH, false) === null;
}

export interface PersonChange {
  readonly role?: PersonRole;
  readonly suspended?: boolean;
  readonly name?: string;
  readonly function?: string;
  readonly mayApply?: MayApply;
}

const KEYS = ['role', 'suspended', 'name', 'function', 'mayApply'];

export function parsePersonChange(body: unknown): Result<PersonChange> {
  if (!isPlainObject(body) || Object.keys(body).length === 0)
    return refuse({ code: 'request.body.malformed' });
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (!KEYS.includes(key)) problems.push({ code: 'request.body.malformed', path: key.slice(0, 60) });
    if (key === 'role' && roleNamed(value) === null)
      problems.push({ code: 'account.role.unknown', path: key });
    if (key === 'suspended' && typeof value !== 'boolean')
      problems.push({ code: 'request.body.malformed', path: key });
    if ((key === 'name' || key === 'function') && !isName(value))
      problems.push({ code: 'account.name.malformed', path: key });
    if (key === 'mayApply' && !fits(oneOf(MAY_APPLY), value))
      problems.push({ code: 'request.body.malformed', path: key });
  }
  return problems.length > 0 ? refuse(...problems) : accept(body as PersonChange);
}

/** Changing a role requires the right to grant both the old and the new one. */
export function judgeChange(by: Office, held: Office, { role, mayApply }: PersonChange): Result<null> {
  const isOfCompany = may(held, 'apply');
  if (mayApply !== undefined && !isOfCompany)
    return refuse({ code: 'account.company.missing', path: 'mayApply' });
  if (role === undefined || role === held.role) return accept(null);
  if (isOfCompany || may({ role }, 'apply')) return refuse({ code: 'people.role.company', path: 'role' });
  if (may(held, 'region') || may({ role }, 'region'))
    return refuse({ code: 'people.role.body', path: 'role' });
  // A device that received requests without persons would never receive the rest, and one that has persons keeps them.
  if (readsWithoutPersons(held) || readsWithoutPersons({ role }))
    return refuse({ code: 'people.role.observer', path: 'role' });
  const { authority } = held;
  if (mayGrant(by, held) && mayGrant(by, { role, authority })) return accept(null);
  return refuse({ code: 'people.role.notGranted', path: 'role' });
}

/** A value that the account has already ends no session and is no news. A suspension is repeated: it might be half done. */
export function withoutSame(change: PersonChange, held: PersonDocument): PersonChange {
  const isNew = ([name, value]: [string, unknown]): boolean =>
    value === true || value !== held[name as keyof PersonChange];
  return Object.fromEntries(Object.entries(change).filter(isNew));
}

export function documentToPerson(document: PersonDocument): Person {
  const { name, role, authority } = document;
  const id = document._id.slice('person:'.length);
  return { id, name, function: document.function, role, authority, ...forOfficeOf(document) };
}

type NewDocument = Omit<PersonDocument, '_id' | '_rev' | 'schema'>;

export class PersonRecords {
  readonly #records: Records<'person'>;

  constructor(database: Database) {
    this.#records = new Records(database, 'person');
  }

  async read(person: string): Promise<PersonDocument | null> {
    const held = isPersonId(person) ? await this.#records.read(person) : null;
    return held?.removed ? null : held;
  }

  /** The caller has proved to be, or to have been, this person. */
  async whyShutOut(person: string): Promise<'person.suspended' | 'person.removed' | null> {
    const held = await this.#records.read(person);
    if (held?.removed) return 'person.removed';
    return held?.suspended ? 'person.suspended' : null;
  }

  insert(person: string, document: NewDocument): Promise<PersonDocument | null> {
    return this.#records.insert(person, document);
  }

  async change(
    person: string,
    change: (held: PersonDocument) => NewDocument | null
  ): Promise<PersonDocument | null> {
    if (!isPersonId(person)) return null;
    return this.#records.change(person, (held) => (held && !held.removed ? change(held) : null));
  }

  async release(person: string, joining: string): Promise<boolean> {
    return isPersonId(person) && this.#records.remove(person, (held) => held.joining === joining);
  }

  async listOf(authority: AuthorityCode): Promise<readonly PersonDocument[]> {
    const named = await Promise.all(accountPrefixes(authority).map((prefix) => this.#records.list(prefix)));
    return named.flat().filter((one) => one.authority === authority && isThere(one));
  }

  async listAll(): Promise<readonly PersonDocument[]> {
    return (await this.#records.list()).filter(isThere);
  }

  async listJoining(): Promise<readonly { readonly person: string; readonly joining: string }[]> {
    const people = await this.#records.list();
    return people.flatMap((one) =>
      one.joining === undefined ? [] : [{ person: this.#records.nameOf(one), joining: one.joining }]
    );
  }
}

function isThere({ joining, removed }: PersonDocument): boolean {
  return joining === undefined && !removed;
}
