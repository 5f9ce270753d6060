/** Authorized totals, and today's authorizations, from the local database. */
import type { Act } from '#lib/domain/act/body.ts';
import type { IssuedAuthorization } from '#lib/domain/authorization/judge-context.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { readHistory, type AuthorizedHistory } from '#lib/domain/authorization/authorized-history.ts';
import { store } from '#lib/store/store.svelte.ts';

/** The store signals every receipt and draft; most change no total. */
let latest: { readonly key: string; readonly history: AuthorizedHistory } | null = null;

export function readOwnHistory(kind: AuthorizationKind, country: CountryCode): AuthorizedHistory {
  const cancelled = readCancelled(country);
  const all = [...store.actsOf('import-authorization'), ...store.actsOf('export-authorization')];
  const acts = all.filter(isAuthorization).filter((act) => isOwn(act, country, cancelled));
  // Acts are named by content, so their number and last id identify the list.
  const key = [kind, country, acts.length, cancelled.size, acts.at(-1)?._id].join(' ');
  if (latest?.key !== key) latest = { key, history: readHistory(kind, country, acts, () => false) };
  return latest.history;
}

/** `replaced` is cancelled by the act about to be issued. */
export function readIssuedOn(
  day: CalendarDate,
  kind: AuthorizationKind,
  country: CountryCode,
  replaced: string
): readonly IssuedAuthorization[] {
  const cancelled = readCancelled(country);
  return store
    .actsOf(kind)
    .filter(isAuthorization)
    .filter(({ _id, body }) => body.issuedOn === day && _id !== replaced)
    .filter((act) => isOwn(act, country, cancelled));
}

function readCancelled(country: CountryCode): ReadonlySet<ActId> {
  const cancelled = new Set<ActId>();
  for (const { body } of store.actsOf('cancellation'))
    if (body.kind === 'cancellation' && body.issuer === country) cancelled.add(body.of);
  return cancelled;
}

function isOwn(
  { _id, body }: IssuedAuthorization,
  country: CountryCode,
  cancelled: ReadonlySet<ActId>
): boolean {
  return body.issuer === country && !cancelled.has(_id) && store.verdictOf(_id) === 'good';
}

function isAuthorization(act: Act): act is IssuedAuthorization {
  return act.body.kind === 'import-authorization' || act.body.kind === 'export-authorization';
}
