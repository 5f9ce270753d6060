/**
 * Administrators per country, from correctly signed certificates of keys that are not withdrawn. An expired certificate
 * still counts: its holder can be contacted.
 */
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import type { Holder } from '#lib/domain/outreach/directory.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { listKeys, nameOfRow } from '#lib/sign-in/key-list.ts';

interface HolderSource {
  actsOf(kind: 'certificate' | 'withdrawal'): readonly Act[];
  verdictOf(id: ActId): string;
}

export function holdersByCountry(
  store: HolderSource,
  now = new Date().toISOString() as Instant
): ReadonlyMap<string, readonly Holder[]> {
  const good = (kind: 'certificate' | 'withdrawal'): readonly Act[] =>
    store.actsOf(kind).filter(({ _id }) => store.verdictOf(_id) === 'good');
  const certificates = good('certificate');
  const keys = { certificates, withdrawals: good('withdrawal') };
  const rows = listKeys(keys, (holder) => may(holder, 'manage'), now);
  const withdrawn = new Set(rows.flatMap((row) => (row.state === 'withdrawn' ? [nameOfRow(row)] : [])));
  const holders = new Map<string, Holder[]>();
  for (const { body } of certificates) {
    if (body.kind !== 'certificate' || !may(body.holder, 'manage') || withdrawn.has(nameOfRow(body)))
      continue;
    const { authority, person, name, function: office } = body.holder;
    if (person === AUTOMATIC_CERTIFIER) continue;
    const own = holders.get(authority) ?? [];
    own.push({ name, function: office, since: instantToDate(body.validFrom) });
    holders.set(authority, own);
  }
  return holders;
}
