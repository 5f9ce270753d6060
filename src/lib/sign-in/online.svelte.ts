import { createSubscriber } from 'svelte/reactivity';

/** A hint for words, never a reason not to try. */
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
