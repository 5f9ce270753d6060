/** The lesson behind the “?” of a page. The first row with a matching prefix wins. */
import { may } from '../registration/rights.ts';
import type { LessonSlug } from './lesson-path.ts';

/** Form of a new authorization; the address names its kind. */
const EXPORT_FORM = /^\/authorizations\/(?:new|drafts\/[^?]*)\?(?:.*&)?(?:kind|form)=export(?:&|$)/;

const PLACES: readonly (readonly [string, LessonSlug])[] = [
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

/** Pages where INCB writes and others read: INCB staff get the lesson on their own work. */
const WRITTEN_BY_BOARD = ['/announcements', '/surveys', '/suggestions'];

/** `place` is an address within the app, from its first slash; unknown ones get the general lesson. */
export function lessonForPlace(place: string, person: { readonly role: string } | null = null): LessonSlug {
  const begins = (beginning: string): boolean => place.slice(0, beginning.length) === beginning;
  if (EXPORT_FORM.test(place)) return 'exporting';
  if (person !== null && may(person, 'registry') && WRITTEN_BY_BOARD.some(begins)) return 'incb';
  return PLACES.find(([beginning]) => begins(beginning))?.[1] ?? 'with-i2es';
}
