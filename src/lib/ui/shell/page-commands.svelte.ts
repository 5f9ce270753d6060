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

/** Active while the component is mounted; call during its initialization. */
export function offerCommands(offer: Offer): void {
  $effect(() => untrack(() => pageCommands.add(offer)));
}
