/** INCB's notes on this device; malformed or altered ones are left out. */
import { parseNote, type ContactNote } from '#lib/domain/outreach/contact-note.ts';
import type { Documents } from '#lib/store/index/registry-reading.ts';

/** Each document in memory is hashed only once. */
const read = new WeakMap<object, ContactNote | null>();

export function readNotes(store: Documents): readonly ContactNote[] {
  const notes = store.documents('contact:').flatMap((document) => readOne(document) ?? []);
  return notes.sort((a, b) => (a.on === b.on ? (a.at < b.at ? 1 : -1) : a.on < b.on ? 1 : -1));
}

function readOne(document: object): ContactNote | null {
  const held = read.get(document);
  if (held !== undefined) return held;
  const parsed = parseNote(document);
  const note = parsed.ok ? parsed.value : null;
  read.set(document, note);
  return note;
}
