import { browser } from '$app/environment';
import { completeCatalog } from '#lib/i18n/catalog.ts';

export async function load(): Promise<void> {
  if (browser) await completeCatalog();
}
