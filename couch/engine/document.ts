/** Two outcomes of reading and writing that are not errors: the document is missing or has changed. */
import type { Database } from './database.ts';

export function isStatus(error: unknown, status: number): boolean {
  return (error as { status?: number } | null)?.status === status;
}

export async function readDocument<T extends object>(database: Database, id: string): Promise<T | null> {
  try {
    return (await database.get(id)) as T;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

/** False, with nothing written, if another writer was first. */
export async function putUnlessChanged(database: Database, document: object): Promise<boolean> {
  try {
    await database.put(document as PouchDB.Core.PutDocument<object>);
    return true;
  } catch (error) {
    if (isStatus(error, 409)) return false;
    throw error;
  }
}
