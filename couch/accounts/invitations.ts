/**
 * Once, within 14 days, and only while the inviting person keeps the right. One invitation makes exactly one account,
 * in every race of two gateways.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { judgeAccountName, mayInvite } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { Audit } from './audit.ts';
import {
  INVITED_FOR_MS,
  invitationIdOf,
  MAX_OPEN_INVITATIONS,
  newInvitationToken,
  parseNewInvitation,
  RESET_FOR_MS,
  toInstant,
  toInvitationView,
  tokenToInvitationId,
  toOpenInvitation,
  type Handed,
  type InvitationView,
  type NewInvitation,
  type OpenInvitation
} from './invitation.ts';
import { hashPassword } from './password.ts';
import { documentToPerson, forOfficeOf, PersonRecords, type Person, type PersonDocument } from './person.ts';
import { Records, type InvitationDocument } from './stored-document.ts';

export type { Handed, InvitationView, NewInvitation, OpenInvitation } from './invitation.ts';

interface Chosen {
  readonly person: string;
  readonly password: string;
}

export class Invitations {
  readonly #records: Records<'invitation'>;
  readonly #people: PersonRecords;
  readonly #audit: Audit;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    const database = engine.open('accounts');
    this.#records = new Records(database, 'invitation');
    this.#people = new PersonRecords(database);
    this.#audit = new Audit({ engine, clock });
    this.#clock = clock;
  }

  /** The right to grant this is checked here and again on acceptance. */
  async create(invitation: NewInvitation): Promise<Result<Handed>> {
    const parsed = parseNewInvitation(invitation);
    if (!parsed.ok) return parsed;
    const { authority, role, name, email, by } = parsed.value;
    if (!(await this.#mayInvite(invitation))) return refuse({ code: 'invitation.notGranted', path: 'role' });
    if ((await this.list(authority)).length >= MAX_OPEN_INVITATIONS)
      return refuse({ code: 'invitation.tooMany', values: { most: MAX_OPEN_INVITATIONS } });
    const { id, token } = newLink();
    await this.#audit.note({ authority, by, what: 'person.invited', about: id, values: { name, role } });
    const office = { authority, role, name, function: invitation.function, email, by };
    const particulars = { ...office, ...forOfficeOf(invitation) };
    return accept(
      await this.#hand(id, token, { ...particulars, kind: 'join', person: null }, INVITED_FOR_MS)
    );
  }

  /** The account must name this link's id in `reset` before the link opens anything. */
  createReset(person: PersonDocument, by: string): Promise<Handed> {
    const { id: account, role, authority, name } = documentToPerson(person);
    const { id, token } = newLink();
    const particulars = { authority, role, name, function: person.function, email: '', by };
    return this.#hand(id, token, { ...particulars, kind: 'reset', person: account }, RESET_FOR_MS);
  }

  async look(token: unknown): Promise<Result<InvitationView>> {
    const held = await this.#open(token);
    return held.ok ? accept(toInvitationView(held.value)) : held;
  }

  async accept(token: unknown, chosen: Chosen): Promise<Result<Person>> {
    const held = await this.#open(token);
    if (!held.ok) return held;
    const problems = judgeChosen(held.value, chosen);
    if (problems.length > 0) return refuse(...problems);
    return held.value.kind === 'reset' ? this.#reset(held.value, chosen) : this.#join(held.value, chosen);
  }

  async list(authority: AuthorityCode): Promise<OpenInvitation[]> {
    const now = this.#clock();
    const open = (await this.#records.list()).filter(
      (one) => isOpenJoin(one) && one.authority === authority && one.validUntil > now
    );
    return open.sort((a, b) => a.invitedAt - b.invitedAt).map(toOpenInvitation);
  }

  /** Another authority's invitation gets the same refusal as a missing one. */
  async revoke(authority: AuthorityCode, id: string, by: string): Promise<Result<null>> {
    const unknown = refuse({ code: 'invitation.unknown', path: 'id' });
    const isMeant = (one: InvitationDocument): boolean => one.authority === authority && isOpenJoin(one);
    const held = /^[A-Za-z0-9_-]{43}$/.test(id) ? await this.#records.read(id) : null;
    if (!held || !isMeant(held)) return unknown;
    const { name, role } = held;
    await this.#audit.note({ authority, by, what: 'invitation.revoked', about: id, values: { name, role } });
    return (await this.#records.remove(id, isMeant)) ? accept(null) : unknown;
  }

  async revokeAllBy(person: string): Promise<void> {
    const open = (await this.#records.list()).filter((one) => one.by === person && !one.used);
    await Promise.all(open.map((one) => this.#records.remove(invitationIdOf(one), ({ used }) => !used)));
  }

  async purge(): Promise<number> {
    const now = this.#clock();
    const over = (await this.#records.list()).filter((one) => one.validUntil <= now);
    await Promise.all(over.map((one) => this.#records.remove(invitationIdOf(one))));
    for (const { person, joining } of await this.#people.listJoining())
      if ((await this.#records.read(joining)) === null) await this.#people.release(person, joining);
    return over.length;
  }

  async #hand(
    id: string,
    token: string,
    particulars: Omit<InvitationDocument, '_id' | 'schema' | 'invitedAt' | 'validUntil' | 'used'>,
    validForMs: number
  ): Promise<Handed> {
    const invitedAt = this.#clock();
    const validUntil = invitedAt + validForMs;
    await this.#records.insert(id, { used: false, ...particulars, invitedAt, validUntil });
    return { id, token, validUntil: toInstant(validUntil) };
  }

  async #mayInvite({ by, authority, role }: NewInvitation): Promise<boolean> {
    if (by === 'server') return true;
    const inviter = await this.#people.read(by);
    return inviter !== null && !inviter.suspended && mayInvite(inviter, { authority, role });
  }

  async #open(token: unknown): Promise<Result<InvitationDocument>> {
    const id = tokenToInvitationId(token);
    const held = id === null ? null : await this.#records.read(id);
    if (id === null || !held) return refuse({ code: 'invitation.unknown' });
    if (held.validUntil <= this.#clock()) return refuse({ code: 'invitation.expired' });
    const person = held.person === null ? null : await this.#people.read(held.person);
    // Interrupted between reserving the name and opening the account: continues there.
    if (held.used && person?.joining !== id) return refuse({ code: 'invitation.used' });
    if (held.kind === 'reset' && person?.reset !== id) return refuse({ code: 'invitation.void' });
    if (!(await this.#mayInvite(held))) return refuse({ code: 'invitation.void' });
    return accept(held);
  }

  async #join(held: InvitationDocument, chosen: Chosen): Promise<Result<Person>> {
    const { person } = chosen;
    const { authority, role } = held;
    const joining = invitationIdOf(held);
    const used = refuse({ code: 'invitation.used' });
    // A used invitation without an account continues only under the name that used it.
    if (held.used && held.person !== person) return used;
    if (!(await this.#reserve(held, chosen)))
      return refuse({ code: 'account.person.exists', path: 'person' });
    const use = (): Promise<InvitationDocument | null> =>
      this.#records.change(joining, (one) => (one && !one.used ? { ...one, person, used: true } : null));
    if (!held.used && !(await use())) {
      // The name stays if the other request was for the same name.
      if ((await this.#records.read(joining))?.person !== person) await this.#people.release(person, joining);
      return used;
    }
    const values = { role, invitation: joining };
    await this.#audit.note({ authority, by: person, what: 'person.joined', about: person, values });
    const stored = await this.#people.change(person, ({ joining: name, ...one }) =>
      name === joining ? { ...one, suspended: false } : null
    );
    return stored ? accept(documentToPerson(stored)) : used;
  }

  /** False if the name is taken by anything but this invitation. */
  async #reserve(held: InvitationDocument, { person, password }: Chosen): Promise<boolean> {
    const { name, role, authority, email } = held;
    const joining = invitationIdOf(held);
    const hash = await hashPassword(password);
    const made = {
      name,
      function: held.function,
      role,
      authority,
      hash,
      password: 1,
      suspended: true,
      joining,
      ...forOfficeOf(held),
      ...(email === '' ? {} : { email })
    };
    if (await this.#people.insert(person, made)) return true;
    return (await this.#people.change(person, (one) => (one.joining === joining ? made : null))) !== null;
  }

  /** The account's own document decides that a link is used once. */
  async #reset(held: InvitationDocument, { person, password }: Chosen): Promise<Result<Person>> {
    const id = invitationIdOf(held);
    const hash = await hashPassword(password);
    const { authority } = held;
    await this.#audit.note({ authority, by: person, what: 'person.password', about: person });
    const stored = await this.#people.change(person, ({ reset, ...one }) =>
      reset === id && !one.suspended ? { ...one, hash, password: one.password + 1 } : null
    );
    // The link is kept as used until it would have expired, so that a second use gets the right refusal.
    if (stored) await this.#records.change(id, (one) => one && { ...one, used: true });
    return stored ? accept(documentToPerson(stored)) : refuse({ code: 'invitation.void' });
  }
}

function newLink(): Pick<Handed, 'id' | 'token'> {
  const token = newInvitationToken();
  return { token, id: tokenToInvitationId(token) ?? '' };
}

function isOpenJoin({ kind, used }: InvitationDocument): boolean {
  return kind === 'join' && !used;
}

function judgeChosen(held: InvitationDocument, { person, password }: Chosen): readonly Problem[] {
  const ownName: Problem | null =
    person === held.person ? null : { code: 'account.person.unknown', path: 'person' };
  const name = held.kind === 'reset' ? ownName : judgeAccountName(person, held.authority);
  return [...(name ? [name] : []), ...judgePassword(password, [person, held.name])];
}
