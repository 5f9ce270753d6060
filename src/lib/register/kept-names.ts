/** Names that rows have, counted once and then kept while rows come, change and go: the choices of a filter. */
import { changedItems } from '#lib/domain/groups.ts';

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
