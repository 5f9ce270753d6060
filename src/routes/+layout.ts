import { browser } from '$app/environment';
import { completeCatalog } from '#lib/i18n/catalog.ts';
import type { LayoutLoad } from './$types';

/** Public pages are prerendered at build time; the pages under (app) override this. */
export const prerender = true;
export const trailingSlash = 'never';

/** These pages use messages of many parts, and are drawn when all have loaded. */
const WITH_ALL_MESSAGES: readonly (string | null)[] = [
  '/apply',
  '/invitation',
  '/register',
  '/register/confirm',
  '/rehearsal',
  '/rehearsal/results',
  '/reset',
  '/training/calendar',
  '/unsubscribe',
  '/verify',
  '/who'
];

export const load: LayoutLoad = async ({ route }) => {
  if (browser && WITH_ALL_MESSAGES.includes(route.id)) await completeCatalog();
};
