import { readReturns } from '#lib/domain/returns/return-document.ts';
import { RETURN_PREFIX } from '#lib/domain/returns/return-id.ts';
import type { Store } from '#lib/store/store.svelte.ts';

export function readOwnReturns(store: Pick<Store, 'documents'>) {
  return readReturns(store.documents(RETURN_PREFIX));
}
