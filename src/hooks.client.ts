import { openCatalog } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

/** Kit waits for this before it draws, so that the first word is in the reader's language. */
export async function init(): Promise<void> {
  await openCatalog(readLocale());
}
