/** The reader's language and writing direction. */
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

/** Reloads the page: `pwa/change-language.ts` asks first whether anything would be lost by it. */
export async function setLocale(locale: Locale): Promise<void> {
  await storeLocale(locale);
}
