/**
 * An attendance certificate short enough for a square code: facts, key and signature. The signed text is rebuilt from
 * them, so any title and name scans from paper.
 */
import { bytesToBase64url, textToUtf8 } from '../bytes.ts';
import { hasLoneSurrogate } from '../canonical.ts';
import type { AttendanceFacts } from './attendance-badge.ts';
import { badgeText, parsePart, readBadge, type ReadBadge } from './badge.ts';

const BEGINNING = 'attendance';
const TEXTS = 9;

export function shortenBadge(jws: string): string | null {
  const read = readBadge(jws);
  if (read?.facts.word !== 'attendance') return null;
  const { session, title, trainer, startsAt, endsAt, name, authority } = read.facts;
  const texts = [session, title, trainer, startsAt, endsAt, name, authority ?? '', read.key.x, read.key.y];
  return [BEGINNING, bytesToBase64url(textToUtf8(JSON.stringify(texts))), read.signature].join('.');
}

export function readShortBadge(text: string): ReadBadge | null {
  const [beginning, packed, signature, ...more] = text.split('.');
  if (beginning !== BEGINNING || packed === undefined || signature === undefined || more.length > 0)
    return null;
  const texts = parsePart(packed);
  if (!areTexts(texts)) return null;
  const [session, title, trainer, startsAt, endsAt, name, authority, x, y] = texts;
  const stated = { session, title, trainer, startsAt, endsAt, name, authority: authority || null };
  const facts = { word: 'attendance', ...stated } as AttendanceFacts;
  const key = { kty: 'EC', crv: 'P-256', x, y } as ReadBadge['key'];
  return readBadge([badgeText(facts, key), signature].join('.'));
}

function areTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length !== TEXTS) return false;
  // A lone surrogate has no UTF-8, so it cannot have been signed.
  return value.every((one) => typeof one === 'string' && !hasLoneSurrogate(one));
}
