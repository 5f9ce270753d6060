/** For the keys that can sign today, and why another cannot. */
import type { Act, ActOf, CertificateBody } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId, ActId } from '#lib/domain/ids.ts';
import { mayCertify, type Holder } from '#lib/domain/registration/certify.ts';
import { isEnding } from '#lib/domain/registration/key-standing.ts';
import { endsOf } from '#lib/domain/registration/trust.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Person } from '#lib/store/api.ts';

export interface KeyRow {
  readonly keyId: KeyId;
  readonly holder: Holder;
  readonly state: 'certified' | 'expired' | 'withdrawn';
  readonly validUntil: Instant;
  readonly isEnding: boolean;
  /** Ends soon or has ended, or is an old one without a job title. */
  readonly renewable: boolean;
  readonly withdrawnFrom: Instant | null;
  readonly reason: string | null;
  readonly certifiedBy: string;
  readonly withdrawnBy: string | null;
}

export function nameOfRow({ keyId, holder }: Pick<KeyRow, 'keyId' | 'holder'>): string {
  return `${keyId} ${holder.authority}`;
}

interface KeyActs {
  readonly certificates: readonly Act[];
  readonly withdrawals: readonly Act[];
}

/** A renewed key appears once, by its last certificate. Keys that can sign come first. */
export function listKeys(
  { certificates, withdrawals }: KeyActs,
  covers: (holder: Holder) => boolean,
  now: Instant
): readonly KeyRow[] {
  const byKey = new Map<string, KeyRow>();
  for (const { body } of certificates) {
    if (body.kind !== 'certificate' || !covers(body.holder)) continue;
    const place = nameOfRow(body);
    const before = byKey.get(place);
    if (before && before.validUntil >= body.validUntil) continue;
    byKey.set(place, toRow(body, endOf(body, withdrawals), now));
  }
  return [...byKey.values()].sort(compareKeys);
}

export function isInCareOf({
  authority
}: {
  readonly authority: AuthorityCode;
}): (holder: Holder) => boolean {
  return (holder) => mayCertify({ authority, role: 'administrator' }, holder);
}

type Withdrawal = ActOf<'withdrawal'>['body'];

/** The earliest end counts; an authority ends its own keys, INCB any. */
function endOf({ keyId, holder }: CertificateBody, withdrawals: readonly Act[]): Withdrawal | null {
  let end: Withdrawal | null = null;
  for (const { body } of withdrawals) {
    if (body.kind !== 'withdrawal' || body.keyId !== keyId) continue;
    if (body.issuer !== holder.authority && body.issuer !== 'INCB') continue;
    if (!end || endsOf(body).trade < endsOf(end).trade) end = body;
  }
  return end;
}

function toRow(body: CertificateBody, end: Withdrawal | null, now: Instant): KeyRow {
  const { keyId, holder, validUntil, by } = body;
  const withdrawnFrom = end && endsOf(end).trade;
  const isWithdrawn = withdrawnFrom !== null && withdrawnFrom <= now;
  const [isOver, ends] = [validUntil <= now, !isWithdrawn && isEnding(validUntil, now)];
  const namesNoOffice = holder.function === undefined && holder.role !== 'exchange';
  return {
    keyId,
    holder,
    state: isWithdrawn ? 'withdrawn' : isOver ? 'expired' : 'certified',
    validUntil,
    isEnding: ends,
    renewable: !isWithdrawn && (isOver || ends || namesNoOffice),
    withdrawnFrom,
    reason: end?.reason ?? null,
    certifiedBy: by.name,
    withdrawnBy: end?.by.name ?? null
  };
}

const ORDER = { certified: 0, expired: 1, withdrawn: 2 } as const;

function compareKeys(a: KeyRow, b: KeyRow): number {
  if (a.state !== b.state) return ORDER[a.state] - ORDER[b.state];
  if (a.holder.name !== b.holder.name) return a.holder.name < b.holder.name ? -1 : 1;
  return a.keyId < b.keyId ? -1 : 1;
}

export interface KeySource {
  readonly person: Pick<Person, 'id' | 'authority'> | null;
  actsOf(kind: 'certificate' | 'withdrawal'): readonly Act[];
  verdictOf(id: ActId): string;
}

export function otherCertifiers(source: KeySource, now: Instant): readonly string[] {
  const { person } = source;
  const isGood = ({ _id }: Act): boolean => source.verdictOf(_id) === 'good';
  const keys = listKeys(
    {
      certificates: source.actsOf('certificate').filter(isGood),
      withdrawals: source.actsOf('withdrawal').filter(isGood)
    },
    (holder) =>
      holder.authority === person?.authority && holder.person !== person.id && may(holder, 'manage'),
    now
  );
  const able = keys.filter(({ state }) => state === 'certified');
  return [...new Map(able.map(({ holder }) => [holder.person, holder.name])).values()];
}
