/** Content hashes in the names: stored files never grow stale, and no one loads a language they do not read. */
import type { LessonSlug } from '#lib/domain/training/lesson-path.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import type { HelpTopic, Lesson, LessonShelf } from './lesson.ts';

/** The service worker answers from it: src/service-worker.ts. */
export const TRAINING_CACHE = 'i2es-training';

const SHELVES = import.meta.glob<LessonShelf>('./compiled/shelf.*.json', { import: 'default' });
const TEXTS = import.meta.glob<string>('./compiled/lesson.*.json', {
  query: '?url&no-inline',
  import: 'default',
  eager: true
});
const HELP = import.meta.glob<string>('./compiled/help.*.json', {
  query: '?url&no-inline',
  import: 'default',
  eager: true
});
const PICTURES = import.meta.glob<string>('./pictures/*/*.webp', {
  query: '?url&no-inline',
  import: 'default',
  eager: true
});

export function loadShelf(locale: Locale): Promise<LessonShelf> {
  const load = SHELVES[`./compiled/shelf.${locale}.json`];
  return load ? load() : Promise.reject(new Error(`no lessons in ${locale}`));
}

function textUrl(slug: LessonSlug, locale: Locale): string | undefined {
  return TEXTS[`./compiled/lesson.${slug}.${locale}.json`];
}

/** In the reader's language, else in English: a screen in another language is better than none. */
export function pictureUrl(name: string, locale: Locale): string | undefined {
  return (
    PICTURES[`./pictures/${locale}/picture.${name}.webp`] ?? PICTURES[`./pictures/en/picture.${name}.webp`]
  );
}

export function textUrls(locale: Locale): readonly string[] {
  return Object.keys(TEXTS)
    .filter((path) => path.endsWith(`.${locale}.json`))
    .flatMap((path) => TEXTS[path] ?? []);
}

export function pictureUrls(locale: Locale): readonly string[] {
  return Object.keys(PICTURES)
    .filter((path) => path.startsWith(`./pictures/${locale}/`))
    .flatMap((path) => PICTURES[path] ?? []);
}

export async function loadLesson(slug: LessonSlug, locale: Locale): Promise<Lesson | null> {
  return (await loadText(textUrl(slug, locale))) as Lesson | null;
}

/** The shell loads it soon after a page is open, so that it works offline. */
export async function loadHelp(locale: Locale): Promise<readonly HelpTopic[] | null> {
  return (await loadText(HELP[`./compiled/help.${locale}.json`])) as readonly HelpTopic[] | null;
}

async function loadText(url: string | undefined): Promise<unknown> {
  if (url === undefined) return null;
  const kept = await openCache();
  const answer = (await kept?.match(url)) ?? (await fetchAndKeep(url, kept));
  return answer ? answer.json() : null;
}

/** One after the other, so that reading is not delayed. */
export async function keepFiles(urls: readonly string[], ontold: (kept: number) => void): Promise<boolean> {
  const cache = await openCache();
  if (!cache) return false;
  let kept = 0;
  for (const url of urls) {
    if ((await cache.match(url)) || (await fetchAndKeep(url, cache))) kept++;
    ontold(kept);
  }
  return kept === urls.length;
}

export async function countKept(urls: readonly string[]): Promise<number> {
  const cache = await openCache();
  if (!cache) return 0;
  const found = await Promise.all(urls.map((url) => cache.match(url)));
  return found.filter(Boolean).length;
}

async function fetchAndKeep(url: string, cache: Cache | null): Promise<Response | null> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return null;
    await cache?.put(url, answer.clone()).catch(() => undefined);
    return answer;
  } catch {
    return null;
  }
}

/** Null if the browser stores nothing: in a private window, or without a secure address. */
async function openCache(): Promise<Cache | null> {
  if (!('caches' in globalThis)) return null;
  return caches.open(TRAINING_CACHE).catch(() => null);
}
