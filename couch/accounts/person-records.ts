/** People in `accounts`. A change applies to the current content, despite other writers. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { accountPrefixes } from '#lib/domain/registration/rights.ts';
import { isPersonId, personDocumentId, type PersonDocument } from './person.ts';
import { keepSound, parseStored } from './stored-document.ts';

type Stored = PersonDocument & { readonly _rev: string };

export class PersonRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null also for a removed person. */
  async read(person: string): Promise<PersonDocument | null> {
    if (!isPersonId(person)) return null;
    const held = parseStored('person', await readDocument(this.#database, personDocumentId(person)));
    return held?.removed ? null : held;
  }

  /** The caller has proved to be, or to have been, this person. */
  async whyShutOut(person: string): Promise<'person.suspended' | 'person.removed' | null> {
    const held = await readDocument<PersonDocument>(this.#database, personDocumentId(person));
    if (held?.removed) return 'person.removed';
    return held?.suspended ? 'person.suspended' : null;
  }

  /** False if the name is or was taken. */
  insert(document: PersonDocument): Promise<boolean> {
    return putUnlessChanged(this.#database, document);
  }

  /** Null, with nothing written, if the person is unknown or `change` gives null. */
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

  /** Frees the name of an account that never opened. */
  async release(person: string, isRight: (held: PersonDocument) => boolean): Promise<boolean> {
    for (;;) {
      const held = await this.read(person);
      if (!held || !isRight(held)) return false;
      const { _id, _rev } = held;
      if (await putUnlessChanged(this.#database, { _id, _rev, _deleted: true })) return true;
    }
  }

  /** People of an authority by account name, without people who are still joining. */
  async listOf(authority: AuthorityCode): Promise<readonly PersonDocument[]> {
    const named = await Promise.all(accountPrefixes(authority).map((prefix) => this.#named(prefix)));
    return named
      .flat()
      .filter((one) => one.authority === authority && one.joining === undefined && !one.removed);
  }

  async listAll(): Promise<readonly PersonDocument[]> {
    return (await this.#named('')).filter((one) => one.joining === undefined && !one.removed);
  }

  async listJoining(): Promise<readonly { readonly person: string; readonly joining: string }[]> {
    const people = await this.#named('');
    return people.flatMap(({ _id, joining }) =>
      joining === undefined ? [] : [{ person: _id.slice('person:'.length), joining }]
    );
  }

  /** A prefix of the name avoids reading all countries. */
  async #named(prefix: string): Promise<readonly Stored[]> {
    const startkey = `person:${prefix}`;
    const range = { startkey, endkey: `${startkey}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    return keepSound('person', rows);
  }
}
