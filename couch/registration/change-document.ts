/** Reads, judges and writes a document, and repeats if another writer was faster. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';

export type Stored<T> = T & { readonly _rev?: string };

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

export function withoutRevision<T extends { readonly _id: string }>(stored: Stored<T>): T {
  const { _rev: _revision, ...document } = stored;
  return document as unknown as T;
}
