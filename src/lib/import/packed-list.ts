/** A long list in packed pieces of bounded length: a page has 50,000 rows in the room of their file, and unpacks what it shows. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Rows } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';

export const PIECE = 250;

export function pack(all: readonly unknown[]): Uint8Array {
  return deflateSync(strToU8(JSON.stringify(all)), { level: 1 });
}

export function unpack<T>(bytes: Uint8Array): readonly T[] {
  return JSON.parse(strFromU8(inflateSync(bytes))) as T[];
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly count: number;
}

export class PackedList<T> implements Rows<T> {
  #pieces: Piece[] = [];
  /** Not enough for a piece yet. */
  #rest: T[] = [];
  #packed = 0;
  #near: { readonly from: number; readonly all: readonly T[] } | null = null;

  get length(): number {
    return this.#packed + this.#rest.length;
  }

  push(one: T): void {
    this.#rest.push(one);
    if (this.#rest.length < PIECE) return;
    this.take(pack(this.#rest), this.#rest.length);
    this.#rest = [];
  }

  /** Adds a piece that the worker has packed. */
  take(bytes: Uint8Array, count: number, isFirst = false): void {
    this.#near = null;
    this.#packed += count;
    if (isFirst) this.#pieces.unshift({ bytes, count });
    else this.#pieces.push({ bytes, count });
  }

  at(index: number): T | undefined {
    if (index >= this.#packed) return this.#rest[index - this.#packed];
    const { from, all } = this.#near ?? { from: 0, all: [] };
    return index >= from && index < from + all.length ? all[index - from] : this.#unpackAt(index);
  }

  #unpackAt(index: number): T | undefined {
    let from = 0;
    for (const { bytes, count } of this.#pieces) {
      if (index < from + count) {
        this.#near = { from, all: unpack<T>(bytes) };
        return this.#near.all[index - from];
      }
      from += count;
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const { bytes } of this.#pieces) yield* unpack<T>(bytes);
    yield* this.#rest;
  }
}

/** Knows the places of each kind of problem, so that no page unpacks all of them to count or choose. */
export class ProblemList extends PackedList<Problem> {
  readonly kinds = new Map<string, { readonly first: Problem; readonly places: number[] }>();

  constructor(problems: Iterable<Problem> = []) {
    super();
    for (const one of problems) this.push(one);
  }

  override push(one: Problem): void {
    const kind = this.kinds.get(one.code) ?? { first: one, places: [] };
    kind.places.push(this.length);
    this.kinds.set(one.code, kind);
    super.push(one);
  }
}
