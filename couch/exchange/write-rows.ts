/**
 * Writes documents with their revisions, and separates a document's faults from the database's: a faulty document is
 * skipped and stops nothing (threats P6), a write that the database fails is tried again.
 *
 * | what the database answers                                                   | whose trouble        |
 * |-----------------------------------------------------------------------------|----------------------|
 * | nothing; the whole request 401, 403, 404, 408, 429, 5xx; the disk is full     | the database's       |
 * | the whole request 400, 413, 415, or invalid: one of them spoils it            | found by halving     |
 * | a row forbidden, unauthorized, malformed, too large                           | the document's       |
 * | a row timed out, or not taken for the moment                                  | the database's       |
 * | a row with any other error                                                    | the database's, and after some tries the document's |
 */
import { isDiskFull, type Database } from '#couch/engine/engine.ts';

export interface Refused {
  readonly id: string;
  readonly code: string;
}

interface Row {
  readonly id?: string;
  readonly error?: unknown;
  readonly name?: string;
  readonly reason?: string;
}

type WithId = { readonly _id: string };

const SPOILED = [400, 413, 415];
const OF_THE_DOCUMENT =
  /^(?:forbidden|unauthorized|doc_validation|bad_request|bad_rev|invalid_|illegal_)|too_large$/;
const OF_THE_DATABASE =
  /timeout|unavailable|too_many_requests|insufficient_storage|not_found|does_not_exist|no_db_file/;

/** Tries of a document with an unknown error: a minute, at the rhythm of waiting acts. */
export const MAX_TRIES = 5;
const MAX_REMEMBERED = 10_000;

export class RowWriter {
  readonly #tries = new Map<string, number>();

  async write(name: string, database: Database, documents: readonly WithId[]): Promise<readonly Refused[]> {
    if (documents.length === 0) return [];
    const rows = await writeOnce(database, documents);
    if (documents.length === 1)
      return this.#settle(
        name,
        rows.map((row) => ({ ...row, id: documents[0]!._id }))
      );
    return rows.some((row) => !bearsItsId(row))
      ? this.#writeHalves(name, database, documents)
      : this.#settle(name, rows);
  }

  async #writeHalves(
    name: string,
    database: Database,
    documents: readonly WithId[]
  ): Promise<readonly Refused[]> {
    const middle = Math.ceil(documents.length / 2);
    const first = await this.write(name, database, documents.slice(0, middle));
    return first.concat(await this.write(name, database, documents.slice(middle)));
  }

  #settle(name: string, rows: readonly Row[]): readonly Refused[] {
    const trouble = rows.filter((row) => !this.#isOfTheDocument(name, row))[0];
    if (trouble) throw new Error(`${nameOf(trouble)}: ${trouble.reason ?? ''}`);
    return rows.map((row) => ({ id: row.id ?? '', code: nameOf(row) }));
  }

  #isOfTheDocument(name: string, row: Row): boolean {
    if (OF_THE_DOCUMENT.test(nameOf(row))) return true;
    if (OF_THE_DATABASE.test(nameOf(row)) || isDiskFull(row.reason)) return false;
    const key = `${name} ${row.id ?? ''}`;
    const tries = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.delete(key);
    if (tries >= MAX_TRIES) return true;
    if (this.#tries.size >= MAX_REMEMBERED) this.#tries.clear();
    this.#tries.set(key, tries);
    return false;
  }
}

/** Rows with an error; one row for all if one document spoils the request. */
async function writeOnce(database: Database, documents: readonly WithId[]): Promise<readonly Row[]> {
  try {
    const rows = (await database.bulkDocs([...documents], { new_edits: false })) as readonly Row[];
    return rows.filter((row) => Boolean(row.error));
  } catch (error) {
    const { status, name } = error as { status?: number; name?: string };
    if (name === 'doc_validation' || (status !== undefined && SPOILED.includes(status)))
      return [{ error: 'bad_request' }];
    throw error;
  }
}

/** Rows of the embedded engine have a name and can show a neighbour's id. */
function bearsItsId({ id, name }: Row): boolean {
  return id !== undefined && name === undefined;
}

function nameOf({ error, name }: Row): string {
  return name ?? (typeof error === 'string' ? error : 'unknown');
}
