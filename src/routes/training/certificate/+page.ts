import { browser } from '$app/environment';
import { openCountryNames } from '#lib/i18n/country-names.ts';
import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

export async function load(): Promise<void> {
  if (browser)
    await Promise.all([openPart('training'), openPart('problems'), openCountryNames(readLocale())]);
}
