import { browser } from '$app/environment';
import { completeCatalog } from '#lib/i18n/catalog.ts';

/** Waits for the page's messages, which are bundled separately. */
export async function load(): Promise<void> {
  if (browser) await completeCatalog();
}
