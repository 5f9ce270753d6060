import type { ActOf } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { endsOf } from '#lib/domain/registration/trust.ts';

type Certificate = Pick<ActOf<'certificate'>, 'body'>;
type Withdrawal = Pick<ActOf<'withdrawal'>, 'body'>;

/** Acts must be verified. A withdrawn key does not count as a second administrator. */
export function holdersOf(
  authority: AuthorityCode,
  {
    certificates,
    withdrawals
  }: {
    readonly certificates: readonly Certificate[];
    readonly withdrawals: readonly Withdrawal[];
  },
  now: Instant
): readonly ActOf<'certificate'>['body']['holder'][] {
  const ended = withdrawals
    .map(({ body }) => body)
    .filter((body) => body.issuer === authority || body.issuer === 'INCB')
    .filter((body) => endsOf(body).trade <= now)
    .map(({ keyId }) => keyId);
  return certificates
    .map(({ body }) => body)
    .filter(({ keyId, validUntil }) => validUntil > now && !ended.includes(keyId))
    .map(({ holder }) => holder)
    .filter((holder) => holder.authority === authority && holder.person !== AUTOMATIC_CERTIFIER);
}
