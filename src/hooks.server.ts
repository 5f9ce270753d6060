/** Pages with a language in their address are written out in that language; all others in English, and redrawn. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { overwriteServerAsyncLocalStorage } from '#lib/i18n/paraglide/runtime.js';
import { languageOfPath } from '#lib/public/public-pages.ts';

const storage = new AsyncLocalStorage<{ locale?: Locale; origin?: string; messageCalls?: Set<string> }>();
overwriteServerAsyncLocalStorage(storage);

const ENGLISH = '<html lang="en" dir="ltr">';

export const handle: Handle = ({ event, resolve }) => {
  const locale = languageOfPath(event.url.pathname);
  if (locale === null) return resolve(event);
  // The mark tells static/start.js such a page from the app, which answers for an address that is no page.
  const named = `<html lang="${locale}" dir="${localeDirection(locale)}" data-written>`;
  const asked = { locale, origin: event.url.origin, messageCalls: new Set<string>() };
  return storage.run(asked, async () =>
    resolve(event, { transformPageChunk: ({ html }) => html.replace(ENGLISH, named) })
  );
};
