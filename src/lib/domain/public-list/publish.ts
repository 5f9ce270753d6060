/** Content that the exchange puts into a public list: keys by its keyring, stops by the acts of their issuers. */
import { asKind, isAuthorization, lastDayOf, type Act, type PublicKey } from '../act/body.ts';
import { parseActId } from '../act/act-id.ts';
import { addMonths, instantToDate } from '../calendar-date.ts';
import type { ActId, CalendarDate, Instant, KeyId } from '../ids.ts';
import type { Trust } from '../registration/trust.ts';
import type { RootHandover } from '../registration/handover.ts';
import type { PublicKeyEntry } from './key-records.ts';
import { hashPart, LIST_PARTS, type ListBytes, type ListHead, type ListPart } from './public-list.ts';

/** Entries leave a year after the authorization has expired, when no customs office can still meet it. */
const KEPT_MONTHS = 12;

export function leavesOn(authorization: Act | null): CalendarDate | null {
  return isAuthorization(authorization) ? addMonths(lastDayOf(authorization.body), KEPT_MONTHS) : null;
}

export type Stop =
  | { readonly kind: 'cancelled'; readonly of: ActId }
  | { readonly kind: 'suspended'; readonly of: ActId; readonly isReleased: boolean };

/**
 * Null for other acts. Only its issuer cancels an authorization; either side of it suspends it. The signature must be
 * verified already.
 */
export function stopOf(act: Act): Stop | null {
  const { issuer, to } = act.body;
  const [cancelled, suspended] = [asKind(act, 'cancellation'), asKind(act, 'suspension')];
  const author = parseActId((cancelled ?? suspended)?.body.of)?.issuer;
  if (cancelled && author === issuer) return { kind: 'cancelled', of: cancelled.body.of };
  if (!suspended || (author !== issuer && author !== to[0])) return null;
  return { kind: 'suspended', of: suspended.body.of, isReleased: suspended.body.state === 'released' };
}

/** A form is valid for a year at most, and remains of interest for one more. */
const KEY_KEPT_MONTHS = 24;

export function isListed(validUntil: Instant, now: Instant): boolean {
  return instantToDate(validUntil) >= addMonths(instantToDate(now), -KEY_KEPT_MONTHS);
}

/** Renewed certificates of one key count as one period. */
export function listedKeys(
  keyring: { readonly trust: Trust; publicKeyOf(key: KeyId): PublicKey | null },
  now: Instant
): PublicKeyEntry[] {
  const { trust } = keyring;
  return trust.keys.flatMap((keyId) => {
    const bodies = trust.standingsOf(keyId).flatMap(({ certificate }) => certificate?.body ?? []);
    const last = bodies.sort((a, b) => (a.validUntil > b.validUntil ? -1 : 1))[0];
    const key = keyring.publicKeyOf(keyId);
    if (!last || !key || !isListed(last.validUntil, now)) return [];
    const { authority, role } = last.holder;
    const validFrom = bodies
      .filter(({ holder }) => holder.authority === authority)
      .reduce((from, body) => (body.validFrom < from ? body.validFrom : from), last.validFrom);
    const endedFrom = trust.withdrawnFrom(keyId, authority);
    return [{ key, authority, role, validFrom, validUntil: last.validUntil, endedFrom }];
  });
}

interface NextList {
  readonly previous: ListHead | null;
  readonly bytes: ListBytes;
  readonly at: Instant;
  readonly demonstration: boolean;
  readonly roots: readonly PublicKey[];
  readonly handovers: readonly RootHandover[];
}

/** Minutes since 1970, so that a server whose database was lost still counts on. */
export function nextHead({ previous, bytes, at, demonstration, roots, handovers }: NextList): ListHead {
  const number = Math.max((previous?.number ?? 0) + 1, Math.floor(Date.parse(at) / 60_000));
  const parts = {} as Record<ListPart, ListHead['parts'][ListPart]>;
  for (const name of LIST_PARTS) {
    const [sha256, before] = [hashPart(bytes[name]), previous?.parts[name]];
    const isSame = before?.sha256 === sha256;
    parts[name] = { number: isSame ? before.number : number, bytes: bytes[name].length, sha256 };
  }
  return { schema: 1, kind: 'public-lists', number, at, demonstration, roots, handovers, parts };
}
