/**
 * `setting:reach-<account>` in the country's database, and its copy `reach:<CC>`, which the server writes to the
 * Board's. It goes nowhere else.
 */
import { country, personReference } from '../shape/references.ts';
import {
  listOf,
  oneOf,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES } from '../act/kinds/announcement.ts';
import type { CountryCode } from '../ids.ts';
import { emailAddress as email } from '../registration/request.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { MAX_NOTE_LENGTHS } from './contact-note.ts';

export const REACH_SETTING_PREFIX = 'setting:reach-';
export const REACH_PREFIX = 'reach:';
const MAX_PEOPLE = 100;

const optional = {
  function: text(1, MAX_NOTE_LENGTHS.particular),
  telephone: text(1, MAX_NOTE_LENGTHS.particular)
};
const required = { person: personReference, name: text(1, MAX_NOTE_LENGTHS.name), email };

const reachable = shaped({ required, optional });
const choices = {
  language: oneOf(ANNOUNCEMENT_LANGUAGES),
  /** A name of the IANA time zone database. */
  timeZone: pattern(/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/, 'document.malformed')
};
const chosen = stored({ required: { person: personReference }, optional: choices });
export type Reachable = Checked<typeof reachable> & Omit<Checked<typeof chosen>, 'person'>;

const setting = stored({
  required: {
    _id: pattern(/^setting:reach-[a-z0-9-]{1,58}$/, 'document.malformed'),
    schema: oneOf([1]),
    told: yesOrNo
  },
  optional: { ...required, ...optional, ...choices }
});
type ReachSetting = Checked<typeof setting>;

const directory = stored({
  required: {
    _id: pattern(/^reach:[A-Z]{2}$/, 'document.malformed'),
    schema: oneOf([1]),
    country,
    people: listOf(reachable, 0, MAX_PEOPLE)
  },
  /** Apart from `people`, so that version 0.2.0, which refuses more keys there, still reads them. */
  optional: { choices: listOf(chosen, 0, MAX_PEOPLE) }
});
export type ReachDirectory = Checked<typeof directory>;

/** Account names have dots and underscores, setting names do not. */
export function reachName(person: string): string {
  return `reach-${person.replace(/[^a-z0-9]/g, '-').slice(0, 58)}`;
}

export function reachId(of: CountryCode): string {
  return REACH_PREFIX + of;
}

export function isReachSetting(id: string): boolean {
  return id.slice(0, REACH_SETTING_PREFIX.length) === REACH_SETTING_PREFIX;
}

/** Contact details exist only with consent. */
export function parseReachSetting(document: unknown): Result<ReachSetting> {
  const read = readStored(setting, document);
  if (!read.ok) return read;
  const { told, ...said } = read.value;
  const [isWhole, isEmpty] = [
    said.person !== undefined && said.name !== undefined && said.email !== undefined,
    [said.person, said.name, said.email, said.function, said.telephone].every((one) => one === undefined)
  ];
  return (told ? isWhole : isEmpty) ? read : refuse({ code: 'setting.malformed', path: 'told' });
}

/** Each administrator consents only for themselves; any can withdraw, also for one who has left. */
export function judgeReach(document: Record<string, unknown>, writer: string): Problem[] {
  if (!isReachSetting(String(document['_id'])) || document['told'] !== true) return [];
  const isOwn = document['person'] === writer && document['_id'] === `setting:${reachName(writer)}`;
  return isOwn ? [] : [{ code: 'setting.reach.foreign', path: 'person' }];
}

/** Consent requires every unreplaced version to agree; the first is in force. */
export function reachableIn(versions: readonly unknown[]): Reachable | null {
  const read = versions.map((one) => parseReachSetting(one));
  const said = read.flatMap((one) => (one.ok && one.value.told ? [one.value] : []));
  const [inForce] = said;
  if (!inForce || said.length < versions.length) return null;
  const { person, name, email: address, function: office, telephone, language, timeZone } = inForce;
  if (person === undefined || name === undefined || address === undefined) return null;
  return {
    person,
    name,
    email: address,
    ...(office ? { function: office } : {}),
    ...(telephone ? { telephone } : {}),
    ...(language ? { language } : {}),
    ...(timeZone ? { timeZone } : {})
  };
}

export function directoryOf(of: CountryCode, people: readonly Reachable[]): ReachDirectory {
  const stated = people.map(({ language: _language, timeZone: _zone, ...one }) => one);
  const choicesOf = people.flatMap(({ person, language, timeZone }) =>
    language || timeZone
      ? [{ person, ...(language ? { language } : {}), ...(timeZone ? { timeZone } : {}) }]
      : []
  );
  return {
    _id: reachId(of),
    schema: 1,
    country: of,
    people: stated,
    ...(choicesOf.length > 0 ? { choices: choicesOf } : {})
  };
}

export function reachableOf({ people, choices: own = [] }: ReachDirectory): readonly Reachable[] {
  return people.map((one) => ({ ...own.find(({ person }) => person === one.person), ...one }));
}

export function parseReachDirectory(document: unknown): Result<ReachDirectory> {
  return readStored(directory, document);
}
