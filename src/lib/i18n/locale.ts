/** The reader's language and writing direction. Changing it saves what is typed, then reloads the page. */
import { getLocale, isLocale, locales, setLocale as storeLocale, type Locale } from './paraglide/runtime.js';
import { saveOrRefuse, type ReloadRefusal } from './safe-reload.ts';

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

/** Stays in the old language, and says why, where what is typed would be lost. */
export async function setLocale(locale: Locale): Promise<ReloadRefusal | null> {
  if (locale === readLocale()) return null;
  const refusal = await saveOrRefuse();
  if (refusal === null) await storeLocale(locale);
  return refusal;
}
