/**
 * The step from an invitation to an account, so that at no moment, and in no race of two gateways, one
 * invitation makes two accounts or a burnt invitation none.
 */
import { judgePassword } from '#lib/domain/registration/password.ts';
import { judgeAccountName } from '#lib/domain/registration/person-role.ts';
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

/** The name is reserved, then the invitation is used up, then the account opens. */
export async function joinBy(
  held: InvitationDocument,
  chosen: Chosen,
  by: Entrance
): Promise<Result<Person>> {
  const { person } = chosen;
  const { authority, role } = held;
  const joining = idOf(held);
  // Used up and not yet open: it goes on under the name that used it, and under no other.
  if (held.used && held.person !== person) return refuse({ code: 'invitation.used' });
  const reserved = await reserve(by.people, await toJoining(held, chosen));
  if (!reserved) return refuse({ code: 'account.person.exists', path: 'person' });
  if (!held.used && !(await by.shelf.write({ ...held, person, used: true }))) {
    // Another used it first; where that was for the same name, the name is theirs.
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

/** True where the name is this invitation's: free, or reserved by it before. */
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
  // Kept as used until it would have expired: whoever opens it again is told so.
  if (stored) await by.shelf.write({ ...held, used: true });
  return stored ? accept(documentToPerson(stored)) : refuse({ code: 'invitation.void' });
}
