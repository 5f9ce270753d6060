import { createSubscriber } from 'svelte/reactivity';

/** The browser's report of a network: a hint for words, never a reason not to try. */
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
    return typeof navigator === 'undefined' || navigator.onLine !== false;
  }
}

export const online = new Online();
