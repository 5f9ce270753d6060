/**
 * Deletes names of long-ended sessions (enrolments, attendance, evaluations), as the form promised. Counts per country
 * stay, and so does a country's own record.
 */
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { KEPT_DAYS, namesEndAt, tallyOf, type TrainingBooks } from '#lib/domain/training/desk-view.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { bodyOf, heardId, readRange, toldId, type Stored } from './read-books.ts';

export async function deleteNames(desk: Database, books: TrainingBooks, now: Instant): Promise<number> {
  const due = books.sessions.filter((session) => namesEndAt(session) <= now);
  const known = new Set<string>(books.tallies.map(({ session }) => session));
  for (const session of due)
    if (!known.has(session._id)) await putUnlessChanged(desk, tallyDocument(session, books));
  const gone = await listNames(desk, due, books.sessions, now);
  if (gone.length > 0)
    await desk.bulkDocs(gone.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })) as object[]);
  return gone.length;
}

function tallyDocument(session: Session, books: TrainingBooks): { readonly _id: string } {
  const _id = `tally:${uuidOf(session._id)}`;
  return { _id, ...{ schema: 1, tally: tallyOf(session, books) } };
}

async function listNames(
  desk: Database,
  due: readonly Session[],
  all: readonly Session[],
  now: Instant
): Promise<readonly Stored[]> {
  const sessions = new Set<string>(due.map(({ _id }) => _id));
  const known = new Set<string>(all.map(({ _id }) => _id));
  const acts = (await readRange(desk, 'act:')).filter((document) => {
    const body = bodyOf(document);
    if (body === null) return false;
    return known.has(body.session) ? sessions.has(body.session) : isOld(body.at, now);
  });
  const notes = new Set(acts.map(({ _id }) => heardId(_id)));
  const heard = (await readRange(desk, 'heard:')).filter(({ _id }) => notes.has(_id));
  const named = await Promise.all(
    due.flatMap(({ _id }) => {
      const uuid = uuidOf(_id);
      return [`attendance:${uuid}:`, `evaluation:${uuid}:`, toldId(_id)].map((prefix) =>
        readRange(desk, prefix)
      );
    })
  );
  return [...acts, ...heard, ...named.flat()];
}

/** A session that is not found counts as old. */
function isOld(at: Instant, now: Instant): boolean {
  return Date.parse(at) + KEPT_DAYS * 86_400_000 <= Date.parse(now);
}

function uuidOf(session: string): string {
  return session.slice('session:'.length);
}
