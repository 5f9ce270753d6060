/** A person's last use, one instant, so that unused accounts are visible. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { parseStored } from './stored-document.ts';
import type { SeenDocument } from './documents.ts';

export class LastSeen {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Another gateway's note is as good. */
  async note(person: string, at: number): Promise<void> {
    const held = await readDocument<SeenDocument>(this.#database, seenId(person));
    await putUnlessChanged(this.#database, { ...(held ?? {}), _id: seenId(person), schema: 1, at });
  }

  async read(people: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const keys = people.map(seenId);
    const { rows } = await this.#database.allDocs<SeenDocument>({ keys, include_docs: true });
    const seen = new Map<string, number>();
    rows.forEach((row, index) => {
      const person = people[index];
      const sound = parseStored('seen', 'doc' in row ? row.doc : null);
      if (person !== undefined && sound) seen.set(person, sound.at);
    });
    return seen;
  }

  async forget(person: string): Promise<void> {
    const held = await readDocument<SeenDocument>(this.#database, seenId(person));
    if (held) await putUnlessChanged(this.#database, { _id: held._id, _rev: held._rev, _deleted: true });
  }
}

function seenId(person: string): string {
  return `seen:${person}`;
}
