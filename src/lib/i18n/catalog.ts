/**
 * In the browser build message functions read from here (see locale-split.ts): a reader downloads one language instead
 * of six, and first only the first screens. A later part loads when one of its messages is used, which then renders
 * again.
 */
import { createSubscriber } from 'svelte/reactivity';
import { keyToName, keyToPart, LATE_PARTS, PARTS, type LatePart, type Part } from './catalog-parts.ts';
import { openCountryNames } from './country-names.ts';
import { baseLocale, isLocale, type Locale } from './paraglide/runtime.js';

type Inputs = Record<string, unknown>;
type Sentence = (inputs: Inputs) => string;
type Catalog = Readonly<Record<string, Sentence>>;

/** A path of `import.meta.glob` is text, so each part has its line. */
const IMPORTS: Record<Part, Readonly<Record<string, () => Promise<unknown>>>> = {
  first: import.meta.glob('./paraglide/messages/??.js'),
  problems: import.meta.glob('./paraglide/messages/??.js', { query: '?problems' }),
  comparisons: import.meta.glob('./paraglide/messages/??.js', { query: '?comparisons' }),
  dossiers: import.meta.glob('./paraglide/messages/??.js', { query: '?dossiers' }),
  desks: import.meta.glob('./paraglide/messages/??.js', { query: '?desks' }),
  outreach: import.meta.glob('./paraglide/messages/??.js', { query: '?outreach' }),
  matching: import.meta.glob('./paraglide/messages/??.js', { query: '?matching' }),
  training: import.meta.glob('./paraglide/messages/??.js', { query: '?training' }),
  guests: import.meta.glob('./paraglide/messages/??.js', { query: '?guests' }),
  papers: import.meta.glob('./paraglide/messages/??.js', { query: '?papers' }),
  replies: import.meta.glob('./paraglide/messages/??.js', { query: '?replies' })
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
  const read = async (one: Locale) => {
    const file = await IMPORTS[part][`./paraglide/messages/${one}.js`]?.();
    // Only a build for browsers has the table of locale-split.ts.
    return (file as { readonly default?: Catalog }).default ?? (file as Catalog);
  };
  const catalog = await read(locale);
  return locale === 'ar' ? isolateFallback(catalog, await read(baseLocale)) : catalog;
}

export async function loadCatalog(locale: Locale): Promise<void> {
  const [parts] = await Promise.all([
    Promise.all(PARTS.map((part) => importPart(part, locale))),
    openCountryNames(locale)
  ]);
  loaded[locale] = Object.assign({}, ...parts) as Catalog;
}

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

/** English if the reader's language is not on this device. On a first visit offline neither loads; a problem then shows its code. */
async function addPart(part: LatePart): Promise<void> {
  const sentences = await importPart(part, reader)
    .catch(() => importPart(part, baseLocale))
    .catch(() => null);
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

/** Empty while its part loads, then rendered again. */
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
