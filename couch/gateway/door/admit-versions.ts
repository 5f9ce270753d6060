/** Asks the database which versions of the pushed documents it knows, and the domain which more may lie beside them. */
import { readKnownRevisions } from '#couch/engine/engine.ts';
import {
  pickVersions,
  type KnownRevisions,
  type Version,
  type VersionBounds
} from '#lib/domain/door/pick-versions.ts';
import { isActDocument } from '#lib/domain/door/stages.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { NamedDatabase } from '#couch/database/reading.ts';

/** Those of a batch that are to be gone on with, in their order; acts among them as they are. */
export async function admitVersions(
  documents: readonly object[],
  { database }: Pick<NamedDatabase, 'database'>,
  bounds: VersionBounds,
  refuse: (document: object, problems: readonly Problem[]) => void
): Promise<object[]> {
  const byId = new Map<string, Version[]>();
  for (const version of documents.filter(isVersion)) {
    const others = byId.get(version._id);
    if (others) others.push(version);
    else byId.set(version._id, [version]);
  }
  if (byId.size === 0) return [...documents];
  const known = await readKnownRevisions(database, [...byId.keys()], bounds.openVersions);
  const taken = new Set<object>();
  for (const [id, versions] of byId)
    for (const version of pickVersions(versions, known.get(id) ?? NONE, bounds, refuse)) taken.add(version);
  return documents.filter((document) => !isVersion(document) || taken.has(document));
}

const NONE: KnownRevisions = { leaves: new Set(), open: new Set(), all: new Set() };

function isVersion(document: object): document is Version {
  return !isActDocument(document);
}
