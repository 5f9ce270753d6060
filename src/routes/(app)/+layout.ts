import { completeCatalog } from '#lib/i18n/catalog.ts';
import type { LayoutLoad } from './$types';

/** These pages read an unlocked store in this browser: a server cannot render them. */
export const ssr = false;
export const prerender = false;

/** The first page's messages are bundled; other pages wait here for theirs. */
export const load: LayoutLoad = async ({ route }) => {
  if (route.id !== '/(app)/today') await completeCatalog();
};
