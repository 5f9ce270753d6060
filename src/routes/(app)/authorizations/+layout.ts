import { openPart } from '#lib/i18n/catalog.ts';

/** What the pages of one authorization say travels late: here it is waited for. */
export async function load(): Promise<void> {
  await openPart('dossiers');
}
