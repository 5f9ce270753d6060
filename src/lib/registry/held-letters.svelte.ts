/**
 * INCB's letters of this visit. The code of a letter is told once and kept nowhere, so the letter is held here, in
 * memory alone and for the person who wrote it: another page and the lock lose nothing, closing the tab asks first.
 */
import { isOpen, type Registration } from '#lib/domain/registration/registration.ts';
import { holdToldOnce } from '#lib/pwa/hold-reload.svelte.ts';
import type { Letter } from '#lib/store/server/office-api.ts';

interface Held {
  readonly person: string;
  /** `_id` of the request. */
  readonly about: string;
  readonly letter: Letter;
  readonly isSaved: boolean;
  readonly letGo: () => void;
}

class HeldLetters {
  #held = $state.raw<readonly Held[]>([]);

  /** Whether a letter would be lost by signing out. */
  hasUnsaved(person: string): boolean {
    return this.#held.some((one) => one.person === person && !one.isSaved);
  }

  of(person: string, about: string): Letter | undefined {
    return this.#held.find((one) => one.person === person && one.about === about)?.letter;
  }

  /** In the place of the one before it, whose code opens nothing any more; held before that is let go. */
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

  /** Where a request was decided, or its code worn out or replaced meanwhile, nothing is left to lose. */
  forgetVoid(registration: Registration): void {
    this.forget(({ about, letter }) => about === registration._id && !isCounting(letter, registration));
  }

  /** What was saved is not held longer than its page is open. */
  leave(about: string): void {
    this.forget((one) => one.about === about && one.isSaved);
  }

  forget(isOver: (one: Held) => boolean = () => true): void {
    const over = this.#held.filter(isOver);
    // An effect that forgets is asked again by what it changes.
    if (over.length === 0) return;
    for (const { letGo } of over) letGo();
    this.#held = this.#held.filter((one) => !over.includes(one));
  }
}

/** `registration` as it is known here, which may be as it stood before the letter. */
function isCounting(letter: Letter, registration: Registration): boolean {
  const { letterAt: written = '' } = letter.registration;
  const { letterAt: known = '', codeVoidAt } = registration;
  return isOpen(registration) && known <= written && !(known === written && codeVoidAt !== undefined);
}

export const heldLetters = new HeldLetters();
