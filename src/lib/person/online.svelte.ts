import { createSubscriber } from 'svelte/reactivity';

/** Whether the computer says it has a network: a hint for words, never a reason not to try. */
class Online {
  readonly #follow = createSubscriber((update) => {
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  });

  get current(): boolean {
    this.#follow();
    // Where a page is written out at build time nobody is off line.
    return typeof navigator === 'undefined' || navigator.onLine !== false;
  }
}

export const online = new Online();
