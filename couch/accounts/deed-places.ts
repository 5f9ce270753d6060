/**
 * The place in the audit of each deed that is pushed, written down before its entry: whoever tries again, after the
 * database or a gateway has failed and at whichever gateway, finds it taken and writes that entry and no second.
 */
import type { Database } from '#couch/engine/engine.ts';
import { nativeSha256 } from '#couch/base/native-hash.ts';
import type { NewAuditEntry } from './audit-entry.ts';

/** An entry, and the document's id and revision that it is about. */
export interface Deed {
  readonly document: string;
  readonly entry: NewAuditEntry;
}

interface PlaceDocument {
  readonly _id: string;
  readonly schema: 1;
  readonly place: string;
}

/** Each entry with its place: the first that was offered for it, at whichever gateway. */
export async function claimPlaces(
  database: Database,
  deeds: readonly Deed[],
  offer: () => string
): Promise<readonly (readonly [NewAuditEntry, string])[]> {
  const claims = deeds.map((deed): PlaceDocument => ({ _id: idOf(deed), schema: 1, place: offer() }));
  await database.bulkDocs(claims);
  // What was refused was here before; which of two stands is what the database says.
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
