/**
 * Messages in memory. In the browser build message functions read from here (see locale-split.ts): a reader downloads
 * one language instead of six, and first only the first screens. A later part loads when one of its messages is used,
 * which then renders again.
 */
import { createSubscriber } from 'svelte/reactivity';
import { keyToPart, LATE_PARTS, PARTS, type LatePart, type Part } from './catalog-parts.ts';
import { openCountryNames } from './country-names.ts';
import { baseLocale, isLocale, type Locale } from './paraglide/runtime.js';

type Inputs = Record<string, unknown>;
export type Sentence = (inputs: Inputs) => string;
type Catalog = Readonly<Record<string, Sentence>>;

const IMPORTS: Record<Part, Record<Locale, () => Promise<unknown>>> = {
  first: {
    en: () => import('./paraglide/messages/en.js'),
    fr: () => import('./paraglide/messages/fr.js'),
    es: () => import('./paraglide/messages/es.js'),
    ru: () => import('./paraglide/messages/ru.js'),
    zh: () => import('./paraglide/messages/zh.js'),
    ar: () => import('./paraglide/messages/ar.js')
  },
  problems: {
    en: () => import('./paraglide/messages/en.js?problems'),
    fr: () => import('./paraglide/messages/fr.js?problems'),
    es: () => import('./paraglide/messages/es.js?problems'),
    ru: () => import('./paraglide/messages/ru.js?problems'),
    zh: () => import('./paraglide/messages/zh.js?problems'),
    ar: () => import('./paraglide/messages/ar.js?problems')
  },
  comparisons: {
    en: () => import('./paraglide/messages/en.js?comparisons'),
    fr: () => import('./paraglide/messages/fr.js?comparisons'),
    es: () => import('./paraglide/messages/es.js?comparisons'),
    ru: () => import('./paraglide/messages/ru.js?comparisons'),
    zh: () => import('./paraglide/messages/zh.js?comparisons'),
    ar: () => import('./paraglide/messages/ar.js?comparisons')
  },
  dossiers: {
    en: () => import('./paraglide/messages/en.js?dossiers'),
    fr: () => import('./paraglide/messages/fr.js?dossiers'),
    es: () => import('./paraglide/messages/es.js?dossiers'),
    ru: () => import('./paraglide/messages/ru.js?dossiers'),
    zh: () => import('./paraglide/messages/zh.js?dossiers'),
    ar: () => import('./paraglide/messages/ar.js?dossiers')
  },
  desks: {
    en: () => import('./paraglide/messages/en.js?desks'),
    fr: () => import('./paraglide/messages/fr.js?desks'),
    es: () => import('./paraglide/messages/es.js?desks'),
    ru: () => import('./paraglide/messages/ru.js?desks'),
    zh: () => import('./paraglide/messages/zh.js?desks'),
    ar: () => import('./paraglide/messages/ar.js?desks')
  },
  outreach: {
    en: () => import('./paraglide/messages/en.js?outreach'),
    fr: () => import('./paraglide/messages/fr.js?outreach'),
    es: () => import('./paraglide/messages/es.js?outreach'),
    ru: () => import('./paraglide/messages/ru.js?outreach'),
    zh: () => import('./paraglide/messages/zh.js?outreach'),
    ar: () => import('./paraglide/messages/ar.js?outreach')
  },
  matching: {
    en: () => import('./paraglide/messages/en.js?matching'),
    fr: () => import('./paraglide/messages/fr.js?matching'),
    es: () => import('./paraglide/messages/es.js?matching'),
    ru: () => import('./paraglide/messages/ru.js?matching'),
    zh: () => import('./paraglide/messages/zh.js?matching'),
    ar: () => import('./paraglide/messages/ar.js?matching')
  },
  training: {
    en: () => import('./paraglide/messages/en.js?training'),
    fr: () => import('./paraglide/messages/fr.js?training'),
    es: () => import('./paraglide/messages/es.js?training'),
    ru: () => import('./paraglide/messages/ru.js?training'),
    zh: () => import('./paraglide/messages/zh.js?training'),
    ar: () => import('./paraglide/messages/ar.js?training')
  }
};

const loaded: Partial<Record<Locale, Catalog>> = {};
let reader: Locale = baseLocale;
let current: Catalog = {};
const asked = new Map<LatePart, Promise<void>>();
const settled = new Set<Part>();

const redraws = new Set<() => void>();
const watchLater = createSubscriber((redraw) => {
  redraws.add(redraw);
  return () => void redraws.delete(redraw);
});

/** English on an Arabic page keeps its own direction; otherwise full stops move to the wrong end. */
function isolateFallback(catalog: Catalog, english: Catalog): Catalog {
  const sentences = Object.entries(catalog).map(([key, sentence]) => {
    const isFallback = sentence === english[key];
    return [key, isFallback ? (inputs: Inputs) => `\u2066${sentence(inputs)}\u2069` : sentence] as const;
  });
  return Object.fromEntries(sentences);
}

async function importPart(part: Part, locale: Locale): Promise<Catalog> {
  const catalog = (await IMPORTS[part][locale]()) as Catalog;
  return locale === 'ar' ? isolateFallback(catalog, (await IMPORTS[part][baseLocale]()) as Catalog) : catalog;
}

/** Loads another whole language, for a form in the partner's; the screen keeps its own. */
export async function loadCatalog(locale: Locale): Promise<void> {
  const [parts] = await Promise.all([
    Promise.all(PARTS.map((part) => importPart(part, locale))),
    openCountryNames(locale)
  ]);
  loaded[locale] = Object.assign({}, ...parts) as Catalog;
}

/** Loads the first screens' messages before rendering; falls back to English. */
export async function openCatalog(locale: Locale): Promise<void> {
  reader = locale;
  asked.clear();
  settled.clear();
  current = await importPart('first', locale).catch(() => importPart('first', baseLocale));
  settled.add('first');
}

export function openPart(part: LatePart): Promise<void> {
  const held = asked.get(part);
  if (held) return held;
  const opening = addPart(part);
  asked.set(part, opening);
  return opening;
}

/** On a first visit offline a part cannot load; a problem then shows its code. */
async function addPart(part: LatePart): Promise<void> {
  const sentences = await importPart(part, reader).catch(() => null);
  if (sentences) current = { ...current, ...sentences };
  else globalThis.addEventListener?.('online', () => asked.delete(part), { once: true });
  settled.add(part);
  for (const redraw of redraws) redraw();
}

export async function completeCatalog(): Promise<void> {
  await Promise.all([...LATE_PARTS.map(openPart), openCountryNames(reader)]);
}

function catalogFor(options?: { readonly locale?: string }): Catalog {
  const wanted = options?.locale;
  return (isLocale(wanted) ? loaded[wanted] : undefined) ?? current;
}

/** The compiler's name for a key: lower case, with the number of capitals. */
export function keyToName(key: string): string {
  const capitals = key.replace(/[^A-Z]/g, '').length;
  return capitals > 0 ? `${key.toLowerCase()}${capitals}` : key;
}

/** Message of a key; empty while its part loads, then rendered again. */
export function sentenceOf(key: string, options?: { readonly locale?: string }): Sentence {
  const found = catalogFor(options)[keyToName(key)];
  return found ?? (waitFor(key) ? () => '' : () => key);
}

export function hasSentence(key: string): boolean {
  return keyToName(key) in current || (waitFor(key), false);
}

function waitFor(key: string): boolean {
  const part = keyToPart(key);
  if (part === 'first') return false;
  watchLater();
  void openPart(part);
  return !settled.has(part);
}
