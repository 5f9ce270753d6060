import { isLocale, type Locale } from '#lib/i18n/locale.ts';

/** `/fr/…`: a page that is there in each language at an address of its own. */
export function match(param: string): param is Locale {
  return isLocale(param);
}
