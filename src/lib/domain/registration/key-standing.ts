/** Shown by the device and by the server. */
import { ENDING_DAYS, OLD_DAYS, STALE_DAYS } from '../own-choices.ts';
import type { AuthorityCode, Instant, KeyId } from '../ids.ts';
import type { CertificateAct } from './judge-signer.ts';
import type { Trust } from './trust.ts';

export type KeyStanding =
  | { readonly state: 'none' }
  | { readonly state: 'certified' | 'expired'; readonly certificate: CertificateAct; readonly until: Instant }
  | { readonly state: 'withdrawn'; readonly certificate: CertificateAct; readonly until: Instant };

/**
 * The certificate that lasts longest counts: a renewal takes the place of what it renews.
 *
 * | certificate that counts | withdrawn by now | ended by now | state     | until         |
 * |-------------------------|------------------|--------------|-----------|---------------|
 * | none                    |                  |              | none      |               |
 * | one                     | no               | no           | certified | its end       |
 * | one                     | no               | yes          | expired   | its end       |
 * | one                     | yes              | either       | withdrawn | the withdrawal|
 */
export function keyStandingOf(
  trust: Pick<Trust, 'standingsOf' | 'withdrawnFrom'>,
  key: KeyId,
  holder: { readonly authority: AuthorityCode; readonly person: string },
  now: Instant
): KeyStanding {
  const certificate = longest(
    trust.standingsOf(key).map((standing) => standing.certificate),
    holder
  );
  if (certificate === null) return { state: 'none' };
  const end = trust.withdrawnFrom(key, holder.authority);
  if (end !== null && end <= now) return { state: 'withdrawn', certificate, until: end };
  const until = certificate.body.validUntil;
  return { state: until <= now ? 'expired' : 'certified', certificate, until };
}

export function isEnding(until: Instant, now: Instant): boolean {
  return until > now && Date.parse(until) - Date.parse(now) <= ENDING_DAYS * 86_400_000;
}

function longest(
  certificates: readonly (CertificateAct | null)[],
  { authority, person }: { readonly authority: AuthorityCode; readonly person: string }
): CertificateAct | null {
  let last: CertificateAct | null = null;
  for (const one of certificates) {
    if (one?.body.holder.authority !== authority || one.body.holder.person !== person) continue;
    if (last === null || one.body.validUntil > last.body.validUntil) last = one;
  }
  return last;
}

/** Offline, a withdrawn key still looks good, so the screen shows the date of the lists used. */
type TrustAgeState = 'unknown' | 'fresh' | 'old' | 'stale';

export interface TrustAge {
  /** Null if no check has found that nothing is newer. */
  readonly knownAt: Instant | null;
  readonly state: TrustAgeState;
}

const DAY_MS = 86_400_000;

/**
 * | last compared with the server | state   |
 * |-------------------------------|---------|
 * | never                         | unknown |
 * | up to 7 days ago              | fresh   |
 * | up to 30 days ago             | old     |
 * | longer ago                    | stale   |
 *
 * `now` is the device's word: a clock that runs ahead makes the lists look older than they are.
 */
export function ageOfTrust(knownAt: Instant | null, now: Instant): TrustAge {
  if (knownAt === null) return { knownAt, state: 'unknown' };
  const days = (Date.parse(now) - Date.parse(knownAt)) / DAY_MS;
  return { knownAt, state: days <= OLD_DAYS ? 'fresh' : days <= STALE_DAYS ? 'old' : 'stale' };
}
