/** Administrators of each country as the certificates of their devices name them; only those that are good count. */
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Holder } from '#lib/domain/outreach/directory.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { NameSource } from '#lib/person/account-name.ts';

export function holdersByCountry(
  store: Pick<NameSource, 'actsOf' | 'verdictOf'>
): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const { _id, body } of store.actsOf('certificate')) {
    if (body.kind !== 'certificate' || !may(body.holder, 'manage')) continue;
    if (store.verdictOf(_id) !== 'good') continue;
    const { authority, name, function: office } = body.holder;
    const own = holders.get(authority) ?? [];
    own.push({ name, function: office, since: instantToDate(body.validFrom) });
    holders.set(authority, own);
  }
  return holders;
}
