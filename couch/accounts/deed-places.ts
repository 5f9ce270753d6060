/**
 * The audit place of each pushed change, claimed before its entry. A repeated try at any gateway writes no second
 * entry.
 */
import type { Database } from '#couch/engine/engine.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { NewAuditEntry } from './audit-entry.ts';

/** An entry, with the id and revision of its document. */
export interface Deed {
  readonly document: string;
  readonly entry: NewAuditEntry;
}

interface PlaceDocument {
  readonly _id: string;
  readonly schema: 1;
  readonly place: string;
}

/** Returns each entry with the first place that any gateway offered for it. */
export async function claimPlaces(
  database: Database,
  deeds: readonly Deed[],
  offer: () => string
): Promise<readonly (readonly [NewAuditEntry, string])[]> {
  const claims = deeds.map((deed): PlaceDocument => ({ _id: idOf(deed), schema: 1, place: offer() }));
  await database.bulkDocs(claims);
  // A refused claim was here before. The database decides which of two counts.
  const keys = claims.map(({ _id }) => _id);
  const { rows } = await database.allDocs<PlaceDocument>({ keys, include_docs: true });
  const held = new Map(
    rows.flatMap((row) => ('doc' in row && row.doc ? [[row.doc._id, row.doc.place]] : []))
  );
  return deeds.map((deed) => {
    const place = held.get(idOf(deed));
    if (place === undefined) throw new Error(`The audit has no place for ${deed.document}`);
    return [deed.entry, place] as const;
  });
}

function idOf({ document, entry: { authority, by, what } }: Deed): string {
  return `deed:${nativeSha256([authority, by, what, document].join(' '))}`;
}
