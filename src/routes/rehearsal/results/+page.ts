import { browser } from '$app/environment';
import { completeCatalog } from '#lib/i18n/catalog.ts';

/** The page's sentences are of those that travel late: here they are waited for. */
export async function load(): Promise<void> {
  if (browser) await completeCatalog();
}
