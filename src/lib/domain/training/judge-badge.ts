/**
 * What a certificate cannot truthfully say, whoever signed it: anybody can sign a certificate with a key of their own, so
 * an intact signature proves nothing about a date that has not come, an authority that only a server can name, or a name
 * that is not read as it is written.
 */
import { findStrayCharacter } from '../shape/characters.ts';
import { instantToDate } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { BadgeFacts } from './badge.ts';

/** Nowhere is it later than here (UTC+14): what is dated after this day lies in the future for everybody. */
const LATEST_ZONE_MS = 14 * 3_600_000;
/** The reader’s clock can be wrong by so much. */
const CLOCK_TOLERANCE_MS = 3_600_000;

/** Null where nothing speaks against it. */
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
