import { threadOf, type MessageAct } from '#lib/domain/partners/thread.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import type { MessageAbout } from '#lib/store/api.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';

type MessageStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'ledgerOf'>;

export function readThread(
  store: MessageStore,
  partner: CountryCode,
  { dossier, trial }: MessageAbout = {}
): readonly MessageAct[] {
  const own = ownCountry(store);
  const thread = own ? threadOf(countedActs(store, 'message'), own, partner) : [];
  return thread.filter(
    ({ body }) =>
      (dossier === undefined || body.dossier === dossier) && (trial === undefined || body.trial === trial)
  );
}

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

/** Text typed while `sent` was on its way. */
export function typedSince(sent: string, now: string): string {
  if (now === sent) return '';
  return now.startsWith(sent) ? now.slice(sent.length).trimStart() : now;
}
