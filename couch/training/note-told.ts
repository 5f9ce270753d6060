/**
 * Records published evaluation totals before they are shown, so that the next publication knows how many answers are
 * new. One of several gateways writes it.
 */
import { putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { tellAnew } from '#lib/domain/training/told-evaluations.ts';
import { readTold, toldId } from './read-books.ts';

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
