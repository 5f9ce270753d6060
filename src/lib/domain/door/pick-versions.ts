/**
 * How many versions of one mutable document may lie side by side (threats P5). What replaces or ends a version that
 * is open is always let in, so that whoever merges can; one more beside those is refused where there are enough. Acts
 * have one revision and are none of this.
 */
import { readKnownRevisions, type KnownRevisions } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { Limits } from '#couch/base/limits.ts';
import type { NamedDatabase } from '#couch/database/reading.ts';

/** As the door has let it pass. */
interface Version {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
}

type Bounds = Pick<Limits, 'openVersions' | 'versions' | 'knownRevisions'>;
type Refuse = (document: object, problems: readonly Problem[]) => void;

/** Those of a batch that are to be gone on with, in their order; acts among them as they are. */
export async function admitVersions(
  documents: readonly object[],
  { database }: Pick<NamedDatabase, 'database'>,
  limits: Bounds,
  refuse: Refuse
): Promise<object[]> {
  const byId = new Map<string, Version[]>();
  for (const version of documents.filter(isVersion)) {
    const others = byId.get(version._id);
    if (others) others.push(version);
    else byId.set(version._id, [version]);
  }
  if (byId.size === 0) return [...documents];
  const known = await readKnownRevisions(database, [...byId.keys()], limits.openVersions);
  const taken = new Set<object>();
  for (const [id, versions] of byId)
    for (const version of pickVersions(versions, known.get(id) ?? NONE, limits, refuse)) taken.add(version);
  return documents.filter((document) => !isVersion(document) || taken.has(document));
}

const NONE: KnownRevisions = { leaves: new Set(), open: new Set(), all: new Set() };

function isVersion(document: object): document is Version {
  return !(document as Version)._id.startsWith('act:');
}

/** Of one document. What is here, comes twice, or is replaced by what came with it, need not be written. */
export function pickVersions(
  pushed: readonly Version[],
  known: KnownRevisions,
  limits: Bounds,
  refuse: Refuse
): Version[] {
  const replaced = new Set(pushed.flatMap((one) => historyOf(one).slice(1)));
  const fresh = new Map(
    pushed.filter(({ _rev }) => !known.leaves.has(_rev) && !replaced.has(_rev)).map((one) => [one._rev, one])
  );
  const tree = new Tree(known);
  // What makes room comes first, wherever in the batch it stands.
  const inOrder = [...fresh.values()].sort((a, b) => Number(b._deleted ?? 0) - Number(a._deleted ?? 0));
  const beside = inOrder.filter((one) => !tree.replace(one));
  const refused = new Set(beside.filter((one) => !tree.putBeside(one, limits)));
  for (const one of refused) refuse(one, [tooMany(limits)]);
  return inOrder.filter((one) => !refused.has(one));
}

function tooMany({ openVersions }: Bounds): Problem {
  return { code: 'document.versions.tooMany', path: '_rev', values: { most: openVersions } };
}

/** From the newest to the oldest. */
function historyOf({ _revisions: { start, ids } }: Version): string[] {
  return ids.map((hash, back) => `${start - back}-${hash}`);
}

/** What the document would have if what was let in so far were written. */
class Tree {
  readonly #known: KnownRevisions;
  readonly #open: Set<string>;
  #leaves: number;
  #revisions: number;

  constructor(known: KnownRevisions) {
    this.#known = known;
    this.#open = new Set(known.open);
    this.#leaves = known.leaves.size;
    this.#revisions = known.all.size;
  }

  /** False where it follows no version that is open. */
  replace(version: Version): boolean {
    const history = historyOf(version);
    const back = history.findIndex((revision) => this.#open.delete(revision));
    if (back < 0) return false;
    if (!version._deleted) this.#open.add(version._rev);
    this.#revisions += back;
    return true;
  }

  /** False where there is no room for it. The first version of all finds room in any case. */
  putBeside(version: Version, limits: Bounds): boolean {
    const back = historyOf(version).findIndex((revision) => this.#known.all.has(revision));
    const added = back < 0 ? version._revisions.ids.length : back;
    const open = this.#open.size + (version._deleted ? 0 : 1);
    const isRoom =
      open <= limits.openVersions &&
      this.#leaves < limits.versions &&
      this.#revisions + added <= limits.knownRevisions;
    if (!isRoom) return false;
    if (!version._deleted) this.#open.add(version._rev);
    this.#leaves += 1;
    this.#revisions += added;
    return true;
  }
}
