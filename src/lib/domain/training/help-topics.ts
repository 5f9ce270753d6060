/** In display order. Pages, search, public pages and tests all use this list. */
import { may, PERSON_ROLES, rolesWith, type Right } from '../registration/rights.ts';
import type { LessonSlug } from './lesson-path.ts';

interface Topic {
  readonly places: readonly string[];
  /** Right that a reader needs; without one it is for everyone, signed in or not. */
  readonly right?: Right;
  readonly entries: readonly string[];
}

const TOPICS = {
  begin: {
    places: ['/sign-in', '/register', '/invitation', '/reset'],
    entries: ['country', 'colleague', 'words', 'forgotten', 'first']
  },
  today: { places: ['/today'], right: 'records', entries: ['order', 'empty', 'refused', 'reading'] },
  board: { places: ['/today'], right: 'registry', entries: ['order'] },
  authorizations: {
    places: ['/authorizations'],
    right: 'trade',
    entries: [
      'steps',
      'wrong',
      'correct',
      'suspend',
      'objection',
      'moved',
      'again',
      'batch',
      'template',
      'numbers',
      'paper',
      'emergency',
      'print',
      'seal',
      'unusual',
      'signature',
      'code',
      'overdue',
      'declaration',
      'attachments'
    ]
  },
  matching: {
    places: ['/matching'],
    right: 'trade',
    entries: ['what', 'differs', 'decide', 'twice', 'bulk', 'part']
  },
  balance: {
    places: ['/balance'],
    right: 'trade',
    entries: ['shows', 'beyond', 'unknown', 'earlier', 'offline']
  },
  partners: {
    places: ['/partners'],
    right: 'trade',
    entries: ['shows', 'message', 'remind', 'invite', 'trial']
  },
  applications: { places: ['/applications'], right: 'trade', entries: ['take', 'work', 'accept', 'export'] },
  companies: {
    places: ['/companies'],
    right: 'trade',
    entries: ['register', 'licence', 'merge', 'load', 'accounts', 'company']
  },
  returns: {
    places: ['/returns'],
    right: 'trade',
    entries: ['count', 'unknown', 'company', 'file', 'correct', 'historic']
  },
  paper: {
    places: [],
    right: 'trade',
    entries: ['export', 'import', 'letters', 'file', 'forged', 'signs', 'mistyped', 'joins', 'ours']
  },
  overview: { places: ['/overview'], right: 'overview', entries: ['counts', 'report'] },
  regional: { places: ['/announcements/regional'], right: 'office', entries: ['see', 'sessions'] },
  registrations: {
    places: ['/registrations'],
    right: 'overview',
    entries: ['verify', 'letter', 'key', 'observer']
  },
  countries: { places: ['/countries'], right: 'overview', entries: ['standing'] },
  contacts: { places: ['/contacts'], right: 'registry', entries: ['rule', 'invite', 'joining', 'directory'] },
  lists: { places: ['/lists'], right: 'records', entries: ['read', 'use'] },
  publishing: { places: ['/lists'], right: 'registry', entries: ['publish'] },
  announcements: { places: ['/announcements'], right: 'office', entries: ['read', 'files'] },
  writing: {
    places: ['/announcements'],
    right: 'registry',
    entries: ['write', 'files', 'opened', 'mail', 'later', 'links']
  },
  surveys: { places: ['/surveys'], right: 'records', entries: ['answer', 'plan'] },
  asking: { places: ['/surveys'], right: 'registry', entries: ['ask', 'end', 'plan'] },
  suggestions: { places: ['/suggestions'], right: 'office', entries: ['send', 'meetings'] },
  inspections: { places: ['/inspections'], right: 'inspect', entries: ['number'] },
  answering: { places: ['/suggestions'], right: 'registry', entries: ['answer', 'group'] },
  teaching: {
    places: ['/sessions'],
    right: 'sessions',
    entries: ['plan', 'announce', 'attendance', 'after', 'scenarios', 'guests']
  },
  sessions: {
    places: ['/sessions'],
    right: 'office',
    entries: ['enrol', 'waiting', 'attend', 'figures', 'lessons', 'write']
  },
  sync: { places: ['/sync'], right: 'office', entries: ['dots', 'line', 'courier', 'space', 'remove'] },
  devices: { places: ['/devices'], right: 'manage', entries: ['certify', 'lost', 'alone'] },
  people: { places: ['/people'], right: 'manage', entries: ['invite', 'leaving', 'second'] },
  systems: { places: ['/systems'], right: 'watch', entries: ['connect', 'sign', 'webhook', 'stop'] },
  settings: {
    places: ['/settings'],
    right: 'manage',
    entries: ['forms', 'practice', 'two', 'reach', 'public', 'archive']
  },
  security: { places: ['/security'], entries: ['lock', 'idle', 'leave', 'deadlines', 'notifications'] },
  help: {
    places: ['/help', '/training', '/rehearsal'],
    entries: ['lessons', 'rehearsal', 'keyboard', 'ask']
  },
  verify: { places: ['/verify'], entries: ['paper', 'here', 'lists', 'customs'] }
} as const satisfies Readonly<Record<string, Topic>>;

export type HelpSlug = keyof typeof TOPICS;
export const HELP_TOPICS = Object.keys(TOPICS) as readonly HelpSlug[];

export function helpTopic(slug: HelpSlug): Topic {
  return TOPICS[slug];
}

/**
 * `place`: from the app's first slash. If several match, the one for the fewest roles wins: it explains writing instead
 * of reading.
 */
export function helpForPlace(place: string, person: { readonly role: string } | null = null): HelpSlug {
  const path = place.split(/[?#]/)[0] ?? '';
  const fits = (beginning: string): boolean => path === beginning || path.startsWith(`${beginning}/`);
  const fitting = helpTopicsFor(person).filter((slug) => helpTopic(slug).places.some(fits));
  if (person !== null) fitting.sort((one, other) => rolesConcerned(one) - rolesConcerned(other));
  return fitting[0] ?? 'help';
}

function rolesConcerned(slug: HelpSlug): number {
  const { right } = helpTopic(slug);
  return right === undefined ? PERSON_ROLES.length : rolesWith(right).length;
}

export function helpTopicsFor(person: { readonly role: string } | null): HelpSlug[] {
  return HELP_TOPICS.filter((slug) => {
    const { right } = helpTopic(slug);
    return person === null || right === undefined || may(person, right);
  });
}

const EXPORT_FORM = /^\/authorizations\/(?:new|drafts\/[^?]*)\?(?:.*&)?(?:kind|form)=export(?:&|$)/;

const PAPER_FORM = /^\/authorizations\/(?:new|drafts\/[^?]*)\?(?:.*&)?paper=/;

/** The first row with a matching prefix wins. */
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

/** `place`: from the app's first slash; unknown ones get the general lesson. */
export function lessonForPlace(place: string, person: { readonly role: string } | null = null): LessonSlug {
  const begins = (beginning: string): boolean => place.slice(0, beginning.length) === beginning;
  if (PAPER_FORM.test(place)) return 'paper-partner';
  if (EXPORT_FORM.test(place)) return 'exporting';
  if (person !== null && may(person, 'registry') && WRITTEN_BY_BOARD.some(begins)) return 'incb';
  return PLACES.find(([beginning]) => begins(beginning))?.[1] ?? 'with-i2es';
}
