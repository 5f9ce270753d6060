/** What this authority has authorized so far, from the local database; summed anew only where its acts have changed. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { readHistory, type AuthorizedHistory } from '#lib/domain/plausible/authorized-history.ts';
import { store } from '#lib/store/store.svelte.ts';

type Authorization = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

/** The store tells of every receipt and draft: most of it changes nothing that is summed here. */
let latest: { readonly key: string; readonly history: AuthorizedHistory } | null = null;

export function readOwnHistory(kind: AuthorizationKind, country: CountryCode): AuthorizedHistory {
  const cancelled = new Set<ActId>();
  for (const { body } of store.actsOf('cancellation'))
    if (body.kind === 'cancellation' && body.issuer === country) cancelled.add(body.of);
  const all = [...store.actsOf('import-authorization'), ...store.actsOf('export-authorization')];
  const acts = all.filter(isAuthorization).filter(({ _id, body }) => {
    return body.issuer === country && !cancelled.has(_id) && store.verdictOf(_id) === 'good';
  });
  // An act is named by its content, so how many there are and the last of them tell these from any others.
  const key = [kind, country, acts.length, cancelled.size, acts.at(-1)?._id].join(' ');
  if (latest?.key !== key) latest = { key, history: readHistory(kind, country, acts, () => false) };
  return latest.history;
}

function isAuthorization(act: Act): act is Authorization {
  return act.body.kind === 'import-authorization' || act.body.kind === 'export-authorization';
}
