/**
 * Limits the versions of one mutable document (threats P5). A version that replaces or ends an open one passes, so that
 * merges always work; an extra one passes only below the limit. Acts are not affected.
 */
import type { Problem } from '../result.ts';

export interface Version {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly _revisions: History;
}

export interface KnownRevisions {
  readonly leaves: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  /** Includes replaced revisions; CouchDB does not list them with the rest. */
  readonly all: Revisions;
}

export interface VersionBounds {
  readonly openVersions: number;
  readonly versions: number;
  readonly knownRevisions: number;
  readonly keptRevisions: number;
}

/** Maximum new revisions of a version that is ended once the limit is reached. */
const MAX_TO_END = 50;
/** Factor on the limit of revisions, reserved for merges. */
const FOR_MERGES = 2;

/**
 * Selects the versions to write, with just enough history to attach. Stored, repeated and replaced ones are dropped;
 * ones without room go to `refuse`.
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
  // Tombstones make room, so they come first in any batch.
  const inOrder = [...fresh.values()].sort((a, b) => Number(b._deleted ?? 0) - Number(a._deleted ?? 0));
  const beside = inOrder.filter((one) => !tree.replace(one));
  const refused = new Set(beside.filter((one) => !tree.putBeside(one)));
  // The replacement was refused, so the last open version is not ended.
  if (known.open.size > 0 && !tree.isOpen && [...refused].some(({ _deleted }) => !_deleted))
    for (const one of inOrder) refused.add(one);
  for (const one of refused) refuse(one, [tooMany(bounds)]);
  return new Map(inOrder.filter((one) => !refused.has(one)).map((one) => [one, tree.shorten(one)]));
}

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

class Tree {
  readonly #known: Revisions;
  readonly #bounds: VersionBounds;
  readonly #open: Revisions;
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

  /** False if full. The very first version always fits. */
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

  /** After a merge has ended all others, the remaining version can be one without known history. */
  #isMerged({ _deleted }: Version): boolean {
    const isLast = !_deleted && this.#open.size === 0;
    return isLast && this.#revisions < FOR_MERGES * this.#bounds.knownRevisions;
  }

  /** Cuts the history to the known or kept part. The full one gives the same tree, in quadratic time. */
  shorten(version: Version): Version {
    const { start, ids } = version._revisions;
    const most = this.#alone.has(version) ? 1 : this.#mostOf(version);
    return ids.length <= most ? version : { ...version, _revisions: { start, ids: ids.slice(0, most) } };
  }

  #mostOf(version: Version): number {
    const back = this.#known.findBack(version._revisions);
    return back < 0 ? this.#bounds.keptRevisions : back + 1;
  }

  #newOf(version: Version): number {
    const { ids } = version._revisions;
    const back = this.#known.findBack(version._revisions);
    return Math.min(back < 0 ? ids.length : back, this.#bounds.keptRevisions);
  }
}

/**
 * Finds revisions in long histories by hash and generation: building each as text costs milliseconds on the thread that
 * serves everyone.
 */
export class Revisions {
  /** Only an attacker writes one hash in several generations. */
  readonly #generations = new Map<string, number | Set<number>>();
  #size = 0;

  /** Parses texts such as `3-5d41…`. */
  static of(revisions: Iterable<string>): Revisions {
    const all = new Revisions();
    for (const one of revisions) all.add(...partsOf(one));
    return all;
  }

  get size(): number {
    return this.#size;
  }

  add(generation: number, hash: string): void {
    if (this.has(generation, hash)) return;
    const held = this.#generations.get(hash);
    if (held === undefined) this.#generations.set(hash, generation);
    else if (typeof held === 'number') this.#generations.set(hash, new Set([held, generation]));
    else held.add(generation);
    this.#size++;
  }

  has(generation: number, hash: string): boolean {
    const held = this.#generations.get(hash);
    if (held === undefined || typeof held === 'number') return held === generation;
    return held.has(generation);
  }

  delete(generation: number, hash: string): void {
    if (!this.has(generation, hash)) return;
    const held = this.#generations.get(hash);
    if (typeof held === 'object') held.delete(generation);
    else this.#generations.delete(hash);
    this.#size--;
  }

  findBack({ start, ids }: History): number {
    return ids.findIndex((hash, back) => this.has(start - back, hash));
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [hash, held] of this.#generations)
      for (const generation of typeof held === 'number' ? [held] : held) yield `${generation}-${hash}`;
  }
}

interface History {
  readonly start: number;
  readonly ids: readonly string[];
}

function partsOf(revision: string): [generation: number, hash: string] {
  const dash = revision.indexOf('-');
  return [Number(revision.slice(0, dash)), revision.slice(dash + 1)];
}
