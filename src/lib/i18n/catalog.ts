/**
 * Which languages' sentences are in memory. In the browser's build the message functions read from here
 * (see locale-split.ts): a reader downloads one language and not six, and of that first what the desks
 * say; problems, paper forms and help follow while the first screen is already drawn.
 */
import { createSubscriber } from 'svelte/reactivity';
import { baseLocale, isLocale, type Locale } from './paraglide/runtime.js';

type Inputs = Record<string, unknown>;
export type Sentence = (inputs: Inputs) => string;
export type Catalog = Readonly<Record<string, Sentence>>;

const importByLocale: Record<Locale, () => Promise<unknown>> = {
  en: () => import('./paraglide/messages/en.js'),
  fr: () => import('./paraglide/messages/fr.js'),
  es: () => import('./paraglide/messages/es.js'),
  ru: () => import('./paraglide/messages/ru.js'),
  zh: () => import('./paraglide/messages/zh.js'),
  ar: () => import('./paraglide/messages/ar.js')
};

const importLateByLocale: Record<Locale, () => Promise<unknown>> = {
  en: () => import('./paraglide/messages/en.js?late'),
  fr: () => import('./paraglide/messages/fr.js?late'),
  es: () => import('./paraglide/messages/es.js?late'),
  ru: () => import('./paraglide/messages/ru.js?late'),
  zh: () => import('./paraglide/messages/zh.js?late'),
  ar: () => import('./paraglide/messages/ar.js?late')
};

const loaded: Partial<Record<Locale, Catalog>> = {};
let current: Catalog = {};
let isComplete = false;

const redraws = new Set<() => void>();
const watchLate = createSubscriber((redraw) => {
  redraws.add(redraw);
  return () => void redraws.delete(redraw);
});

/** English inside an Arabic page keeps its own direction, or its full stops would stand at the wrong end. */
function isolateFallback(catalog: Catalog, english: Catalog): Catalog {
  const sentences = Object.entries(catalog).map(([key, sentence]) => {
    const isFallback = sentence === english[key];
    return [key, isFallback ? (inputs: Inputs) => `\u2066${sentence(inputs)}\u2069` : sentence] as const;
  });
  return Object.fromEntries(sentences);
}

async function importPart(parts: typeof importByLocale, locale: Locale): Promise<Catalog> {
  const catalog = (await parts[locale]()) as Catalog;
  return locale === 'ar' ? isolateFallback(catalog, (await parts[baseLocale]()) as Catalog) : catalog;
}

/** Loads all of one more language, for a form that is printed in the partner's; the screen keeps its own. */
export async function loadCatalog(locale: Locale): Promise<void> {
  const [first, late] = await Promise.all([
    importPart(importByLocale, locale),
    importPart(importLateByLocale, locale)
  ]);
  loaded[locale] = { ...first, ...late };
}

/** Loads what the desks say in the reader's language before anything is drawn; English if it cannot be had. */
export async function openCatalog(locale: Locale): Promise<void> {
  isComplete = false;
  current = await importPart(importByLocale, locale).catch(() => importPart(importByLocale, baseLocale));
}

/** The rest of the reader's language; what waits for it on the screen is drawn again. */
export async function completeCatalog(locale: Locale): Promise<void> {
  await loadCatalog(locale);
  current = loaded[locale] ?? current;
  isComplete = true;
  for (const redraw of redraws) redraw();
}

/** What a message function reads: the language asked for if it is loaded, else the reader's. */
export function catalogFor(options?: { readonly locale?: string }): Catalog {
  const wanted = options?.locale;
  return (isLocale(wanted) ? loaded[wanted] : undefined) ?? current;
}

/** The sentence of a key. One that is still on its way is empty and drawn when it arrives. */
/** As the compiler names the sentence of a key: small letters, and how many were capitals. */
export function keyToName(key: string): string {
  const capitals = key.replace(/[^A-Z]/g, '').length;
  return capitals > 0 ? `${key.toLowerCase()}${capitals}` : key;
}

export function sentenceOf(key: string, options?: { readonly locale?: string }): Sentence {
  const found = catalogFor(options)[keyToName(key)];
  if (found) return found;
  if (!isComplete) watchLate();
  return () => (isComplete ? key : '');
}

export function hasSentence(key: string): boolean {
  const isThere = keyToName(key) in current;
  if (!isThere && !isComplete) watchLate();
  return isThere;
}
