import { openPart } from '#lib/i18n/catalog.ts';

/** What this page says travels late: here it is waited for. */
export async function load(): Promise<void> {
  await openPart('desks');
}
