import { completeCatalog } from '#lib/i18n/catalog.ts';
import type { LayoutLoad } from './$types';

/** The desks read an unlocked store of this browser: nothing of them is drawn on a server. */
export const ssr = false;
export const prerender = false;

/** The first desk has what it says; what the others say travels late, and is waited for before they are drawn. */
export const load: LayoutLoad = async ({ route }) => {
  if (route.id !== '/(app)/today') await completeCatalog();
};
