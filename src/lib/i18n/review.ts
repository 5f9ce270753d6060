/** Which translations a native speaker of the trade has read. A draft says so beside its language's name. */
import type { Locale } from './locale.ts';
import review from './review.json' with { type: 'json' };

export function isDraftTranslation(locale: Locale): boolean {
  return review[locale] === 'draft';
}
