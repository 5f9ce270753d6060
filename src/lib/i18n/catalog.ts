/**
 * Which languages' sentences are in memory. In the browser's build the message functions read from here
 * (see locale-split.ts), so that a reader downloads one language and not six.
 */
import { baseLocale, isLocale, type Locale } from './paraglide/runtime.js';

type Inputs = Record<string, unknown>;

export type Catalog = Readonly<Record<string, (inputs: Inputs) => string>>;

const importByLocale: Record<Locale, () => Promise<unknown>> = {
  en: () => import('./paraglide/messages/en.js'),
  fr: () => import('./paraglide/messages/fr.js'),
  es: () => import('./paraglide/messages/es.js'),
  ru: () => import('./paraglide/messages/ru.js'),
  zh: () => import('./paraglide/messages/zh.js'),
  ar: () => import('./paraglide/messages/ar.js')
};

const loaded: Partial<Record<Locale, Catalog>> = {};
let current: Catalog = {};

/** English inside an Arabic page keeps its own direction, or its full stops would stand at the wrong end. */
function isolateFallback(catalog: Catalog, english: Catalog): Catalog {
  const sentences = Object.entries(catalog).map(([key, sentence]) => {
    const isFallback = sentence === english[key];
    return [key, isFallback ? (inputs: Inputs) => `\u2066${sentence(inputs)}\u2069` : sentence] as const;
  });
  return Object.fromEntries(sentences);
}

/** Loads one more language, for a form that is printed in the partner's; the screen keeps its own. */
export async function loadCatalog(locale: Locale): Promise<void> {
  if (loaded[locale]) return;
  const catalog = (await importByLocale[locale]()) as Catalog;
  loaded[locale] = catalog;
  if (locale !== 'ar') return;
  const english = (await importByLocale[baseLocale]()) as Catalog;
  loaded[locale] = isolateFallback(catalog, english);
}

/** Loads the reader's language before anything is drawn; English when it cannot be had. */
export async function openCatalog(locale: Locale): Promise<void> {
  await loadCatalog(locale).catch(() => loadCatalog(baseLocale));
  current = loaded[locale] ?? loaded[baseLocale] ?? {};
}

/** What a message function reads: the language asked for if it is loaded, else the reader's. */
export function catalogFor(options?: { readonly locale?: string }): Catalog {
  const wanted = options?.locale;
  return (isLocale(wanted) ? loaded[wanted] : undefined) ?? current;
}
