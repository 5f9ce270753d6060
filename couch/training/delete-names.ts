/**
 * Enrolments, attendance and evaluations, as the form promised. Counts per country stay, and so does a country's own
 * record.
 */
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { namesEndAt, tallyOf, type TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { enrolmentIn, heardId, readRange, toldId, uuidOf } from './books.ts';

export async function deleteNames(desk: Database, books: TrainingBooks, now: Instant): Promise<number> {
  const due = books.sessions.filter((session) => namesEndAt(session) <= now).map(({ _id }) => _id);
  const counted = new Set<string>(books.tallies.map(({ session }) => session));
  for (const session of books.sessions.filter(({ _id }) => due.includes(_id) && !counted.has(_id))) {
    const tally = { _id: `tally:${uuidOf(session._id)}`, schema: 1, tally: tallyOf(session, books) };
    await putUnlessChanged(desk, tally);
  }
  const known = new Set<string>(books.sessions.map(({ _id }) => _id));
  const acts = (await readRange(desk, 'act:')).filter((document) => {
    const body = enrolmentIn(document);
    // The enrolment in a session that is not found counts from its own day.
    return (
      body && (known.has(body.session) ? due.includes(body.session) : namesEndAt({ endsAt: body.at }) <= now)
    );
  });
  const notes = new Set(acts.map(({ _id }) => heardId(_id)));
  const heard = (await readRange(desk, 'heard:')).filter(({ _id }) => notes.has(_id));
  const prefixes = due.flatMap((id) => [
    `attendance:${uuidOf(id)}:`,
    `evaluation:${uuidOf(id)}:`,
    toldId(id)
  ]);
  const named = await Promise.all(prefixes.map((prefix) => readRange(desk, prefix)));
  const gone = [...acts, ...heard, ...named.flat()];
  if (gone.length > 0)
    await desk.bulkDocs(gone.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })) as object[]);
  return gone.length;
}
