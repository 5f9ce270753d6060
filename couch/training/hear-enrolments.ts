/**
 * Notes when the server learned of each enrolment, in the order in which they came to the trainers' desk. The first note
 * stands: of several gateways one writes it, and a copy that is carried again changes nobody's turn. CouchDB has
 * the desk in one shard, whose changes are in that order (`base/databases.ts`).
 */
import type { PersonRecords } from '#couch/accounts/person-records.ts';
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { bodyOf, heardId, readRange, type HeardDocument, type Stored } from './read-books.ts';

export interface Hearing {
  readonly desk: Database;
  readonly people: PersonRecords;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Clocks of gateways that differ by more are wrong: a note of later than that is nobody's hearing. */
const MAX_AHEAD_MS = 86_400_000;

/** How many were new. */
export async function hearEnrolments({ desk, people, clock }: Hearing): Promise<number> {
  const notes = await readRange(desk, 'heard:');
  const noted = new Set(notes.map(({ _id }) => _id));
  const { results } = await desk.changes({ include_docs: true });
  const fresh = results
    .map(({ doc }) => doc as unknown as Stored | undefined)
    .filter((doc): doc is Stored => doc !== undefined && doc._id.startsWith('act:'))
    .filter((doc) => !noted.has(heardId(doc._id)) && bodyOf(doc) !== null);
  // Never before what was heard already, whatever a clock does.
  const now = clock();
  const times = notes.flatMap(({ heardAt }) => (isInstant(heardAt) ? Date.parse(heardAt) : []));
  const from = times
    .filter((at) => at <= now + MAX_AHEAD_MS)
    .reduce((last, at) => Math.max(last, at + 1), now);
  for (const [index, document] of fresh.entries()) {
    const role = (await people.read(bodyOf(document)?.by.person ?? ''))?.role ?? 'officer';
    // A millisecond apart: their order is told by the time alone.
    const heardAt = new Date(from + index).toISOString() as Instant;
    const note: HeardDocument = { _id: heardId(document._id), schema: 1, heardAt, role };
    await putUnlessChanged(desk, note);
  }
  return fresh.length;
}
