/**
 * Records when the server received each enrolment; the first note counts. CouchDB keeps INCB's training database in one
 * shard, so changes arrive in order (`base/databases.ts`).
 */
import type { PersonRecords } from '#couch/accounts/person-records.ts';
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { bodyOf, heardId, readRange, type HeardDocument, type Stored } from './read-books.ts';

interface Hearing {
  readonly desk: Database;
  readonly people: PersonRecords;
  readonly clock: () => number;
}

/** Gateway clocks do not differ by more, so a later note is not valid. */
const MAX_AHEAD_MS = 86_400_000;

export async function hearEnrolments({ desk, people, clock }: Hearing): Promise<number> {
  const notes = await readRange(desk, 'heard:');
  const noted = new Set(notes.map(({ _id }) => _id));
  const { results } = await desk.changes({ include_docs: true });
  const fresh = results
    .map(({ doc }) => doc as unknown as Stored | undefined)
    .filter((doc): doc is Stored => doc !== undefined && doc._id.startsWith('act:'))
    .filter((doc) => !noted.has(heardId(doc._id)) && bodyOf(doc) !== null);
  // Never earlier than the previous note, even if a clock jumps.
  const now = clock();
  const times = notes.flatMap(({ heardAt }) => (isInstant(heardAt) ? Date.parse(heardAt) : []));
  const from = times
    .filter((at) => at <= now + MAX_AHEAD_MS)
    .reduce((last, at) => Math.max(last, at + 1), now);
  for (const [index, document] of fresh.entries()) {
    const role = (await people.read(bodyOf(document)?.by.person ?? ''))?.role ?? 'officer';
    const heardAt = new Date(from + index).toISOString() as Instant;
    const note: HeardDocument = { _id: heardId(document._id), schema: 1, heardAt, role };
    await putUnlessChanged(desk, note);
  }
  return fresh.length;
}
