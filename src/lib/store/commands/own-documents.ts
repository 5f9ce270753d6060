/** Plain documents of the own country, as they are; `office-documents.ts` judges those that a person enters. */
import { accept, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isConflict, isMissing, type StoredDocument } from '../disk/pouch.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';

export interface Open {
  readonly country: SealedDatabase;
  readonly records: Records;
}

/** Each write waits until the previous one is in the index, or it would be refused. */
const turns = new WeakMap<Records, Promise<unknown>>();

export function inTurn<T>({ records }: Open, work: () => Promise<T>): Promise<T> {
  const next = (turns.get(records) ?? Promise.resolve()).then(work);
  turns.set(
    records,
    next.catch(() => undefined)
  );
  return next;
}

export function saveOwn(open: Open, document: StoredDocument): Promise<Result<boolean>> {
  const { country, records } = open;
  return inTurn(open, async () => {
    const before = records.shelf.others.get(document._id);
    if (before && isSameContent(before, document)) return accept(false);
    await country.put({ ...document, ...(before?._rev ? { _rev: before._rev } : {}) });
    await records.catchUp();
    return accept(true);
  });
}

/** Never offered to a server database. */
export type KeptId = `kept:${string}`;

export function forgetOwn(open: Open, id: KeptId | `setting:${string}`): Promise<void> {
  const { country, records } = open;
  return inTurn(open, async () => {
    const held = records.shelf.others.get(id);
    if (!held?._rev) return;
    // Two devices can each have written it offline.
    const others = records.shelf.splits.get(id)?.conflicts ?? [];
    for (const rev of [...others, held._rev]) await removeLeaf(country, id, rev);
    await records.catchUp();
  });
}

export async function removeLeaf(country: SealedDatabase, id: string, rev: string): Promise<void> {
  try {
    await country.remove(id, rev);
  } catch (error) {
    if (!isMissing(error) && !isConflict(error)) throw error;
  }
}

export function isSameContent(one: StoredDocument, other: StoredDocument): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf(document: StoredDocument): string {
  const content = Object.entries(document).filter(([key]) => key === '_id' || !key.startsWith('_'));
  return JSON.stringify(Object.fromEntries(content), (_key, value: unknown) =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  );
}
