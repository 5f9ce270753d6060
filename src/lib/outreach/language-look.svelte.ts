/** Which languages of something that the Board writes are in view: all of them side by side, or the one that is chosen. */
import { MediaQuery } from 'svelte/reactivity';
import { ANNOUNCEMENT_LANGUAGES, type AnnouncementLanguage } from '#lib/domain/act/kinds/announcement.ts';
import { readLocale } from '#lib/i18n/locale.ts';

export type Look = 'side' | 'one';

const STORED_AS = 'i2es-language-look';
/** Two columns beside the desks; narrower than this a text is a ribbon of words. */
const MIN_WIDTH = '(min-width: 1000px)';

export class LanguageLook {
  /** The one that has the focus, or had it last: what is previewed. */
  current = $state<AnnouncementLanguage>(ANNOUNCEMENT_LANGUAGES.find((one) => one === readLocale()) ?? 'en');
  #wanted = $state<Look>(readLook());
  readonly #wide = new MediaQuery(MIN_WIDTH);

  /** Whether there is room for a choice at all. */
  get isWide(): boolean {
    return this.#wide.current;
  }

  get look(): Look {
    return this.isWide ? this.#wanted : 'one';
  }

  get languages(): readonly AnnouncementLanguage[] {
    return this.look === 'side' ? ANNOUNCEMENT_LANGUAGES : [this.current];
  }

  choose(look: Look): void {
    this.#wanted = look;
    try {
      localStorage.setItem(STORED_AS, look);
    } catch {
      // A browser that keeps nothing shows them side by side next time.
    }
  }
}

function readLook(): Look {
  try {
    return localStorage.getItem(STORED_AS) === 'one' ? 'one' : 'side';
  } catch {
    return 'side';
  }
}
