/** One invitation makes exactly one account, in every race of two gateways. */
import { judgePassword } from '#lib/domain/registration/password.ts';
import { judgeAccountName } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { Audit } from './audit.ts';
import { idOf, type InvitationShelf } from './invitation-shelf.ts';
import type { InvitationDocument } from './invitation.ts';
import { hashPassword } from './password.ts';
import type { PersonRecords } from './person-records.ts';
import { documentToPerson, personDocumentId, type Person, type PersonDocument } from './person.ts';

export interface Chosen {
  readonly person: string;
  readonly password: string;
}

export interface Entrance {
  readonly shelf: InvitationShelf;
  readonly people: PersonRecords;
  readonly audit: Audit;
}

export function judgeChosen(held: InvitationDocument, { person, password }: Chosen): readonly Problem[] {
  const name = held.kind === 'reset' ? judgeOwnName(held, person) : judgeAccountName(person, held.authority);
  return [...(name ? [name] : []), ...judgePassword(password, [person, held.name])];
}

function judgeOwnName(held: InvitationDocument, person: string): Problem | null {
  return person === held.person ? null : { code: 'account.person.unknown', path: 'person' };
}

/** Reserves the name, then uses up the invitation, then opens the account. */
export async function joinBy(
  held: InvitationDocument,
  chosen: Chosen,
  by: Entrance
): Promise<Result<Person>> {
  const { person } = chosen;
  const { authority, role } = held;
  const joining = idOf(held);
  // A used invitation without an account continues only under the name that used it.
  if (held.used && held.person !== person) return refuse({ code: 'invitation.used' });
  const reserved = await reserve(by.people, await toJoining(held, chosen));
  if (!reserved) return refuse({ code: 'account.person.exists', path: 'person' });
  if (!held.used && !(await by.shelf.write({ ...held, person, used: true }))) {
    // Another request used it first. The name stays if that request was for the same name.
    if ((await by.shelf.read(joining))?.person !== person)
      await by.people.release(person, (one) => one.joining === joining);
    return refuse({ code: 'invitation.used' });
  }
  await by.audit.note({
    authority,
    by: person,
    what: 'person.joined',
    about: person,
    values: { role, invitation: joining }
  });
  const stored = await by.people.change(person, ({ joining: name, ...one }) =>
    name === joining ? { ...one, suspended: false } : null
  );
  return stored ? accept(documentToPerson(stored)) : refuse({ code: 'invitation.used' });
}

async function toJoining(held: InvitationDocument, { person, password }: Chosen): Promise<PersonDocument> {
  const { name, role, authority } = held;
  return {
    _id: personDocumentId(person),
    schema: 1,
    name,
    function: held.function,
    role,
    authority,
    hash: await hashPassword(password),
    password: 1,
    suspended: true,
    ...(held.email === '' ? {} : { email: held.email }),
    joining: idOf(held)
  };
}

/** True if the name is free or was reserved by this invitation. */
async function reserve(people: PersonRecords, document: PersonDocument): Promise<boolean> {
  if (await people.insert(document)) return true;
  const { id } = documentToPerson(document);
  const again = await people.change(id, ({ _rev, joining }) =>
    joining === document.joining ? { ...document, ...(_rev === undefined ? {} : { _rev }) } : null
  );
  return again !== null;
}

/** The account's own document decides that a link is used once. */
export async function resetBy(
  held: InvitationDocument,
  chosen: Chosen,
  by: Entrance
): Promise<Result<Person>> {
  const { person, password } = chosen;
  const id = idOf(held);
  const hash = await hashPassword(password);
  await by.audit.note({ authority: held.authority, by: person, what: 'person.password', about: person });
  const stored = await by.people.change(person, ({ reset, ...one }) =>
    reset === id && !one.suspended ? { ...one, hash, password: one.password + 1 } : null
  );
  // The link is kept as used until it would have expired, so that a second use gets the right refusal.
  if (stored) await by.shelf.write({ ...held, used: true });
  return stored ? accept(documentToPerson(stored)) : refuse({ code: 'invitation.void' });
}
