/**
 * `contact:<CC>:<hash>` in the Board's database. The id is a hash (RFC 8785, SHA-256), so offline devices never
 * overwrite a note.
 */
import { USUAL_JOINING_DAYS, USUAL_QUIET_MONTHS } from '../own-choices.ts';
import { canonicalJson } from '../canonical.ts';
import { emailAddress as email } from '../registration/request.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { sha256Base64url, type TextHash } from '../sha256.ts';
import { country, personReference } from '../shape/references.ts';
import {
  calendarDate,
  instant,
  isPlainObject,
  listOf,
  oneOf,
  pattern,
  readStored,
  shaped,
  text,
  type Checked,
  integer,
  stored
} from '../shape/shape.ts';

export const CONTACT_PREFIX = 'contact:';
/** `none`: only a reminder, without contact. */
export const CONTACT_WAYS = ['telephone', 'email', 'letter', 'meeting', 'announcement', 'none'] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

export const MAX_NOTE_LENGTHS = { text: 4000, step: 200, name: 120, particular: 200 } as const;
const MAX_SETTLED = 50;

const noteId = pattern(/^contact:[A-Z]{2}:[A-Za-z0-9_-]{43}$/, 'document.malformed');

const person = shaped({
  required: { name: text(1, MAX_NOTE_LENGTHS.name) },
  optional: {
    function: text(1, MAX_NOTE_LENGTHS.particular),
    email,
    telephone: text(1, MAX_NOTE_LENGTHS.particular)
  }
});
export type NotedPerson = Checked<typeof person>;

const next = shaped({ required: { step: text(1, MAX_NOTE_LENGTHS.step), due: calendarDate } });

const note = shaped({
  required: {
    _id: noteId,
    schema: oneOf([1]),
    country,
    at: instant,
    by: personReference,
    on: calendarDate,
    way: oneOf(CONTACT_WAYS)
  },
  optional: {
    text: text(1, MAX_NOTE_LENGTHS.text, true),
    person,
    next,
    /** Now done or dropped. */
    settles: listOf(noteId, 1, MAX_SETTLED)
  }
});
export type ContactNote = Checked<typeof note>;
export type NoteContent = Omit<ContactNote, '_id' | 'schema'>;

export function writeNote(content: NoteContent, hashOf: TextHash = sha256Base64url): ContactNote {
  const words = { schema: 1, ...content } as const;
  return { _id: `${CONTACT_PREFIX}${content.country}:${hashOf(canonicalJson(words))}`, ...words };
}

/** Refuses empty notes, unknown members, and text that its id does not match. */
export function parseNote(document: unknown, hashOf: TextHash = sha256Base64url): Result<ContactNote> {
  const read = readStored(note, withoutStoreFields(document));
  if (!read.ok) return read;
  const { _id, schema: _schema, ...content } = read.value;
  return saysNothing(content) || _id !== writeNote(content, hashOf)._id
    ? refuse({ code: 'document.malformed' })
    : read;
}

function saysNothing({ way, text: words, person: spoken, next: planned, settles }: NoteContent): boolean {
  return way === 'none' && !words && !spoken && !planned && !settles;
}

function withoutStoreFields(document: unknown): unknown {
  if (!isPlainObject(document)) return document;
  const words: Record<string, unknown> = {};
  for (const key of Object.keys(document))
    if (key === '_id' || key.charAt(0) !== '_') words[key] = document[key];
  return words;
}

/** Neither changed nor deleted. */
export function judgeNote(document: Record<string, unknown>, previous: unknown): Problem[] {
  const { _revisions: history, _rev: revision } = document;
  const isFirst =
    (revision === undefined || /^1-/.test(String(revision))) &&
    (history === undefined || (isPlainObject(history) && history['start'] === 1));
  if (isPlainObject(previous) || document['_deleted'] === true || !isFirst)
    return [{ code: 'contact.immutable', path: '_id' }];
  return parseNote(document).ok ? [] : [{ code: 'document.malformed', path: '_id' }];
}

/** `setting:contacts` in the Board's database: months until a country counts as quiet. */
export const CONTACT_SETTING_ID = 'setting:contacts';
export const MAX_QUIET_MONTHS = 60;
export const MAX_JOINING_DAYS = 365;

const setting = stored({
  required: { _id: oneOf([CONTACT_SETTING_ID]), schema: oneOf([1]) },
  optional: { quietMonths: integer(1, MAX_QUIET_MONTHS), joiningDays: integer(1, MAX_JOINING_DAYS) }
});
type ContactSetting = Checked<typeof setting>;

export function parseContactSetting(document: unknown): Result<ContactSetting> {
  return readStored(setting, document);
}

export function readContactRule(document: unknown): { quietMonths: number; joiningDays: number } {
  const read = parseContactSetting(document);
  const { quietMonths = USUAL_QUIET_MONTHS, joiningDays = USUAL_JOINING_DAYS } = read.ok ? read.value : {};
  return { quietMonths, joiningDays };
}
