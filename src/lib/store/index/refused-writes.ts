/** Refused writes as tasks: with the act, if it is one, for its text and for issuing again. */
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
