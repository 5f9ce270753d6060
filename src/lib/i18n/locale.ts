/** The reader's language and writing direction. Changing it saves what is typed, then reloads the page. */
import { saveBeforeReload } from './before-reload.ts';
import { isReloadHeld } from './hold-reload.svelte.ts';
import { getLocale, isLocale, locales, setLocale as storeLocale, type Locale } from './paraglide/runtime.js';

export { isLocale, locales, type Locale };

export type Direction = 'ltr' | 'rtl';

/** Each language in its own words, so that a reader finds it whatever the screen speaks now. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  fr: 'Français',
  es: 'Español',
  ru: 'Русский',
  zh: '中文',
  ar: 'العربية'
};

export function readLocale(): Locale {
  return getLocale();
}

export function localeDirection(locale: Locale = readLocale()): Direction {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** Rejects, and stays in the old language, when a registered save fails or something typed is saved nowhere. */
export async function setLocale(locale: Locale): Promise<void> {
  if (locale === readLocale()) return;
  if (isReloadHeld()) throw new Error('something typed is saved nowhere');
  await saveBeforeReload();
  await storeLocale(locale);
}
