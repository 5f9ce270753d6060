/** Renders pages with a language in their address in that language; all others in English, redrawn later. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import { localeDirection, localeNames, locales, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { overwriteServerAsyncLocalStorage } from '#lib/i18n/paraglide/runtime.js';
import { languageOfPath, publicHref } from '#lib/public-pages/public-pages.ts';

const storage = new AsyncLocalStorage<{ locale?: Locale; origin?: string; messageCalls?: Set<string> }>();
overwriteServerAsyncLocalStorage(storage);

const ENGLISH = '<html lang="en" dir="ltr">';

/** The reader's language is unknown without JavaScript, so the notice is in all languages. */
function tellWithoutProgram(): string {
  const said = locales.map((locale) => {
    const link = `<a href="${publicHref(locale, 'about')}">${localeNames[locale]}</a>`;
    const words = m.public_no_script({}, { locale });
    return `<p lang="${locale}" dir="${localeDirection(locale)}">${words} ${link}</p>`;
  });
  return `<noscript><div style="display: grid; gap: 0.75rem; padding: 1rem">${said.join('')}</div></noscript>`;
}

export const handle: Handle = ({ event, resolve }) => {
  const locale = languageOfPath(event.url.pathname);
  if (locale === null) {
    return resolve(event, {
      transformPageChunk: ({ html }) => html.replace(/<body[^>]*>/, (body) => body + tellWithoutProgram())
    });
  }
  // The mark lets static/start.js distinguish a written page from the app, which also answers unknown addresses.
  const named = `<html lang="${locale}" dir="${localeDirection(locale)}" data-written>`;
  const asked = { locale, origin: event.url.origin, messageCalls: new Set<string>() };
  return storage.run(asked, async () =>
    resolve(event, { transformPageChunk: ({ html }) => html.replace(ENGLISH, named) })
  );
};
