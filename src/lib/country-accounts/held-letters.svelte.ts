/** A code is shown once and stored nowhere, so the letters are held in memory. Closing the tab asks first. */
import { isOpen, type Registration } from '#lib/domain/registration/registration.ts';
import { holdToldOnce } from '#lib/pwa/hold-reload.svelte.ts';
import type { Letter } from '#lib/store/server/office-api.ts';

interface Held {
  readonly person: string;
  readonly about: string;
  readonly letter: Letter;
  readonly isSaved: boolean;
  readonly letGo: () => void;
}

class HeldLetters {
  #held = $state.raw<readonly Held[]>([]);

  hasUnsaved(person: string): boolean {
    return this.#held.some((one) => one.person === person && !one.isSaved);
  }

  of(person: string, about: string): Letter | undefined {
    return this.#held.find((one) => one.person === person && one.about === about)?.letter;
  }

  hold(person: string, about: string, letter: Letter): void {
    const letGo = holdToldOnce();
    this.forget((one) => one.about === about);
    this.#held = [...this.#held, { person, about, letter, isSaved: false, letGo }];
  }

  noteSaved(about: string): void {
    this.#held = this.#held.map((one) => {
      if (one.about !== about) return one;
      one.letGo();
      return { ...one, isSaved: true };
    });
  }

  forgetVoid(registration: Registration): void {
    this.forget(({ about, letter }) => about === registration._id && !isCounting(letter, registration));
  }

  leave(about: string): void {
    this.forget((one) => one.about === about && one.isSaved);
  }

  forget(isOver: (one: Held) => boolean = () => true): void {
    const over = this.#held.filter(isOver);
    // Changing the list here would run the calling effect again.
    if (over.length === 0) return;
    for (const { letGo } of over) letGo();
    this.#held = this.#held.filter((one) => !over.includes(one));
  }
}

function isCounting(letter: Letter, registration: Registration): boolean {
  const { letterAt: written = '' } = letter.registration;
  const { letterAt: known = '', codeVoidAt } = registration;
  return isOpen(registration) && known <= written && !(known === written && codeVoidAt !== undefined);
}

export const heldLetters = new HeldLetters();
