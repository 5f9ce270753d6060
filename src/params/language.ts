import { isLocale, type Locale } from '#lib/i18n/locale.ts';

/** `/fr/…`: a page with an address of its own in each language. */
export function match(param: string): param is Locale {
  return isLocale(param);
}
