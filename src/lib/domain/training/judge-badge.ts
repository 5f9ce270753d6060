/**
 * Claims that a certificate cannot truthfully make. Anyone can sign with their own key, so an intact signature proves
 * nothing about a future date, an authority that only a server can name, or a misleading name.
 */
import { findStrayCharacter } from '../shape/characters.ts';
import { instantToDate } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { BadgeFacts } from './badge.ts';

/** UTC+14 is the latest zone on earth: a later day is in the future for everyone. */
const LATEST_ZONE_MS = 14 * 3_600_000;
const CLOCK_TOLERANCE_MS = 3_600_000;

export function judgeBadge(facts: BadgeFacts, now: Instant): Problem | null {
  for (const text of textsOf(facts)) {
    const stray = findStrayCharacter(text);
    if (stray) return { code: 'training.certificate.characters', values: { ...stray } };
  }
  if (facts.word === 'self-declared' && facts.authority !== null)
    return { code: 'training.certificate.authority', values: { authority: facts.authority } };
  return isInFuture(facts, now) ? { code: 'training.certificate.future' } : null;
}

function textsOf(facts: BadgeFacts): readonly string[] {
  return facts.word === 'attendance' ? [facts.name, facts.title, facts.trainer] : [facts.name];
}

function isInFuture(facts: BadgeFacts, now: Instant): boolean {
  if (facts.word === 'attendance') return Date.parse(facts.endsAt) > Date.parse(now) + CLOCK_TOLERANCE_MS;
  const latest = new Date(Date.parse(now) + LATEST_ZONE_MS).toISOString() as Instant;
  return facts.finishedOn > instantToDate(latest);
}
