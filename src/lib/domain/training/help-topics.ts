/**
 * The topics of help in the order in which they stand: which desk each explains, to whom it is of use, and which
 * questions it answers. Their words lie beside the lessons; the one list that desks, search, public page and tests ask.
 */
import { may, PERSON_ROLES, rolesWith, type Right } from '../registration/rights.ts';

interface Topic {
  /** Beginnings of the addresses that it explains. */
  readonly places: readonly string[];
  /** Whoever has this right; everybody, signed in or not, where it names none. */
  readonly right?: Right;
  readonly entries: readonly string[];
}

const TOPICS = {
  begin: {
    places: ['/sign-in', '/register', '/invitation', '/reset'],
    entries: ['country', 'colleague', 'words', 'forgotten', 'first']
  },
  today: { places: ['/today'], right: 'records', entries: ['order', 'empty', 'refused'] },
  board: { places: ['/today'], right: 'registry', entries: ['order'] },
  authorizations: {
    places: ['/authorizations'],
    right: 'trade',
    entries: ['steps', 'wrong', 'objection', 'again', 'numbers', 'paper', 'unusual', 'signature', 'overdue']
  },
  matching: {
    places: ['/matching'],
    right: 'trade',
    entries: ['what', 'differs', 'decide', 'twice', 'bulk', 'part']
  },
  partners: { places: ['/partners'], right: 'trade', entries: ['shows', 'message', 'invite', 'trial'] },
  overview: { places: ['/overview'], right: 'registry', entries: ['counts'] },
  registrations: { places: ['/registrations'], right: 'registry', entries: ['verify', 'letter', 'key'] },
  countries: { places: ['/countries'], right: 'registry', entries: ['standing'] },
  contacts: { places: ['/contacts'], right: 'registry', entries: ['rule', 'invite'] },
  announcements: { places: ['/announcements'], entries: ['read'] },
  writing: { places: ['/announcements'], right: 'registry', entries: ['write', 'mail'] },
  surveys: { places: ['/surveys'], right: 'records', entries: ['answer'] },
  asking: { places: ['/surveys'], right: 'registry', entries: ['ask', 'end'] },
  suggestions: { places: ['/suggestions'], right: 'records', entries: ['send'] },
  answering: { places: ['/suggestions'], right: 'registry', entries: ['answer'] },
  teaching: {
    places: ['/sessions'],
    right: 'teach',
    entries: ['plan', 'announce', 'attendance', 'after', 'scenarios']
  },
  sessions: { places: ['/sessions'], entries: ['enrol', 'waiting', 'attend', 'figures', 'lessons', 'write'] },
  sync: { places: ['/sync'], entries: ['dots', 'line', 'remove'] },
  devices: { places: ['/devices'], right: 'manage', entries: ['certify', 'lost', 'alone'] },
  people: { places: ['/people'], right: 'manage', entries: ['invite', 'leaving', 'second'] },
  settings: { places: ['/settings'], right: 'manage', entries: ['forms', 'practice', 'reach'] },
  security: { places: ['/security'], entries: ['lock', 'idle', 'leave'] },
  help: {
    places: ['/help', '/training', '/rehearsal'],
    entries: ['lessons', 'rehearsal', 'keyboard', 'ask']
  },
  verify: { places: [], entries: ['paper', 'here', 'customs'] }
} as const satisfies Readonly<Record<string, Topic>>;

export type HelpSlug = keyof typeof TOPICS;
export const HELP_TOPICS = Object.keys(TOPICS) as readonly HelpSlug[];

export function helpTopic(slug: HelpSlug): Topic {
  return TOPICS[slug];
}

/**
 * The topic that explains a desk to a person; `place` is an address of the app from its first stroke on. Where several do,
 * whoever writes there is told how, and not how others read it: the one that concerns the fewest roles.
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

/** What concerns this person; without one, everything. */
export function helpTopicsFor(person: { readonly role: string } | null): HelpSlug[] {
  return HELP_TOPICS.filter((slug) => {
    const { right } = helpTopic(slug);
    return person === null || right === undefined || may(person, right);
  });
}
