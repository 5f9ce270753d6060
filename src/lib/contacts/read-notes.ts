/** INCB's notes as this device holds them: what is no note, or whose words are not those that were written, is left out. */
import { parseNote, type ContactNote } from '#lib/domain/outreach/contact-note.ts';
import type { Documents } from '#lib/store/index/registry-reading.ts';

/** A document is hashed once as long as it is in memory, however often the list is drawn. */
const read = new WeakMap<object, ContactNote | null>();

/** The latest first. */
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
