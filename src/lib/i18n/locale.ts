import { getLocale, isLocale, locales, setLocale as storeLocale, type Locale } from './paraglide/runtime.js';

export { isLocale, locales, type Locale };

export type Direction = 'ltr' | 'rtl';

/** Each language in its own words, so readers find it on any screen. */
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

/** Reloads the page: `pwa/change-language.ts` first checks for unsaved input. */
export async function setLocale(locale: Locale): Promise<void> {
  await storeLocale(locale);
}
