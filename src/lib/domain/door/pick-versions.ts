/**
 * How many versions of one mutable document may lie side by side (threats P5). What replaces or ends a version that
 * is open is let in, so that whoever merges can; one more beside those is refused where there are enough. Where as many
 * revisions are known as may be, an open version is still ended, the only one that is left open replaced, and what stands
 * in the place of those that are ended let in without its history: whoever merges can then as well, and no branch after
 * the other grows for ever. Acts have one revision and are none of this.
 */
import type { Problem } from '../result.ts';
import { Revisions, type History } from './revisions.ts';

/** A revision as it is pushed, when the door has let its form pass. */
export interface Version {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly _revisions: History;
}

/** Which revisions a database knows of one document. */
export interface KnownRevisions {
  /** Those that nothing has replaced, tombstones among them. */
  readonly leaves: ReadonlySet<string>;
  /** Leaves that are no tombstones. */
  readonly open: ReadonlySet<string>;
  /** With those that were replaced; CouchDB does not tell them in passing. */
  readonly all: Revisions;
}

export interface VersionBounds {
  readonly openVersions: number;
  readonly versions: number;
  readonly knownRevisions: number;
  /** How many revisions back the database keeps the history of a version. */
  readonly keptRevisions: number;
}

/** How often a version may have been written since, where it is ended and no more revisions are to be known. */
const MAX_TO_END = 50;
/** How many times as many revisions may be known where the rest is what merges brought. */
const FOR_MERGES = 2;

/**
 * Those of one document that are to be written, each with as much of its history as says where it belongs. What is here,
 * comes twice, or is replaced by what came with it, need not be; what finds no room is told to `refuse`.
 */
export function pickVersions(
  pushed: readonly Version[],
  known: KnownRevisions,
  bounds: VersionBounds,
  refuse: (version: Version, problems: readonly Problem[]) => void
): Map<Version, Version> {
  const replaced = replacedAmong(pushed);
  const fresh = new Map(
    pushed.filter(({ _rev }) => !known.leaves.has(_rev) && !replaced.has(_rev)).map((one) => [one._rev, one])
  );
  const tree = new Tree(known, bounds);
  // What makes room comes first, wherever in the batch it stands.
  const inOrder = [...fresh.values()].sort((a, b) => Number(b._deleted ?? 0) - Number(a._deleted ?? 0));
  const beside = inOrder.filter((one) => !tree.replace(one));
  const refused = new Set(beside.filter((one) => !tree.putBeside(one)));
  // What was to stand in its place is refused: the last open version is not ended for it.
  if (known.open.size > 0 && !tree.isOpen && [...refused].some(({ _deleted }) => !_deleted))
    for (const one of inOrder) refused.add(one);
  for (const one of refused) refuse(one, [tooMany(bounds)]);
  return new Map(inOrder.filter((one) => !refused.has(one)).map((one) => [one, tree.shorten(one)]));
}

/** Those that another of them names as before itself. */
function replacedAmong(pushed: readonly Version[]): ReadonlySet<string> {
  const all = Revisions.of(pushed.map(({ _rev }) => _rev));
  const replaced = new Set<string>();
  for (const {
    _revisions: { start, ids }
  } of pushed)
    ids.forEach((hash, back) => {
      if (back > 0 && all.has(start - back, hash)) replaced.add(`${start - back}-${hash}`);
    });
  return replaced;
}

function tooMany({ openVersions }: VersionBounds): Problem {
  return { code: 'document.versions.tooMany', path: '_rev', values: { most: openVersions } };
}

/** What the document would have if what was let in so far were written. */
class Tree {
  readonly #known: Revisions;
  readonly #bounds: VersionBounds;
  readonly #open: Revisions;
  /** Those of whose history nothing is kept. */
  readonly #alone = new Set<Version>();
  #leaves: number;
  #revisions: number;

  constructor(known: KnownRevisions, bounds: VersionBounds) {
    this.#known = known.all;
    this.#bounds = bounds;
    this.#open = Revisions.of(known.open);
    this.#leaves = known.leaves.size;
    this.#revisions = known.all.size;
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** False where it follows no version that is open, or does so with more than there is room for. */
  replace(version: Version): boolean {
    const back = this.#open.findBack(version._revisions);
    const added = Math.min(back, this.#bounds.keptRevisions);
    if (back < 0 || !this.#hasRoomToReplace(version, added)) return false;
    const { start, ids } = version._revisions;
    this.#open.delete(start - back, ids[back] ?? '');
    if (!version._deleted) this.#open.add(start, ids[0] ?? '');
    this.#revisions += added;
    return true;
  }

  #hasRoomToReplace({ _deleted }: Version, added: number): boolean {
    if (this.#revisions + added <= this.#bounds.knownRevisions) return true;
    return _deleted ? added <= MAX_TO_END : this.#open.size === 1;
  }

  /** False where there is no room for it. The first version of all finds room in any case. */
  putBeside(version: Version): boolean {
    const { openVersions, versions, knownRevisions } = this.#bounds;
    const added = this.#newOf(version);
    const open = this.#open.size + (version._deleted ? 0 : 1);
    if (open > openVersions || this.#leaves >= versions) return false;
    const isRoom = this.#revisions + added <= knownRevisions;
    if (!isRoom && !this.#isMerged(version)) return false;
    const { start, ids } = version._revisions;
    if (!version._deleted) this.#open.add(start, ids[0] ?? '');
    this.#leaves += 1;
    this.#revisions += isRoom ? added : 1;
    if (!isRoom) this.#alone.add(version);
    return true;
  }

  /** Where whoever merges has ended all others, the one that is left may be one that nothing is known of. */
  #isMerged({ _deleted }: Version): boolean {
    const isLast = !_deleted && this.#open.size === 0;
    return isLast && this.#revisions < FOR_MERGES * this.#bounds.knownRevisions;
  }

  /**
   * From what is known of it on, or as far back as the database keeps. Whole it would become the same tree, in a time that
   * grows with the square of its length, on the thread that answers everybody.
   */
  shorten(version: Version): Version {
    const { start, ids } = version._revisions;
    const most = this.#alone.has(version) ? 1 : this.#mostOf(version);
    return ids.length <= most ? version : { ...version, _revisions: { start, ids: ids.slice(0, most) } };
  }

  #mostOf(version: Version): number {
    const back = this.#known.findBack(version._revisions);
    return back < 0 ? this.#bounds.keptRevisions : back + 1;
  }

  /** How many of its history are not known, and will be. */
  #newOf(version: Version): number {
    const { ids } = version._revisions;
    const back = this.#known.findBack(version._revisions);
    return Math.min(back < 0 ? ids.length : back, this.#bounds.keptRevisions);
  }
}
