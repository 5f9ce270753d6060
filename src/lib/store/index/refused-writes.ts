/** What the server would not take, as tasks: with the act, where it is one, for its text and for stating it anew. */
import type { ActId } from '#lib/domain/ids.ts';
import type { RefusedWrite } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Records } from './records.ts';

export function listRefused(book: DeviceBook, { shelf }: Records): RefusedWrite[] {
  return book.refusals().map(({ rev: _rev, ...refusal }) => ({
    ...refusal,
    act: shelf.acts.get(refusal.id as ActId) ?? null
  }));
}
