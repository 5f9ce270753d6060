/**
 * Administrators manage their own authority's people only. A restriction ends sessions, feeds and invitations
 * immediately (threats P7).
 */
import { changeDocument } from '#couch/database/documents.ts';
import { putUnlessChanged, readDocument, type Engine, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { mayGrant, isLower, may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { Audit, type AuditVerb } from './audit.ts';
import type { DeviceReports } from './device-reports.ts';
import { toInstant, type Handed } from './invitation.ts';
import type { Invitations } from './invitations.ts';
import { Learning } from './learning.ts';
import {
  judgeChange,
  documentToPerson,
  PersonRecords,
  withoutSame,
  type Person,
  type PersonChange,
  type PersonDocument
} from './person.ts';
import type { SecondFactors } from './second-factors.ts';
import { LastSeen } from './session.ts';
import type { Sessions } from './sessions.ts';
import { forgetPush, Records } from './stored-document.ts';

interface PeopleOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  readonly devices: DeviceReports;
  readonly factors: Pick<SecondFactors, 'count' | 'removeAll'>;
}

/** Never a hash, an address or the person's work. */
interface PersonRow extends Person {
  readonly suspended: boolean;
  readonly reset: boolean;
  readonly lastSeen: Instant | null;
  readonly secondFactors: number;
  readonly sessions: number;
}

type Manager = Pick<Person, 'id' | 'role' | 'authority'>;

export class People {
  readonly #records: PersonRecords;
  readonly #seen: LastSeen;
  readonly #learning: Learning;
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #lastManager: LastManager;
  readonly #options: PeopleOptions;

  constructor(options: PeopleOptions) {
    const { engine, clock } = options;
    const database = engine.open('accounts');
    this.#database = database;
    this.#records = new PersonRecords(database);
    this.#seen = new LastSeen(database);
    this.#learning = new Learning({ engine, key: null });
    this.#audit = new Audit({ engine, clock });
    this.#lastManager = new LastManager(database, this.#records, clock);
    this.#options = options;
  }

  async list(authority: AuthorityCode): Promise<PersonRow[]> {
    return this.#rowsOf(await this.#records.listOf(authority));
  }

  async change(by: Manager, person: string, asked: PersonChange): Promise<Result<PersonRow>> {
    const held = await this.#own(by, person);
    if (!held.ok) return held;
    const judged = judgeChange(by, held.value, asked);
    if (!judged.ok) return judged;
    const change = withoutSame(asked, held.value);
    const takesOffice = change.suspended === true || (change.role && !may({ role: change.role }, 'manage'));
    const write = (): Promise<Result<PersonDocument>> => this.#write(by, held.value, change);
    const written = takesOffice ? await this.#letGo(held.value, write) : await write();
    if (!written.ok) return written;
    const [row] = await this.#rowsOf([written.value]);
    return row ? accept(row) : unknown();
  }

  /** Of companies that ended long ago; how many. */
  async removeOf(authority: AuthorityCode, companies: readonly string[]): Promise<number> {
    if (companies.length === 0) return 0;
    const people = await this.#records.listOf(authority);
    const due = people.filter(({ company }) => company !== undefined && companies.includes(company));
    for (const one of due) {
      const by = { id: 'server', authority, role: one.role };
      await this.remove(by, documentToPerson(one).id);
    }
    return due.length;
  }

  /** Their signatures stay. The name is never given to another person. */
  async remove(by: Manager, person: string): Promise<Result<null>> {
    const held = await this.#own(by, person);
    if (!held.ok) return held;
    return this.#letGo(held.value, async () => {
      await this.#note(by, 'person.removed', person, { role: held.value.role });
      const gone = await this.#records.change(person, ({ role, authority, password }) => ({
        role,
        authority,
        name: '',
        function: '',
        hash: null,
        suspended: true,
        removed: true,
        password: password + 1
      }));
      if (!gone) return unknown();
      await this.#shutOut(person);
      await this.#seen.forget(person);
      await this.#learning.forget(person);
      await forgetNotifications(this.#database, person);
      await this.#options.devices.forgetAllOf({ id: person, authority: by.authority });
      await this.#options.factors.removeAll(person);
      return accept(null);
    });
  }

  /** Second factors stay, so that an intercepted link is only half of a sign-in. */
  async reset(by: Manager, person: string): Promise<Result<Handed>> {
    const held = await this.#own(by, person);
    if (!held.ok) return held;
    if (person === by.id) return refuse({ code: 'people.reset.own' });
    if (!mayGrant(by, held.value)) return refuse({ code: 'people.role.notGranted', path: 'person' });
    return this.#letGo(held.value, async () => {
      await this.#note(by, 'person.reset', person);
      const handed = await this.#options.invitations.createReset(held.value, by.id);
      const changed = await this.#records.change(person, (one) => ({
        ...one,
        hash: null,
        reset: handed.id,
        password: one.password + 1
      }));
      if (!changed) return unknown();
      await this.#endAllOf(person);
      return accept(handed);
    });
  }

  /** Until new enrolment the password is sufficient. */
  async removeFactors(by: Manager, person: string): Promise<Result<null>> {
    const held = await this.#own(by, person);
    if (!held.ok) return held;
    if (person === by.id) return refuse({ code: 'people.factors.own' });
    if (!mayGrant(by, held.value)) return refuse({ code: 'people.role.notGranted', path: 'person' });
    await this.#note(by, 'secondFactor.cleared', person);
    await this.#options.factors.removeAll(person);
    await this.#options.sessions.closeAllOf(person);
    return accept(null);
  }

  async #own(by: Manager, person: string): Promise<Result<PersonDocument>> {
    const held = await this.#records.read(person);
    const isOwn = held?.authority === by.authority && held.joining === undefined;
    return held && isOwn ? accept(held) : unknown();
  }

  async #letGo<T>(held: PersonDocument, work: () => Promise<Result<T>>): Promise<Result<T>> {
    const done = await this.#lastManager.letGo(held.authority, documentToPerson(held).id, work);
    return done.ok ? done.value : done;
  }

  async #write(by: Manager, held: PersonDocument, change: PersonChange): Promise<Result<PersonDocument>> {
    if (Object.keys(change).length === 0) return accept(held);
    const { id } = documentToPerson(held);
    for (const { what, values } of notesOf(held, change)) await this.#note(by, what, id, values);
    const isLowered = change.role !== undefined && isLower(change.role, held.role);
    const ends = change.suspended !== undefined || (change.role !== undefined && !isLowered);
    const changed = await this.#records.change(id, (one) => ({
      ...one,
      ...change,
      password: ends ? one.password + 1 : one.password
    }));
    if (!changed) return unknown();
    if (change.role && !may({ role: change.role }, 'trade')) await forgetPush(this.#database, id);
    if (change.suspended === true) await this.#shutOut(id);
    else if (ends) await this.#endAllOf(id);
    else if (isLowered) await this.#options.invitations.revokeAllBy(id);
    return accept(changed);
  }

  async #shutOut(person: string): Promise<void> {
    await this.#options.sessions.endAllOf(person);
    await this.#options.invitations.revokeAllBy(person);
  }

  async #endAllOf(person: string): Promise<void> {
    await this.#options.sessions.closeAllOf(person);
    await this.#options.invitations.revokeAllBy(person);
  }

  async #rowsOf(people: readonly PersonDocument[]): Promise<PersonRow[]> {
    const { sessions, factors } = this.#options;
    const ids = people.map((one) => documentToPerson(one).id);
    const [open, lastSeen] = [await sessions.listOf(people), await this.#seen.read(ids)];
    return Promise.all(
      people.map(async (document) => {
        const person = documentToPerson(document);
        const at = lastSeen.get(person.id);
        return {
          ...person,
          suspended: document.suspended,
          reset: document.reset !== undefined,
          lastSeen: at === undefined ? null : toInstant(at),
          secondFactors: await factors.count(person.id),
          sessions: open.filter((one) => one.person === person.id).length
        };
      })
    );
  }

  #note(by: Manager, what: AuditVerb, about: string, values?: Record<string, string>): Promise<void> {
    const entry = { authority: by.authority, by: by.id, what, about };
    return this.#audit.note(values === undefined ? entry : { ...entry, values });
  }
}

/** With the address of the calendar, which opens nothing any more. */
async function forgetNotifications(database: Database, person: string): Promise<void> {
  const wishes = new Records(database, 'notifications');
  const hash = (await wishes.read(person))?.calendar?.hash;
  await wishes.remove(person);
  if (hash !== undefined) await new Records(database, 'calendar').remove(hash);
}

function unknown(): Result<never> {
  return refuse({ code: 'people.unknown', path: 'person' });
}

interface Note {
  readonly what: AuditVerb;
  readonly values?: Record<string, string>;
}

function notesOf(
  held: PersonDocument,
  { role, suspended, name, function: title, mayApply }: PersonChange
): Note[] {
  const notes: Note[] = [];
  if (role !== undefined) notes.push({ what: 'person.role', values: { from: held.role, to: role } });
  if (suspended !== undefined) notes.push({ what: suspended ? 'person.suspended' : 'person.restored' });
  const values = {
    ...(name ? { name } : {}),
    ...(title ? { function: title } : {}),
    ...(mayApply ? { mayApply } : {})
  };
  if (name !== undefined || title !== undefined || mayApply !== undefined)
    notes.push({ what: 'person.particulars', values });
  return notes;
}

/** A request lasts at most half a minute. */
const MAX_WAIT_MS = 5 * 60_000;

interface LeavingDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly leaving: readonly { readonly person: string; readonly since: number }[];
}

class LastManager {
  readonly #database: Database;
  readonly #people: PersonRecords;
  readonly #clock: () => number;

  constructor(database: Database, people: PersonRecords, clock: () => number) {
    this.#database = database;
    this.#people = people;
    this.#clock = clock;
  }

  async letGo<T>(authority: AuthorityCode, person: string, work: () => Promise<T>): Promise<Result<T>> {
    for (;;) {
      // Leavers are read first, so that a person who leaves in between is in neither list.
      const held = await this.#read(authority);
      const leaving = this.#stillLeaving(held, person);
      if (await this.#isLast(authority, person, leaving)) return refuse({ code: 'people.lastAdministrator' });
      const mine = { person, since: this.#clock() };
      if (await putUnlessChanged(this.#database, { ...held, leaving: [...leaving, mine] })) break;
    }
    try {
      return accept(await work());
    } finally {
      await this.#release(authority, person);
    }
  }

  async #isLast(
    authority: AuthorityCode,
    person: string,
    leaving: LeavingDocument['leaving']
  ): Promise<boolean> {
    const managers = (await this.#people.listOf(authority))
      .filter(isManager)
      .map((one) => documentToPerson(one).id);
    const others = managers.filter((one) => one !== person && !leaving.some((it) => it.person === one));
    return managers.includes(person) && others.length === 0;
  }

  async #release(authority: AuthorityCode, person: string): Promise<void> {
    await changeDocument<LeavingDocument>(this.#database, `leaving:${authority}`, (held) => {
      return held && { ...held, leaving: this.#stillLeaving(held, person) };
    });
  }

  async #read(authority: AuthorityCode): Promise<LeavingDocument> {
    const _id = `leaving:${authority}`;
    return (await readDocument<LeavingDocument>(this.#database, _id)) ?? { _id, schema: 1, leaving: [] };
  }

  #stillLeaving(held: LeavingDocument, except: string): LeavingDocument['leaving'] {
    const now = this.#clock();
    return held.leaving.filter(({ person, since }) => person !== except && now - since < MAX_WAIT_MS);
  }
}

/** A person who waits for a new password cannot admit anyone. */
function isManager({ role, suspended, hash }: PersonDocument): boolean {
  return may({ role }, 'manage') && !suspended && hash !== null;
}
