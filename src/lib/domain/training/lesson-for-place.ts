/** Which lesson explains a desk: what stands behind its “?”. The first row whose beginning fits. */
import type { LessonSlug } from './lesson-path.ts';

const PLACES: readonly (readonly [string, LessonSlug])[] = [
  ['/authorizations/new?kind=export', 'exporting'],
  ['/authorizations/new', 'importing'],
  ['/authorizations/drafts', 'importing'],
  ['/authorizations/', 'shipping'],
  ['/authorizations', 'importing'],
  ['/matching', 'differences'],
  ['/partners', 'paper-partner'],
  ['/sync', 'offline'],
  ['/devices', 'administrator'],
  ['/people', 'administrator'],
  ['/settings', 'administrator'],
  ['/security', 'administrator'],
  ['/registrations', 'incb'],
  ['/countries', 'incb'],
  ['/overview', 'incb'],
  ['/contacts', 'incb'],
  ['/verify', 'verification'],
  ['/register', 'account'],
  ['/help', 'trade-control']
];

/** `place` is an address of the app from its first stroke on; any other is explained by the lesson on the whole. */
export function lessonForPlace(place: string): LessonSlug {
  return PLACES.find(([beginning]) => place.slice(0, beginning.length) === beginning)?.[1] ?? 'with-i2es';
}
