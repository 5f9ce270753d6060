/**
 * `contact:<CC>:<hash>` in the Board's database: one note of the secretariat about one country, and what is to be done
 * next. It is never changed: its id is the hash of its words (RFC 8785, SHA-256), so that two devices without a line
 * write two notes and not two versions of one, and nothing that was noted is pushed aside.
 */
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
  type Check,
  type Checked
} from '../shape/shape.ts';
import { canonicalJson } from '../canonical.ts';
import { parseEmail } from '../registration/email.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { sha256Base64url, type TextHash } from '../sha256.ts';

export const CONTACT_PREFIX = 'contact:';
/** `none`: nobody was spoken to; it only keeps something in mind. */
export const CONTACT_WAYS = ['telephone', 'email', 'letter', 'meeting', 'announcement', 'none'] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

/** UTF-16 units. */
export const MAX_NOTE_LENGTHS = { text: 4000, step: 200, name: 120, particular: 200 } as const;
const MAX_SETTLED = 50;

const noteId = pattern(/^contact:[A-Z]{2}:[A-Za-z0-9_-]{43}$/, 'document.malformed');

const email: Check<string> = (value, out) => {
  const read = parseEmail(value);
  if (!read.ok) out.push(...read.problems.map(({ code }) => ({ code })));
};

const person = shaped({
  required: { name: text(1, MAX_NOTE_LENGTHS.name) },
  optional: {
    function: text(1, MAX_NOTE_LENGTHS.particular),
    email,
    telephone: text(1, MAX_NOTE_LENGTHS.particular)
  }
});
/** Somebody of the authority, as the secretariat knows them. */
export type NotedPerson = Checked<typeof person>;

const next = shaped({ required: { step: text(1, MAX_NOTE_LENGTHS.step), due: calendarDate } });

const note = shaped({
  required: {
    _id: noteId,
    schema: oneOf([1]),
    country,
    /** When it was written, and by whose account. */
    at: instant,
    by: personReference,
    /** The day that it tells of, and how the authority was spoken to. */
    on: calendarDate,
    way: oneOf(CONTACT_WAYS)
  },
  optional: {
    text: text(1, MAX_NOTE_LENGTHS.text, true),
    person,
    next,
    /** Notes whose next step is done, or is not wanted any more. */
    settles: listOf(noteId, 1, MAX_SETTLED)
  }
});
export type ContactNote = Checked<typeof note>;
export type NoteContent = Omit<ContactNote, '_id' | 'schema'>;

/** The note with the id that its words make. */
export function writeNote(content: NoteContent, hashOf: TextHash = sha256Base64url): ContactNote {
  const words = { schema: 1, ...content } as const;
  return { _id: `${CONTACT_PREFIX}${content.country}:${hashOf(canonicalJson(words))}`, ...words };
}

/** One that says nothing, says more than is known of here, or whose words are not those of its id, is none. */
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

/** The database's own keys beside the id are none of the note's. */
function withoutStoreFields(document: unknown): unknown {
  if (!isPlainObject(document)) return document;
  const words: Record<string, unknown> = {};
  for (const key of Object.keys(document))
    if (key === '_id' || key.charAt(0) !== '_') words[key] = document[key];
  return words;
}

/** As the Board's database takes it: written once, and neither changed nor taken away. */
export function judgeNote(document: Record<string, unknown>, previous: unknown): Problem[] {
  const { _revisions: history, _rev: revision } = document;
  const isFirst =
    (revision === undefined || /^1-/.test(String(revision))) &&
    (history === undefined || (isPlainObject(history) && history['start'] === 1));
  if (isPlainObject(previous) || document['_deleted'] === true || !isFirst)
    return [{ code: 'contact.immutable', path: '_id' }];
  return parseNote(document).ok ? [] : [{ code: 'document.malformed', path: '_id' }];
}
