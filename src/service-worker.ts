/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/**
 * Caches only files of the program: requests to /db and /api are ignored, so no record of a country is ever in a cache. The public
 * lists, which it asks for on a page without a program, are in a database of the browser.
 */
import { base, build, files, prerendered, version } from '$service-worker';
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { isOlderVersion } from '#lib/domain/program-version.ts';
import { fetchPacked, matchPacked, putPacked } from '#lib/pwa/packed-cache.ts';
import { isKeptAtOnce, isLate, isTraining, languageOf, PACK_COUNT } from '#lib/pwa/packs.ts';
import { pathsIn, takePack } from '#lib/pwa/take-pack.ts';
import { noteWanted, readWanted } from '#lib/pwa/wanted-parts.ts';
import { renewLists } from '#lib/verify/lists.ts';

declare const self: ServiceWorkerGlobalScope;

const LATE_CACHE = 'i2es-late';
const FALLBACK = `${base}/200.html`;

/** The specification of printed codes and the schemas are for programmers, and not kept here. */
const isServed = (path: string): boolean =>
  !/\.(br|gz|map)$/.test(path) && !/\/\.[^/]+$/.test(path) && !/\/(?:print-code|schemas)\//.test(path);

/** Two megabytes for the few who write letters in Chinese: cached after use. */
const isRare = (path: string): boolean => /\/NotoSansSC-/.test(path);

const TRAINING_CACHE = 'i2es-training';

const WRITTEN = /^\/[a-z]{2}(?:\/|$)/;
const written = prerendered.filter((path) => WRITTEN.test(path.slice(base.length)));
const WRITTEN_CACHE = `i2es-written-${version}`;

const late = [...build, ...files].filter((path) => isServed(path) && isLate(path));

const program = { base, files: build };

const LANGUAGES_CACHE = 'i2es-languages';
const BASE_LANGUAGE = 'en';
const messages = build.filter((path) => languageOf(path) !== null);
const allLanguages = [...new Set(messages.flatMap((path) => languageOf(path) ?? []))];

/** The last version in this browser. A server restored to an older one would offer that as new. */
const VERSION_CACHE = 'i2es-version';
const PROGRAM_VERSION = String(import.meta.env['PROGRAM_VERSION']);

async function noteVersion(): Promise<void> {
  await (await caches.open(VERSION_CACHE)).put(VERSION_CACHE, new Response(PROGRAM_VERSION));
}

async function refuseOlder(): Promise<void> {
  const noted = await (await caches.open(VERSION_CACHE)).match(VERSION_CACHE);
  const held = (await noted?.text()) ?? '';
  if (isOlderVersion(PROGRAM_VERSION, held)) throw new Error(`${PROGRAM_VERSION} is older than ${held}.`);
}

const precache = new PrecacheController();
precache.addToCacheList([
  // Build names contain a content hash; other files are distinguished by version.
  ...build.filter(isKeptAtOnce).map((url) => ({ url, revision: null })),
  ...files.filter((path) => isServed(path) && !isLate(path)).map((url) => ({ url, revision: version })),
  ...prerendered.filter((path) => !written.includes(path)).map((url) => ({ url, revision: version })),
  { url: `${base}/licences.txt`, revision: version },
  { url: FALLBACK, revision: version }
]);
registerRoute(new PrecacheRoute(precache));

/**
 * Needed from the first page on. An older version that noted no wish kept all languages; no version at all means a first
 * visit, whose page tells its language later.
 */
async function languagesAtOnce(): Promise<readonly string[]> {
  const wanted = await readWanted();
  if (wanted) return wanted.languages ? allLanguages : [BASE_LANGUAGE, wanted.language];
  const isFirst = !(await (await caches.open(VERSION_CACHE)).match(VERSION_CACHE));
  return isFirst ? [BASE_LANGUAGE, navigator.language.split('-')[0]!.toLowerCase()] : allLanguages;
}

/** An older version fetches nothing. What no pack brought is fetched file by file. */
async function install(event: ExtendableEvent): Promise<void> {
  await refuseOlder();
  const cache = await caches.open(precache.strategy.cacheName);
  for (let no = 0; no < PACK_COUNT; no++)
    await takePack(String(no), program, { cache, keep: (...one) => cache.put(...one) });
  await keepLanguages(await languagesAtOnce());
  await precache.install(event);
}

/** Rejects if one of their files cannot be had. */
async function keepLanguages(languages: readonly string[]): Promise<void> {
  const cache = await caches.open(LANGUAGES_CACHE);
  for (const language of languages) {
    await takePack(language, program, { cache, keep: (...one) => putPacked(cache, ...one) });
    const kept = await pathsIn(cache);
    for (const path of messages.filter((one) => languageOf(one) === language && !kept.has(one)))
      await fetchPacked(cache, path);
  }
}

async function dropOtherLanguages(own: readonly string[]): Promise<void> {
  const cache = await caches.open(LANGUAGES_CACHE);
  const others = [...(await pathsIn(cache))].filter((path) => !own.includes(languageOf(path) ?? ''));
  await Promise.all(others.map((path) => cache.delete(path)));
}

self.addEventListener('install', (event) => event.waitUntil(install(event)));
self.addEventListener('activate', precache.activate);
cleanupOutdatedCaches();

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && messages.includes(url.pathname),
  async ({ request, url }) =>
    (await matchPacked(await caches.open(LANGUAGES_CACHE), url.pathname)) ?? fetch(request)
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && late.includes(url.pathname),
  async ({ request, url }) => {
    const cache = await caches.open(LATE_CACHE);
    const kept = await matchPacked(cache, url.pathname);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok) await putPacked(cache, url.pathname, answer.clone());
    return answer;
  }
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isTraining(url.pathname),
  new CacheFirst({ cacheName: TRAINING_CACHE })
);

registerRoute(
  ({ url, sameOrigin, request }) =>
    sameOrigin && request.mode === 'navigate' && written.includes(url.pathname),
  async (options) => {
    try {
      return await fetch(options.request);
    } catch {
      const kept = await (await caches.open(WRITTEN_CACHE)).match(options.url.pathname);
      return kept ?? precache.createHandlerBoundToURL(FALLBACK)(options);
    }
  }
);

registerRoute(
  new NavigationRoute(precache.createHandlerBoundToURL(FALLBACK), {
    denylist: [new RegExp(`^${base}/(?:db|api)(?:/|$)`), /\.ics$/]
  })
);

/** One after the other, skipping existing ones. A changed font has a new name. */
async function warmLateFiles(forms: boolean): Promise<boolean> {
  if (!forms) {
    await caches.delete(LATE_CACHE);
    return false;
  }
  const cache = await caches.open(LATE_CACHE);
  let isComplete = true;
  for (const path of late.filter((one) => !isRare(one))) {
    if (await cache.match(path)) continue;
    const isStored = await fetchPacked(cache, path).then(
      () => true,
      () => false
    );
    isComplete &&= isStored;
  }
  return isComplete;
}

/** The reference of the interface is long, and for programmers: a device keeps it only after it was opened. */
async function keepWritten(language: string): Promise<void> {
  const cache = await caches.open(WRITTEN_CACHE);
  const own = written.filter(
    (path) => path.slice(base.length).split('/')[1] === language && !path.endsWith('/interface')
  );
  for (const path of own) if (!(await cache.match(path))) await cache.add(path).catch(() => undefined);
}

async function tellKept(keeping: Promise<void>, port: MessagePort | undefined): Promise<boolean> {
  const isKept = await keeping.then(
    () => true,
    () => false
  );
  port?.postMessage(isKept);
  return isKept;
}

/** Tells twice: that the reader's language is kept, then that nothing is missing for printing and scanning. */
async function warm(told: Readonly<Record<string, unknown>>, port: MessagePort | undefined): Promise<void> {
  const { language, languages, forms } = await noteWanted(told);
  const own = [BASE_LANGUAGE, language];
  if (!(await tellKept(keepLanguages(own), port))) return;
  await keepWritten(language);
  if (languages) await keepLanguages(allLanguages).catch(() => undefined);
  else await dropOtherLanguages(own);
  // A written page gives no port, and needs the files too.
  const isComplete = await warmLateFiles(forms);
  port?.postMessage(isComplete);
}

async function dropFormerPages(): Promise<void> {
  const former = (await caches.keys()).filter(
    (name) => name.startsWith('i2es-written-') && name !== WRITTEN_CACHE
  );
  await Promise.all(former.map((name) => caches.delete(name)));
}

async function dropFormerFiles(name: string, present: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  const former = (await cache.keys()).filter((request) => !present.includes(new URL(request.url).pathname));
  await Promise.all(former.map((request) => cache.delete(request)));
}

/** The connection might break before the next load. */
async function takeOver(): Promise<void> {
  await self.clients.claim();
  await noteVersion();
  await dropFormerPages();
  await dropFormerFiles(LATE_CACHE, late);
  await dropFormerFiles(TRAINING_CACHE, build.filter(isTraining));
  await dropFormerFiles(LANGUAGES_CACHE, messages);
}

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

/**
 * A reloading page's open key: in this worker's memory only for a reload, given once to the next page. See
 * lib/store/browser/key-carrier.ts.
 */
const CARRIED_FOR_MS = 15_000;
let carriedKey: { readonly key: unknown; readonly at: number } | null = null;

function carryKey(key: unknown): void {
  const mine = { key, at: Date.now() };
  carriedKey = mine;
  setTimeout(() => {
    if (carriedKey === mine) carriedKey = null;
  }, CARRIED_FOR_MS);
}

function giveKey(port: MessagePort | undefined): void {
  const given = carriedKey && Date.now() - carriedKey.at < CARRIED_FOR_MS ? carriedKey.key : null;
  carriedKey = null;
  port?.postMessage(given);
}

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === 'CARRY_KEY') carryKey((event.data as { carried?: unknown }).carried);
  if (type === 'TAKE_KEY') giveKey(event.ports[0]);
  if (type === 'DROP_KEY') carriedKey = null;
  // Only a person's consent replaces a running version: see lib/pwa/program-version.svelte.ts.
  if (type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  if (type === 'RENEW_LISTS') event.waitUntil(renewLists(base).catch(() => undefined));
  if (type === 'WARM') {
    event.waitUntil(warm(event.data as Readonly<Record<string, unknown>>, event.ports[0]));
  }
  if (type === 'KEEP_LANGUAGE') {
    const { language } = event.data as { readonly language?: unknown };
    event.waitUntil(tellKept(keepLanguages([String(language)]), event.ports[0]));
  }
});

/** Counts only (couch/notifications). Browsers require that every message is shown; a newer one replaces it. */
async function showPush(data: PushMessageData | null): Promise<void> {
  const { title, body, language } = readPush(data);
  await self.registration.showNotification(title ?? 'I2ES', {
    body: body ?? '',
    lang: language ?? '',
    dir: language === 'ar' ? 'rtl' : 'ltr',
    tag: 'i2es',
    icon: `${base}/icons/icon-192.png`
  });
}

function readPush(data: PushMessageData | null): {
  readonly [name in 'title' | 'body' | 'language']?: string;
} {
  try {
    const told = Object.entries((data?.json() ?? {}) as object);
    return Object.fromEntries(told.filter(([, text]) => typeof text === 'string'));
  } catch {
    return {};
  }
}

/** An open window only comes to the front, so nothing typed in it is lost. */
async function openToday(): Promise<void> {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const windows = all.filter(({ frameType }) => frameType !== 'nested');
  const found = windows.find(({ visibilityState }) => visibilityState === 'visible') ?? windows[0];
  const focused = await found?.focus().catch(() => null);
  if (!focused) await self.clients.openWindow(`${base}/today`);
}

self.addEventListener('push', (event) => event.waitUntil(showPush(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openToday());
});
