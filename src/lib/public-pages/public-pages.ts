import { isLocale, locales, type Locale } from '#lib/i18n/locale.ts';

/** In the order of the list at the foot; the first is the front page. */
export const PUBLIC_PAGES = [
  'about',
  'how',
  'who',
  'learn',
  'links',
  'verify',
  'help',
  'servers',
  'interface',
  'privacy',
  'accessibility',
  'contact'
] as const;
export type PublicPage = (typeof PUBLIC_PAGES)[number];

/**
 * The origin is unknown at build time, but search engines want whole addresses. The gateway replaces it
 * (couch/gateway/app/app-files.ts).
 */
export const WRITTEN_ORIGIN = 'https://i2es.invalid';

export function publicHref(locale: Locale, page: PublicPage): string {
  return page === 'about' ? `/${locale}` : `/${locale}/${page}`;
}

export function publicPageNamed(name: string | undefined): PublicPage | null {
  if (name === 'about') return null;
  return PUBLIC_PAGES.find((page) => page === (name ?? 'about')) ?? null;
}

/** Null means the reader's own. */
export function languageOfPath(path: string): Locale | null {
  const [, first] = path.split('/');
  return isLocale(first) ? first : null;
}

export function allPublicPages(): readonly { readonly locale: Locale; readonly page: PublicPage }[] {
  return locales.flatMap((locale) => PUBLIC_PAGES.map((page) => ({ locale, page })));
}
