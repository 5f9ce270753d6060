/** The pages that are there in each language at an address of its own, without any program: which, and where. */
import { isLocale, locales, type Locale } from '#lib/i18n/locale.ts';

/** In the order of their list at the foot; the first is the language's front door. */
export const PUBLIC_PAGES = [
  'about',
  'how',
  'who',
  'learn',
  'verify',
  'help',
  'servers',
  'privacy',
  'accessibility',
  'contact'
] as const;
export type PublicPage = (typeof PUBLIC_PAGES)[number];

/**
 * As whose pages they are written out: whoever builds them does not know where they will stand, and search engines want
 * whole addresses. The gateway puts its own in the place of this one (couch/gateway/app/public-pages.ts).
 */
export const WRITTEN_ORIGIN = 'https://i2es.invalid';

export function publicHref(locale: Locale, page: PublicPage): string {
  return page === 'about' ? `/${locale}` : `/${locale}/${page}`;
}

export function publicPageNamed(name: string | undefined): PublicPage | null {
  if (name === 'about') return null;
  return PUBLIC_PAGES.find((page) => page === (name ?? 'about')) ?? null;
}

/** The language of an address such as `/fr/privacy`, or null where the reader's own is meant. */
export function languageOfPath(path: string): Locale | null {
  const [, first] = path.split('/');
  return isLocale(first) ? first : null;
}

export function allPublicPages(): readonly { readonly locale: Locale; readonly page: PublicPage }[] {
  return locales.flatMap((locale) => PUBLIC_PAGES.map((page) => ({ locale, page })));
}
