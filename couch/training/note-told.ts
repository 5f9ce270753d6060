/**
 * Notes what is told of evaluations before anybody is told it, so that the next telling knows how many have come since. Of
 * several gateways one writes it, over what it read and nothing later.
 */
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { tellAnew } from '#lib/domain/training/told-evaluations.ts';
import { readTold, toldId } from './read-books.ts';

/** How many were noted: the books are to be read again then. What another gateway noted meanwhile comes with the next reading. */
export async function noteTold(desk: Database, books: TrainingBooks): Promise<number> {
  if (tellAnew(books).length === 0) return 0;
  const held = await readTold(desk);
  const notes = tellAnew({ ...books, told: held }).map(({ session, ...telling }) => {
    const before = held.find((one) => one.session === session);
    return { _id: toldId(session), schema: 1, ...telling, ...(before ? { _rev: before.revision } : {}) };
  });
  const written = await Promise.all(notes.map((note) => putUnlessChanged(desk, note)));
  return written.filter((isWritten) => isWritten).length;
}
