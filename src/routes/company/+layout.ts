import { completeCatalog } from '#lib/i18n/catalog.ts';

/** All of it belongs to a person who has signed in. */
export const ssr = false;
export const prerender = false;

export async function load() {
  await completeCatalog();
}
