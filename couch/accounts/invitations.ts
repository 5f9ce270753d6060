/**
 * Invitations work once, within 14 days, and only while the inviting person keeps the right (threats: open invitations
 * of a removed administrator). Password reset links work the same way.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { mayInvite } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { Audit } from './audit.ts';
import { idOf, InvitationShelf } from './invitation-shelf.ts';
import {
  INVITATION_PREFIX,
  INVITED_FOR,
  MAX_OPEN_INVITATIONS,
  newInvitationToken,
  parseNewInvitation,
  RESET_FOR,
  toInstant,
  tokenToInvitationId,
  toLook,
  toOpenInvitation,
  type Handed,
  type InvitationDocument,
  type InvitationLook,
  type NewInvitation,
  type OpenInvitation
} from './invitation.ts';
import { joinBy, judgeChosen, resetBy, type Chosen, type Entrance } from './accept-invitation.ts';
import { PersonRecords } from './person-records.ts';
import { documentToPerson, type Person, type PersonDocument } from './person.ts';

export type { Chosen } from './accept-invitation.ts';
export type { Handed, InvitationLook, NewInvitation, OpenInvitation } from './invitation.ts';

export class Invitations {
  readonly #shelf: InvitationShelf;
  readonly #people: PersonRecords;
  readonly #audit: Audit;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    const database = engine.open('accounts');
    this.#shelf = new InvitationShelf(database);
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
    const open = await this.list(authority);
    if (open.length >= MAX_OPEN_INVITATIONS)
      return refuse({ code: 'invitation.tooMany', values: { most: MAX_OPEN_INVITATIONS } });
    const particulars = { authority, role, name, function: invitation.function, email, by };
    const { handed, document } = this.#make({ ...particulars, kind: 'join', person: null }, INVITED_FOR);
    await this.#audit.note({
      authority,
      by,
      what: 'person.invited',
      about: handed.id,
      values: { name, role }
    });
    await this.#shelf.write(document);
    return accept(handed);
  }

  /** The account must name this link's id in `reset` before the link opens anything. */
  async createReset(person: PersonDocument, by: string): Promise<Handed> {
    const { id, role, authority, name } = documentToPerson(person);
    const particulars = { authority, role, name, function: person.function, email: '', by };
    const { handed, document } = this.#make({ ...particulars, kind: 'reset', person: id }, RESET_FOR);
    await this.#shelf.write(document);
    return handed;
  }

  async look(token: unknown): Promise<Result<InvitationLook>> {
    const held = await this.#open(token);
    return held.ok ? accept(toLook(held.value)) : held;
  }

  async accept(token: unknown, chosen: Chosen): Promise<Result<Person>> {
    const held = await this.#open(token);
    if (!held.ok) return held;
    const problems = judgeChosen(held.value, chosen);
    if (problems.length > 0) return refuse(...problems);
    const entrance: Entrance = { shelf: this.#shelf, people: this.#people, audit: this.#audit };
    const enter = held.value.kind === 'reset' ? resetBy : joinBy;
    return enter(held.value, chosen, entrance);
  }

  async list(authority: AuthorityCode): Promise<OpenInvitation[]> {
    const now = this.#clock();
    const open = await this.#shelf.list(
      (one) => one.authority === authority && one.kind === 'join' && !one.used && one.validUntil > now
    );
    return open.sort((a, b) => a.invitedAt - b.invitedAt).map(toOpenInvitation);
  }

  /** Another authority's invitation gets the same refusal as a missing one. */
  async revoke(authority: AuthorityCode, id: string, by: string): Promise<Result<null>> {
    const isRight = (one: InvitationDocument): boolean =>
      one.authority === authority && one.kind === 'join' && !one.used;
    const held = /^[A-Za-z0-9_-]{43}$/.test(id) ? await this.#shelf.read(id) : null;
    if (!held || !isRight(held)) return refuse({ code: 'invitation.unknown', path: 'id' });
    const { name, role } = held;
    await this.#audit.note({ authority, by, what: 'invitation.revoked', about: id, values: { name, role } });
    const removed = await this.#shelf.remove(id, isRight);
    return removed ? accept(null) : refuse({ code: 'invitation.unknown', path: 'id' });
  }

  async revokeAllBy(person: string): Promise<void> {
    const open = await this.#shelf.list((one) => one.by === person && !one.used);
    await Promise.all(open.map((one) => this.#shelf.remove(idOf(one), (held) => !held.used)));
  }

  async purge(): Promise<number> {
    const now = this.#clock();
    const over = await this.#shelf.list((one) => one.validUntil <= now);
    await Promise.all(over.map((one) => this.#shelf.remove(idOf(one), () => true)));
    await this.#releaseNames();
    return over.length;
  }

  async #releaseNames(): Promise<void> {
    for (const { person, joining } of await this.#people.listJoining()) {
      if ((await this.#shelf.read(joining)) === null)
        await this.#people.release(person, (one) => one.joining === joining);
    }
  }

  #make(
    particulars: Omit<InvitationDocument, '_id' | 'schema' | 'invitedAt' | 'validUntil' | 'used'>,
    validFor: number
  ): { handed: Handed; document: InvitationDocument } {
    const token = newInvitationToken();
    const id = tokenToInvitationId(token) ?? '';
    const invitedAt = this.#clock();
    const validUntil = invitedAt + validFor;
    const head = { _id: INVITATION_PREFIX + id, schema: 1, used: false } as const;
    return {
      handed: { id, token, validUntil: toInstant(validUntil) },
      document: { ...head, ...particulars, invitedAt, validUntil }
    };
  }

  async #mayInvite({ by, authority, role }: NewInvitation): Promise<boolean> {
    if (by === 'server') return true;
    const inviter = await this.#people.read(by);
    return inviter !== null && !inviter.suspended && mayInvite(inviter, { authority, role });
  }

  async #open(token: unknown): Promise<Result<InvitationDocument>> {
    const id = tokenToInvitationId(token);
    const held = id === null ? null : await this.#shelf.read(id);
    if (id === null || !held) return refuse({ code: 'invitation.unknown' });
    if (held.validUntil <= this.#clock()) return refuse({ code: 'invitation.expired' });
    const person = held.person === null ? null : await this.#people.read(held.person);
    // A person who was interrupted between reserving the name and opening the account continues there.
    if (held.used && person?.joining !== id) return refuse({ code: 'invitation.used' });
    if (held.kind === 'reset' && person?.reset !== id) return refuse({ code: 'invitation.void' });
    if (!(await this.#mayInvite(held))) return refuse({ code: 'invitation.void' });
    return accept(held);
  }
}
