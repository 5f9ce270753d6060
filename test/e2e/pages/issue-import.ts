import { AuthorizationFormPage } from './authorization-form.page.ts';
import type { DesksPage } from './desks.page.ts';
import { numberShown } from './dossier.page.ts';
import { typeWholeImport } from './whole-import.ts';

/** Issues at the desk that stands open, and tells the number. */
export async function issueImport(
  desks: DesksPage,
  importer: string,
  exporter?: Parameters<typeof typeWholeImport>[2]
): Promise<string> {
  await desks.go('today');
  await desks.startImport();
  const form = new AuthorizationFormPage(desks.page);
  await typeWholeImport(form, importer, exporter);
  await form.issue('Issue import authorization');
  return numberShown(desks.page, 'I');
}
