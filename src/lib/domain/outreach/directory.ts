/**
 * Equal names are one person, except that anyone can send a request under any name: until INCB decides, a request is
 * only itself.
 */
import { foldText } from '../act/typed-text.ts';
import type { CalendarDate } from '../ids.ts';
import { instantToDate } from '../calendar-date.ts';
import { isOpen, type Registration } from '../registration/registration.ts';
import type { Standing } from '../registration/standing.ts';
import type { ContactNote } from './contact-note.ts';
import type { Reachable } from './reach.ts';

/** `stated`: given by the person, for INCB's use. */
type Source = 'account' | 'request' | 'note' | 'stated';

export interface Spokesperson {
  readonly name: string;
  readonly function: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
  /** The person's own choice; null if not stated. */
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly from: readonly Source[];
}

export interface Holder {
  readonly name: string;
  readonly function?: string | undefined;
  readonly since: CalendarDate;
}

const LAST_DAY = '9999-12-31' as CalendarDate;

type Detail = 'function' | 'email' | 'telephone' | 'language' | 'timeZone';

interface Word extends Partial<Record<Detail, string | undefined>> {
  readonly name: string;
  readonly from: Source;
  readonly on: CalendarDate;
  readonly request?: string;
}

/**
 * INCB can use the details of a request to contact the country:
 *
 * | request   | country registered or suspended | not registered, or closed |
 * |-----------|---------------------------------|---------------------------|
 * | undecided | no: it has its administrators   | yes                       |
 * | confirmed | yes                             | yes                       |
 * | refused   | no                              | no                        |
 */
export function isContactable(
  request: Pick<Registration, 'status'>,
  standing: Pick<Standing, 'state'> | null
): boolean {
  if (request.status === 'refused') return false;
  return !isOpen(request) || standing === null || standing.state === 'closed';
}

export interface DirectoryInput {
  readonly standing: Pick<Standing, 'state'> | null;
  readonly registrations: readonly Registration[];
  readonly holders: readonly Holder[];
  readonly notes: readonly ContactNote[];
  readonly stated: readonly Reachable[];
}

/** Administrators first; for each person the latest value of every detail counts. */
export function spokespeople(input: DirectoryInput): readonly Spokesperson[] {
  const { standing, registrations, holders, notes, stated } = input;
  const words: Word[] = [
    ...registrations
      .filter((one) => one.name !== '' && isContactable(one, standing))
      .map((one): Word => {
        const { _id, name, function: office, email, language, askedAt } = one;
        const on = instantToDate(askedAt);
        const word = { name, function: office, email, language, from: 'request', on } as const;
        return isOpen(one) ? { ...word, request: _id } : word;
      }),
    ...holders.map(({ since: on, ...holder }): Word => ({ ...holder, from: 'account', on })),
    ...notes.flatMap(({ person, on }): Word[] => (person ? [{ ...person, from: 'note', on }] : [])),
    // A person's own details take precedence, whatever their date.
    ...stated.map((one): Word => ({ ...one, from: 'stated', on: LAST_DAY }))
  ];
  const people = new Map<string, Word[]>();
  for (const word of words) {
    const key = word.request ?? foldText(word.name);
    people.set(key, [...(people.get(key) ?? []), word]);
  }
  return [...people.values()].map(toPerson).sort((a, b) => rank(a) - rank(b));
}

/** A person with an account, then one whom INCB knows, then the sender of an undecided or confirmed request. */
function rank({ from }: Spokesperson): number {
  if (from.indexOf('account') >= 0 || from.indexOf('stated') >= 0) return 0;
  return from.indexOf('note') >= 0 ? 1 : 2;
}

function toPerson(words: readonly Word[]): Spokesperson {
  const latestFirst = [...words].sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
  const said = (field: Detail): string | null =>
    latestFirst.map((word) => word[field]).find((one) => !!one) ?? null;
  return {
    name: (latestFirst[0] as Word).name,
    function: said('function'),
    email: said('email'),
    telephone: said('telephone'),
    language: said('language'),
    timeZone: said('timeZone'),
    from: [...new Set(words.map(({ from }) => from))].sort()
  };
}
