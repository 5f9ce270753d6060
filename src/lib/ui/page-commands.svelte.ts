/** What the page in sight can do now, found in the palette beside pages and actions. */
import { untrack } from 'svelte';
import type { CommandItem } from './command-item.ts';

type Offer = () => readonly CommandItem[];

class PageCommands {
  #offers = $state.raw<readonly Offer[]>([]);

  get current(): readonly CommandItem[] {
    return this.#offers.flatMap((offer) => offer());
  }

  add(offer: Offer): () => void {
    this.#offers = [...this.#offers, offer];
    return () => (this.#offers = this.#offers.filter((one) => one !== offer));
  }
}

export const pageCommands = new PageCommands();

/** While a component stands; called where it is built. */
export function offerCommands(offer: Offer): void {
  $effect(() => untrack(() => pageCommands.add(offer)));
}
