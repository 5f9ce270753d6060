/**
 * INCB's contacts in a country: account requesters, certified administrators, persons with given details, noted ones.
 * Equal names are one person.
 */
import { foldText } from '../act/typed-text.ts';
import type { CalendarDate } from '../ids.ts';
import { instantToDate } from '../calendar-date.ts';
import type { Registration } from '../registration/registration.ts';
import type { ContactNote } from './contact-note.ts';
import type { Reachable } from './reach.ts';

/** `stated`: given by the person, for INCB's use. */
export type Source = 'account' | 'request' | 'note' | 'stated';

export interface Spokesperson {
  readonly name: string;
  readonly function: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
  readonly from: readonly Source[];
}

export interface Holder {
  readonly name: string;
  readonly function?: string | undefined;
  readonly since: CalendarDate;
}

const LAST_DAY = '9999-12-31' as CalendarDate;

interface Word extends Partial<Record<'function' | 'email' | 'telephone', string | undefined>> {
  readonly name: string;
  readonly from: Source;
  readonly on: CalendarDate;
}

/** Administrators first; for each person the latest value of every detail counts. */
export function spokespeople(
  registrations: readonly Registration[],
  holders: readonly Holder[],
  notes: readonly ContactNote[],
  stated: readonly Reachable[] = []
): readonly Spokesperson[] {
  const words: Word[] = [
    ...registrations
      .filter(({ status }) => status !== 'refused')
      .map(({ name, function: office, email, askedAt }): Word => {
        return { name, function: office, email, from: 'request', on: instantToDate(askedAt) };
      }),
    ...holders.map(({ since: on, ...holder }): Word => ({ ...holder, from: 'account', on })),
    ...notes.flatMap(({ person, on }): Word[] => (person ? [{ ...person, from: 'note', on }] : [])),
    // A person's own details take precedence, whatever their date.
    ...stated.map((one): Word => ({ ...one, from: 'stated', on: LAST_DAY }))
  ];
  const people = new Map<string, Word[]>();
  for (const word of words) {
    const key = foldText(word.name);
    people.set(key, [...(people.get(key) ?? []), word]);
  }
  const isAccount = (one: Spokesperson): number =>
    one.from.indexOf('account') >= 0 || one.from.indexOf('stated') >= 0 ? 0 : 1;
  return [...people.values()].map(toPerson).sort((a, b) => isAccount(a) - isAccount(b));
}

function toPerson(words: readonly Word[]): Spokesperson {
  const latestFirst = [...words].sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
  const said = (field: 'function' | 'email' | 'telephone'): string | null =>
    latestFirst.map((word) => word[field]).find((one) => !!one) ?? null;
  return {
    name: (latestFirst[0] as Word).name,
    function: said('function'),
    email: said('email'),
    telephone: said('telephone'),
    from: [...new Set(words.map(({ from }) => from))].sort()
  };
}
