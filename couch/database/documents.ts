import { idsFrom, putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { Result } from '#lib/domain/result.ts';

/** Without its revision. Null for what `parse` refuses. */
export function storedAs<T extends object>(
  parse: (document: unknown) => Result<T>
): (stored: unknown) => T | null {
  return (stored) => {
    const { _rev: _revision, ...document } = (stored ?? {}) as { readonly _rev?: string };
    const read = parse(document);
    return read.ok ? read.value : null;
  };
}

type Revised = { readonly _rev: string };

/** Repeats if another writer was faster. Null, with nothing written, if `change` gives null. */
export async function changeDocument<T extends object>(
  database: Database,
  id: string,
  change: (held: T | null) => T | null,
  parse: (document: unknown) => T | null = (document) => document as T | null
): Promise<T | null> {
  for (;;) {
    const stored = await readDocument<Revised>(database, id);
    const { _rev, ...held } = stored ?? {};
    const changed = change(stored && parse(held));
    if (changed === null) return null;
    const written = { ...changed, _id: id, ...(_rev === undefined ? {} : { _rev }) };
    if (await putUnlessChanged(database, written)) return changed;
  }
}

/** A tombstone is kept for ever. */
export function tombstoneOf(held: { readonly _id: string; readonly _rev?: string }): {
  readonly _id: string;
  readonly _rev: string | undefined;
  readonly _deleted: true;
} {
  return { _id: held._id, _rev: held._rev, _deleted: true };
}

export async function removeDocument(
  database: Database,
  id: string,
  isMeant: (document: object) => boolean = () => true
): Promise<boolean> {
  for (;;) {
    const held = await readDocument<Revised>(database, id);
    if (!held || !isMeant(held)) return false;
    if (await putUnlessChanged(database, tombstoneOf({ ...held, _id: id }))) return true;
  }
}

export async function listDocuments<T extends object>(
  database: Database,
  prefix: string,
  parse: (document: unknown) => T | null
): Promise<T[]> {
  const { rows } = await database.allDocs({ ...idsFrom(prefix), include_docs: true });
  return rows.flatMap(({ doc }) => parse(doc) ?? []);
}
