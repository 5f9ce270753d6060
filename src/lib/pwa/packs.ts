/**
 * The program in 16 files beside its 700 small ones, and the messages of each language in one more. The service worker fetches
 * one file after the other, so at the first visit it takes them from packs. Of a later version it fetches what changed.
 */

/** Of the program. A connection that breaks loses one pack of about 80 kB. */
export const PACK_COUNT = 16;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json'
};

export const packUrl = (pack: string): string => `/_app/packs/${pack}.json`;

/** A number or a language. Null: not in a pack. Workers are not: the policy of a worker comes with the answer of the server. */
export function packOf(path: string): string | null {
  const language = languageOf(path);
  if (language !== null) return language;
  const hashed = /\/_app\/immutable\/(?:assets|chunks|entry|nodes)\/(.+)\.(?:js|css|json)$/.exec(path)?.[1];
  if (hashed === undefined || !isKeptAtOnce(path)) return null;
  const sum = [...hashed].reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) % 65_521, 7);
  return String(sum % PACK_COUNT);
}

export const packedType = (path: string): string => TYPES[path.split('.').at(-1)!]!;

/** Megabytes that must not delay the first visit. */
export const isLate = (path: string): boolean =>
  /\.(ttf|otf|woff2?|wasm|mjs|bin|geojson)$/.test(path) || /\/fonts\/|\/late-[^/]+$/.test(path);

/** Lessons, their pictures and help: in one language, and only on request. See lib/training/lesson-files.ts. */
export const isTraining = (path: string): boolean => /\/assets\/(?:lesson|picture|help)\./.test(path);

/** Start of the name of a file with messages, which the build gives it. */
export const messagesPrefix = (language: string): string => `messages-${language}-`;

/** The language of a file with messages; else null. */
export const languageOf = (path: string): string | null =>
  /\/messages-([a-z]{2})-[^/]+\.js$/.exec(path)?.[1] ?? null;

export const isKeptAtOnce = (path: string): boolean =>
  !isLate(path) && !isTraining(path) && languageOf(path) === null;
