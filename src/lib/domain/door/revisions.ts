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

  /** Distance of the newest of these in a history, 0 for its head; -1 if none. */
  findBack({ start, ids }: History): number {
    return ids.findIndex((hash, back) => this.has(start - back, hash));
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [hash, held] of this.#generations)
      for (const generation of typeof held === 'number' ? [held] : held) yield `${generation}-${hash}`;
  }
}

export interface History {
  readonly start: number;
  readonly ids: readonly string[];
}

function partsOf(revision: string): [generation: number, hash: string] {
  const dash = revision.indexOf('-');
  return [Number(revision.slice(0, dash)), revision.slice(dash + 1)];
}
