/** The two outcomes of reading and writing one document that are no errors: it is not there, it has changed. */
import type { Database } from './database.ts';

export function isStatus(error: unknown, status: number): boolean {
  return (error as { status?: number } | null)?.status === status;
}

/** The document, or null where there is none. */
export async function readDocument<T extends object>(database: Database, id: string): Promise<T | null> {
  try {
    return (await database.get(id)) as T;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** False where another writer was first: nothing is written then. */
export async function putUnlessChanged(database: Database, document: object): Promise<boolean> {
  try {
    await database.put(document as PouchDB.Core.PutDocument<object>);
    return true;
  } catch (error) {
    if (isStatus(error, 409)) return false;
    throw error;
  }
}
