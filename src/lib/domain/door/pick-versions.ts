/**
 * How many versions of one mutable document may lie side by side (threats P5). What replaces or ends a version that
 * is open is let in, so that whoever merges can; one more beside those is refused where there are enough. Where as many
 * revisions are known as may be, an open version is still ended, and the only one that is left open replaced: whoever
 * merges can then as well, and no branch after the other grows for ever. Acts have one revision and are none of this.
 */
import type { Problem } from '../result.ts';

/** A revision as it is pushed, when the door has let its form pass. */
export interface Version {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
}

/** Which revisions a database knows of one document. */
export interface KnownRevisions {
  /** Those that nothing has replaced, tombstones among them. */
  readonly leaves: ReadonlySet<string>;
  /** Leaves that are no tombstones. */
  readonly open: ReadonlySet<string>;
  /** With those that were replaced; CouchDB does not tell them in passing. */
  readonly all: ReadonlySet<string>;
}

export interface VersionBounds {
  readonly openVersions: number;
  readonly versions: number;
  readonly knownRevisions: number;
}

/** How often a version may have been written since, where it is ended and no more revisions are to be known. */
const MOST_TO_END = 50;

/**
 * Those of one document that are to be written. What is here, comes twice, or is replaced by what came with it, need not
 * be; what finds no room is told to `refuse`.
 */
export function pickVersions(
  pushed: readonly Version[],
  known: KnownRevisions,
  bounds: VersionBounds,
  refuse: (version: Version, problems: readonly Problem[]) => void
): Version[] {
  const replaced = new Set(pushed.flatMap((one) => historyOf(one).slice(1)));
  const fresh = new Map(
    pushed.filter(({ _rev }) => !known.leaves.has(_rev) && !replaced.has(_rev)).map((one) => [one._rev, one])
  );
  const tree = new Tree(known);
  // What makes room comes first, wherever in the batch it stands.
  const inOrder = [...fresh.values()].sort((a, b) => Number(b._deleted ?? 0) - Number(a._deleted ?? 0));
  const beside = inOrder.filter((one) => !tree.replace(one, bounds));
  const refused = new Set(beside.filter((one) => !tree.putBeside(one, bounds)));
  for (const one of refused) refuse(one, [tooMany(bounds)]);
  return inOrder.filter((one) => !refused.has(one));
}

function tooMany({ openVersions }: VersionBounds): Problem {
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

  /** False where it follows no version that is open, or does so with more than there is room for. */
  replace(version: Version, bounds: VersionBounds): boolean {
    const history = historyOf(version);
    const back = history.findIndex((revision) => this.#open.has(revision));
    if (back < 0 || !this.#hasRoomToReplace(version, back, bounds)) return false;
    this.#open.delete(history[back] ?? '');
    if (!version._deleted) this.#open.add(version._rev);
    this.#revisions += back;
    return true;
  }

  #hasRoomToReplace({ _deleted }: Version, added: number, { knownRevisions }: VersionBounds): boolean {
    if (this.#revisions + added <= knownRevisions) return true;
    return _deleted ? added <= MOST_TO_END : this.#open.size === 1;
  }

  /** False where there is no room for it. The first version of all finds room in any case. */
  putBeside(version: Version, bounds: VersionBounds): boolean {
    const back = historyOf(version).findIndex((revision) => this.#known.all.has(revision));
    const added = back < 0 ? version._revisions.ids.length : back;
    const open = this.#open.size + (version._deleted ? 0 : 1);
    const isRoom =
      open <= bounds.openVersions &&
      this.#leaves < bounds.versions &&
      this.#revisions + added <= bounds.knownRevisions;
    if (!isRoom) return false;
    if (!version._deleted) this.#open.add(version._rev);
    this.#leaves += 1;
    this.#revisions += added;
    return true;
  }
}
