/** Which lesson explains a desk: what stands behind its “?”. The first row whose beginning fits. */
import { may } from '../registration/rights.ts';
import type { LessonSlug } from './lesson-path.ts';

/** A form of a new authorization, by what its address says of its kind. */
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

/** Desks that the Board writes at and others read: for whoever has its register, the lesson on its own work explains them. */
const WRITTEN_BY_BOARD = ['/announcements', '/surveys', '/suggestions'];

/** `place` is an address of the app from its first stroke on; any other is explained by the lesson on the whole. */
export function lessonForPlace(place: string, person: { readonly role: string } | null = null): LessonSlug {
  const begins = (beginning: string): boolean => place.slice(0, beginning.length) === beginning;
  if (EXPORT_FORM.test(place)) return 'exporting';
  if (person !== null && may(person, 'registry') && WRITTEN_BY_BOARD.some(begins)) return 'incb';
  return PLACES.find(([beginning]) => begins(beginning))?.[1] ?? 'with-i2es';
}
