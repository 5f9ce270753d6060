import { openPart } from '#lib/i18n/catalog.ts';

/** What a trainer wrote is known to no build. */
export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
  await openPart('training');
}
