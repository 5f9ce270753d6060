import type { MessageAct } from '#lib/domain/partners/thread.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';

export type MessageStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'ledgerOf'>;

export function unreadMessages(store: MessageStore): readonly MessageAct[] {
  const own = ownCountry(store);
  if (!own) return [];
  return countedActs(store, 'message').filter(
    ({ _id, body }) => body.issuer !== own && body.to.includes(own) && !store.ledgerOf(_id)?.opened[own]
  );
}

export function unreadByPartner(store: MessageStore): ReadonlyMap<AuthorityCode, number> {
  const counts = new Map<AuthorityCode, number>();
  for (const { body } of unreadMessages(store)) counts.set(body.issuer, (counts.get(body.issuer) ?? 0) + 1);
  return counts;
}
