/** The documents of invitations in `accounts`. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { INVITATION_PREFIX, type InvitationDocument } from './invitation.ts';
import { keepSound, parseStored } from './stored-document.ts';

export class InvitationShelf {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(id: string): Promise<InvitationDocument | null> {
    return parseStored('invitation', await readDocument(this.#database, INVITATION_PREFIX + id));
  }

  /** False if another writer has changed or removed it. */
  write(document: InvitationDocument): Promise<boolean> {
    return putUnlessChanged(this.#database, document);
  }

  /** False if it does not exist or `isRight` refuses it. */
  async remove(id: string, isRight: (held: InvitationDocument) => boolean): Promise<boolean> {
    for (;;) {
      const held = await this.read(id);
      if (!held || !isRight(held)) return false;
      const { _id, _rev } = held;
      if (await putUnlessChanged(this.#database, { _id, _rev, _deleted: true })) return true;
    }
  }

  async list(isRight: (held: InvitationDocument) => boolean): Promise<InvitationDocument[]> {
    const range = { startkey: INVITATION_PREFIX, endkey: `${INVITATION_PREFIX}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    return keepSound('invitation', rows).filter(isRight);
  }
}

export function idOf({ _id }: InvitationDocument): string {
  return _id.slice(INVITATION_PREFIX.length);
}
