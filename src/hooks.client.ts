import { openCatalog } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

/** Kit waits for this before it draws: the reader's language is there with the first word. */
export async function init(): Promise<void> {
  await openCatalog(readLocale());
}
