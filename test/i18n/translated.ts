/**
 * `node --import tsx test/i18n/translated.ts KEY…` (or `all`) notes in `review.json` that the five translations of these
 * texts say what the English says now. A key is that of a message, or a block such as `help begin 3`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readTexts } from './texts.ts';

const FILE = new URL('../../src/lib/i18n/review.json', import.meta.url);

/** The English of each text as eight hexadecimal digits of its SHA-256. */
export function hashEnglish(): Readonly<Record<string, string>> {
  const hash = (text: readonly string[]): string =>
    createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 8);
  return Object.fromEntries(Object.entries(readTexts('en')).map(([key, text]) => [key, hash(text)]));
}

export function readTranslated(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;
}

function noteTranslated(keys: readonly string[]): void {
  const now = hashEnglish();
  const before = readTranslated();
  const isDone = (key: string): boolean => keys.includes('all') || keys.includes(key);
  const rows = Object.entries(now).flatMap(([key, hash]) => {
    const noted = isDone(key) ? hash : before[key];
    return noted === undefined ? [] : [[key, noted] as const];
  });
  writeFileSync(FILE, JSON.stringify(Object.fromEntries(rows), null, 2) + '\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) noteTranslated(process.argv.slice(2));
