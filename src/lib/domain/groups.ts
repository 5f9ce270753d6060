export function addTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** For lists of documents in order of arrival: nothing of `before` was removed. */
export function isGrown<T>(before: readonly T[], now: readonly T[]): boolean {
  const last = before.length - 1;
  return now[last] === before[last];
}

export interface Changed<T> {
  readonly gone: readonly T[];
  readonly fresh: readonly T[];
}

/** Above this many neighbours that came or went together, items can be told as gone and fresh although they only moved. */
const MAX_MOVED = 32;

/**
 * Two lists of objects in one order, of which few differ: totals are kept with it. A changed item is another object.
 * Take what is gone away before the fresh ones are added.
 */
export function changedItems<T>(before: readonly T[], now: readonly T[]): Changed<T>;
/** Null if more than `max` differ: then they are not all looked for. */
export function changedItems<T>(before: readonly T[], now: readonly T[], max: number): Changed<T> | null;
export function changedItems<T>(before: readonly T[], now: readonly T[], max = Infinity): Changed<T> | null {
  const [gone, fresh]: [T[], T[]] = [[], []];
  if (before === now) return { gone, fresh };
  let [from, to] = [0, 0];
  while (from < before.length || to < now.length) {
    if (gone.length + fresh.length > max) return null;
    if (from < before.length && to < now.length && before[from] === now[to]) {
      from++;
      to++;
      continue;
    }
    const [came, went] = stepsToMeet(before, now, from, to);
    for (const end = Math.min(from + went, before.length); from < end; from++) gone.push(before[from] as T);
    for (const end = Math.min(to + came, now.length); to < end; to++) fresh.push(now[to] as T);
  }
  return gone.length + fresh.length > max ? null : { gone, fresh };
}

function stepsToMeet<T>(
  before: readonly T[],
  now: readonly T[],
  from: number,
  to: number
): readonly [came: number, went: number] {
  for (let step = 1; step <= MAX_MOVED; step++) {
    if (from < before.length && now[to + step] === before[from]) return [step, 0];
    if (to < now.length && before[from + step] === now[to]) return [0, step];
  }
  return [1, 1];
}

/** Names that items have, counted once and then kept while items come, change and go: the choices of a filter. */
export class KeptNames<Item, Name extends string> {
  readonly #namesOf: (item: Item) => readonly Name[];
  readonly #counts = new Map<Name, number>();
  #items: readonly Item[] = [];
  #list: readonly Name[] | null = null;

  constructor(namesOf: (item: Item) => readonly Name[]) {
    this.#namesOf = namesOf;
  }

  /** The same list until a name comes or goes. */
  in(items: readonly Item[]): readonly Name[] {
    this.countsIn(items);
    return (this.#list ??= [...this.#counts.keys()]);
  }

  countsIn(items: readonly Item[]): ReadonlyMap<Name, number> {
    const { gone, fresh } = changedItems(this.#items, items);
    this.#items = items;
    for (const item of gone) this.#count(item, -1);
    for (const item of fresh) this.#count(item, 1);
    return this.#counts;
  }

  #count(item: Item, by: 1 | -1): void {
    for (const name of this.#namesOf(item)) {
      const before = this.#counts.get(name) ?? 0;
      if (before + by === 0) this.#counts.delete(name);
      else this.#counts.set(name, before + by);
      if (before === 0 || before + by === 0) this.#list = null;
    }
  }
}

/** What is found in items that have it, kept while items come, change and go. */
export class KeptFound<Item, Found> {
  readonly #find: (item: Item) => Found | null;
  readonly #found = new Map<Item, Found>();
  #items: readonly Item[] = [];

  constructor(find: (item: Item) => Found | null) {
    this.#find = find;
  }

  /** In no order. */
  in(items: readonly Item[]): ReadonlyMap<Item, Found> {
    const { gone, fresh } = changedItems(this.#items, items);
    this.#items = items;
    for (const item of gone) this.#found.delete(item);
    for (const item of fresh) {
      const found = this.#find(item);
      if (found !== null) this.#found.set(item, found);
    }
    return this.#found;
  }
}

/** Never 0 for two items of one list. */
export type Compare<T> = (a: T, b: T) => number;

/** Above this many, sorting all items is faster than putting each in its place. */
const MAX_INSERTED = 1_000;

/** The list, sorted as before, without the items that went and with the new ones. */
export function inOrder<T>(
  sorted: readonly T[],
  { gone, fresh }: Changed<T>,
  compare: Compare<T>
): readonly T[] {
  if (gone.length + fresh.length === 0) return sorted;
  if (gone.length + fresh.length > MAX_INSERTED) {
    const went = new Set(gone);
    return sorted
      .filter((item) => !went.has(item))
      .concat(fresh)
      .sort(compare);
  }
  const list = sorted.slice();
  for (const item of gone) {
    const at = list.indexOf(
      item,
      placeIn(list, (one) => compare(one, item) < 0)
    );
    if (at >= 0) list.splice(at, 1);
  }
  for (const item of fresh)
    list.splice(
      placeIn(list, (one) => compare(one, item) < 0),
      0,
      item
    );
  return list;
}

/** Of the first item that is not before; as many are before it. */
export function placeIn<T>(sorted: readonly T[], isBefore: (item: T) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(sorted[middle] as T)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Those of the items that a reader asks for, sorted, and kept while items come, change and go. */
export class KeptOrder<Item> {
  readonly #isAsked: (item: Item) => boolean;
  readonly #compare: Compare<Item>;
  #items: readonly Item[] = [];
  #sorted: readonly Item[] = [];

  constructor(isAsked: (item: Item) => boolean, compare: Compare<Item>) {
    this.#isAsked = isAsked;
    this.#compare = compare;
  }

  in(items: readonly Item[]): readonly Item[] {
    const { gone, fresh } = changedItems(this.#items, items);
    this.#items = items;
    const changed = { gone: gone.filter(this.#isAsked), fresh: fresh.filter(this.#isAsked) };
    return (this.#sorted = inOrder(this.#sorted, changed, this.#compare));
  }
}
