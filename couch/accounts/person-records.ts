/** The documents of people in `accounts`. A change is made to what is there now, whoever else changes it. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { accountPrefixes } from '#lib/domain/registration/person-role.ts';
import { isPersonId, personDocumentId, type PersonDocument } from './person.ts';
import { keepSound, parseStored } from './stored-document.ts';

type Stored = PersonDocument & { readonly _rev: string };

export class PersonRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null also where they have been removed. */
  async read(person: string): Promise<PersonDocument | null> {
    if (!isPersonId(person)) return null;
    const held = parseStored('person', await readDocument(this.#database, personDocumentId(person)));
    return held?.removed ? null : held;
  }

  /** For whoever has shown that they are, or were, this person. */
  async whyShutOut(person: string): Promise<'person.suspended' | 'person.removed' | null> {
    const held = await readDocument<PersonDocument>(this.#database, personDocumentId(person));
    if (held?.removed) return 'person.removed';
    return held?.suspended ? 'person.suspended' : null;
  }

  /** False where the name is taken, or was. */
  insert(document: PersonDocument): Promise<boolean> {
    return putUnlessChanged(this.#database, document);
  }

  /** What is stored afterwards; null where nobody is called so, or `change` gives null: nothing is written then. */
  async change(
    person: string,
    change: (held: PersonDocument) => PersonDocument | null
  ): Promise<PersonDocument | null> {
    for (;;) {
      const held = await this.read(person);
      const changed = held && change(held);
      if (!changed || (await putUnlessChanged(this.#database, changed))) return changed;
    }
  }

  /** Gives the name free again: for an account that never opened. */
  async release(person: string, isRight: (held: PersonDocument) => boolean): Promise<boolean> {
    for (;;) {
      const held = await this.read(person);
      if (!held || !isRight(held)) return false;
      const { _id, _rev } = held;
      if (await putUnlessChanged(this.#database, { _id, _rev, _deleted: true })) return true;
    }
  }

  /** Everybody of an authority, by name of account; who is only about to join is not there yet. */
  async listOf(authority: AuthorityCode): Promise<readonly PersonDocument[]> {
    const named = await Promise.all(accountPrefixes(authority).map((prefix) => this.#named(prefix)));
    return named
      .flat()
      .filter((one) => one.authority === authority && one.joining === undefined && !one.removed);
  }

  /** Of every authority, as `listOf`. */
  async listAll(): Promise<readonly PersonDocument[]> {
    return (await this.#named('')).filter((one) => one.joining === undefined && !one.removed);
  }

  /** Whose name is reserved by which invitation. */
  async listJoining(): Promise<readonly { readonly person: string; readonly joining: string }[]> {
    const people = await this.#named('');
    return people.flatMap(({ _id, joining }) =>
      joining === undefined ? [] : [{ person: _id.slice('person:'.length), joining }]
    );
  }

  /** The accounts whose name begins so: not every country is read for one. */
  async #named(prefix: string): Promise<readonly Stored[]> {
    const startkey = `person:${prefix}`;
    const range = { startkey, endkey: `${startkey}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    return keepSound('person', rows);
  }
}
