/** Reads a document, lets it be judged as it is now, and writes what comes of it: again where somebody was quicker. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';

/** As it lies in the database. */
export type Stored<T> = T & { readonly _rev?: string };

/** What was written, or null where `change` wanted nothing written. */
export async function changeDocument<T extends { readonly _id: string }>(
  database: Database,
  id: string,
  change: (held: T | null) => T | null
): Promise<T | null> {
  for (;;) {
    const held = await readDocument<Stored<T>>(database, id);
    const changed = change(held && withoutRevision(held));
    if (changed === null) return null;
    const written = held?._rev === undefined ? changed : { ...changed, _rev: held._rev };
    if (await putUnlessChanged(database, written)) return changed;
  }
}

/** As it is told to people. */
export function withoutRevision<T extends { readonly _id: string }>(stored: Stored<T>): T {
  const { _rev: _revision, ...document } = stored;
  return document as unknown as T;
}
