import { isLocale, type Locale } from '#lib/i18n/locale.ts';

export function match(param: string): param is Locale {
  return isLocale(param);
}
