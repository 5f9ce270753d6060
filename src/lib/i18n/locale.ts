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

/** Translations reviewed by an editor or native speaker of the trade. A draft is marked next to its language. */
export const REVIEW: Readonly<Record<Locale, 'draft' | 'complete'>> = {
  en: 'draft',
  fr: 'draft',
  es: 'draft',
  ru: 'draft',
  zh: 'draft',
  ar: 'draft'
};

export function isDraft(locale: Locale): boolean {
  return REVIEW[locale] === 'draft';
}
