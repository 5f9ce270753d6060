import { openPart } from '#lib/i18n/catalog.ts';

/** Trainers' content is unknown at build time. */
export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
  await openPart('training');
}
