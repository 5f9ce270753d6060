import { untrack } from 'svelte';
import type { IconName } from '../icons.ts';

export interface CommandItem {
  readonly id: string;
  readonly label: string;
  readonly isCode?: boolean;
  readonly detail?: string | undefined;
  readonly group: string;
  readonly icon?: IconName | undefined;
  readonly keywords?: string | undefined;
  readonly href?: string | undefined;
  readonly onselect?: (() => void) | undefined;
}

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

/** Call during the component's initialization. */
export function offerCommands(offer: Offer): void {
  $effect(() => untrack(() => pageCommands.add(offer)));
}
