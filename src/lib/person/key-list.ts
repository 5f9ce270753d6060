/** The keys of one authority, from its certificates and withdrawals: which may sign today, and why another may not. */
import type { Act, ActOf, CertificateBody } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';

export interface KeyRow {
  readonly keyId: KeyId;
  readonly holder: CertificateBody['holder'];
  readonly state: 'certified' | 'expired' | 'withdrawn';
  readonly validUntil: Instant;
  readonly withdrawnFrom: Instant | null;
  readonly reason: string | null;
}

export interface KeyActs {
  /** Only acts whose signature is good. */
  readonly certificates: readonly Act[];
  readonly withdrawals: readonly Act[];
}

/** A renewed key stands once, by its last certificate. Those that may sign come first, then by name. */
export function listKeys(
  { certificates, withdrawals }: KeyActs,
  authority: AuthorityCode,
  now: Instant
): readonly KeyRow[] {
  const ends = endsOf(withdrawals, authority);
  const byKey = new Map<KeyId, KeyRow>();
  for (const { body } of certificates) {
    if (body.kind !== 'certificate' || body.holder.authority !== authority) continue;
    const before = byKey.get(body.keyId);
    if (before && before.validUntil >= body.validUntil) continue;
    byKey.set(body.keyId, toRow(body, ends.get(body.keyId) ?? null, now));
  }
  return [...byKey.values()].sort(compareKeys);
}

type Withdrawal = ActOf<'withdrawal'>['body'];

/** The earliest end counts; an authority ends its own keys and INCB any. */
function endsOf(withdrawals: readonly Act[], authority: AuthorityCode): Map<KeyId, Withdrawal> {
  const ends = new Map<KeyId, Withdrawal>();
  for (const { body } of withdrawals) {
    if (body.kind !== 'withdrawal' || (body.issuer !== authority && body.issuer !== 'INCB')) continue;
    const before = ends.get(body.keyId);
    if (!before || body.withdrawnFrom < before.withdrawnFrom) ends.set(body.keyId, body);
  }
  return ends;
}

function toRow(body: CertificateBody, end: Withdrawal | null, now: Instant): KeyRow {
  const { keyId, holder, validUntil } = body;
  const isWithdrawn = end !== null && end.withdrawnFrom <= now;
  return {
    keyId,
    holder,
    state: isWithdrawn ? 'withdrawn' : validUntil <= now ? 'expired' : 'certified',
    validUntil,
    withdrawnFrom: end?.withdrawnFrom ?? null,
    reason: end?.reason ?? null
  };
}

const ORDER = { certified: 0, expired: 1, withdrawn: 2 } as const;

function compareKeys(a: KeyRow, b: KeyRow): number {
  if (a.state !== b.state) return ORDER[a.state] - ORDER[b.state];
  if (a.holder.name !== b.holder.name) return a.holder.name < b.holder.name ? -1 : 1;
  return a.keyId < b.keyId ? -1 : 1;
}
