/**
 * Every authority keeps a person who can admit people. Leavers are recorded first, in one document per authority, so
 * that of two at different gateways the second sees the first.
 */
import { changeDocument } from '#couch/database/documents.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { documentToPerson, type PersonDocument, type PersonRecords } from './person.ts';

/** A request lasts at most half a minute. */
const MAX_WAIT_MS = 5 * 60_000;

interface LeavingDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly leaving: readonly { readonly person: string; readonly since: number }[];
}

export class LastManager {
  readonly #database: Database;
  readonly #people: PersonRecords;
  readonly #clock: () => number;

  constructor(database: Database, people: PersonRecords, clock: () => number) {
    this.#database = database;
    this.#people = people;
    this.#clock = clock;
  }

  /** Refuses if no manager would remain. Otherwise runs `work`, which removes the office. */
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
