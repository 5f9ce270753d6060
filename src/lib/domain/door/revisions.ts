/**
 * Revisions of a document, looked for in histories of hundreds and among thousands: by hash and generation, since to write
 * each as text costs a server milliseconds on the thread that answers everybody.
 */
export class Revisions {
  /** One hash in several generations is what nobody but an attacker writes. */
  readonly #generations = new Map<string, number | Set<number>>();
  #size = 0;

  /** Of their texts, such as `3-5d41…`. */
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

  /** How many revisions back the newest of these is in a history, itself included; -1 where none is. */
  findBack({ start, ids }: History): number {
    return ids.findIndex((hash, back) => this.has(start - back, hash));
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [hash, held] of this.#generations)
      for (const generation of typeof held === 'number' ? [held] : held) yield `${generation}-${hash}`;
  }
}

/** The newest first, which is of generation `start`. */
export interface History {
  readonly start: number;
  readonly ids: readonly string[];
}

function partsOf(revision: string): [generation: number, hash: string] {
  const dash = revision.indexOf('-');
  return [Number(revision.slice(0, dash)), revision.slice(dash + 1)];
}
