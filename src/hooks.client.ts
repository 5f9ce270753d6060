import { completeCatalog, openCatalog } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

/** Kit waits for this before it draws: the reader's language is there with the first word. */
export async function init(): Promise<void> {
  await openCatalog(readLocale());
  // Without a connection on a first visit the rest cannot come; a problem is then told by its code.
  completeCatalog(readLocale()).catch(() => undefined);
}
