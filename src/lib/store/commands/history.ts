import type { StoredDocument } from '../disk/pouch.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';

export async function historyOf(db: SealedDatabase, id: string, rev: string): Promise<string[]> {
  const { _revisions } = (await db.pouch.get(id, { rev, revs: true })) as StoredDocument;
  return _revisions ? _revisions.ids.map((hash, index) => `${_revisions.start - index}-${hash}`) : [];
}
