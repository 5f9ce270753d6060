import { browser } from '$app/environment';
import { openPart } from '#lib/i18n/catalog.ts';

export async function load(): Promise<void> {
  if (browser) await Promise.all([openPart('guests'), openPart('training'), openPart('problems')]);
}
