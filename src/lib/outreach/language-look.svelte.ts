import { MediaQuery } from 'svelte/reactivity';
import { ANNOUNCEMENT_LANGUAGES, type AnnouncementLanguage } from '#lib/domain/act/kinds/announcement.ts';
import type { Problem } from '#lib/domain/result.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { remember, remembered } from '#lib/pwa/remember.ts';

export type Look = 'side' | 'one';

const STORED_AS = 'i2es-language-look';
const MIN_WIDTH = '(min-width: 1000px)';

export class LanguageLook {
  current = $state<AnnouncementLanguage>(ANNOUNCEMENT_LANGUAGES.find((one) => one === readLocale()) ?? 'en');
  #wanted = $state<Look>(remembered(STORED_AS) === 'one' ? 'one' : 'side');
  readonly #wide = new MediaQuery(MIN_WIDTH);

  get isWide(): boolean {
    return this.#wide.current;
  }

  get look(): Look {
    return this.isWide ? this.#wanted : 'one';
  }

  get languages(): readonly AnnouncementLanguage[] {
    return this.look === 'side' ? ANNOUNCEMENT_LANGUAGES : [this.current];
  }

  /** On a phone, the language of the first problem, whose paths are `texts.fr.title` and so on. */
  showProblem(problems: readonly Problem[]): void {
    const named = problems.map(({ path }) => path?.split('.')[1]);
    this.current = ANNOUNCEMENT_LANGUAGES.find((one) => named.includes(one)) ?? this.current;
  }

  choose(look: Look): void {
    this.#wanted = look;
    remember(STORED_AS, look);
  }
}
