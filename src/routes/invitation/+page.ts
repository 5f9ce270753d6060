import { browser } from '$app/environment';
import { completeCatalog } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

/** The page's sentences are of those that travel late: here they are waited for. */
export async function load(): Promise<void> {
  if (browser) await completeCatalog(readLocale()).catch(() => undefined);
}
