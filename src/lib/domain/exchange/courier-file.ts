/**
 * A courier file takes documents where no network does: to a partner authority, or to another device of the own one. Its
 * first line, the head, is readable by anyone who holds the file; all else is encrypted and signed by the device.
 */
import type { Body } from '../act/body.ts';
import { isKeyKind } from '../act/kinds.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import type { AuthorityCode, CountryCode, Instant } from '../ids.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { country } from '../shape/references.ts';
import { instant, integer, oneOf, parseShape, pattern, shaped, type Checked } from '../shape/shape.ts';
import { isCountedBy } from './share-scope.ts';

export const COURIER_KIND = 'i2es-courier';
/** Revocations that came after an older file could be unknown to its reader. */
export const MAX_COURIER_DAYS = 180;
/** Documents of one part, which is read and stored at once. */
export const COURIER_PART = 250;
export const MAX_PARTS = 100_000;

const courierHead = shaped({
  required: {
    kind: oneOf([COURIER_KIND]),
    version: oneOf([1]),
    /** Of this file, so that it is loaded once. */
    id: pattern(/^[A-Za-z0-9_-]{22}$/, 'courier.malformed'),
    from: country,
    to: country,
    at: instant,
    documents: integer(1, MAX_PARTS * COURIER_PART),
    parts: integer(1, MAX_PARTS)
  }
});
export type CourierHead = Checked<typeof courierHead>;

/** A later version of I2ES can write another one; `courier.version` says so. */
export function parseCourierHead(value: unknown): Result<CourierHead> {
  const { kind, version } = (value ?? {}) as { readonly kind?: unknown; readonly version?: unknown };
  if (kind !== COURIER_KIND) return refuse({ code: 'courier.malformed' });
  if (Number.isSafeInteger(version) && Number(version) > 1) return refuse({ code: 'courier.version' });
  const head = parseShape(courierHead, value);
  return head.ok ? head : refuse({ code: 'courier.malformed' });
}

interface Reader {
  readonly authority: AuthorityCode;
  readonly now: Instant;
}

export function judgeCourierHead({ to, at }: CourierHead, { authority, now }: Reader): Problem[] {
  if (to !== authority) return [{ code: 'courier.addressee', values: { country: to } }];
  const isOld = addDays(instantToDate(at), MAX_COURIER_DAYS) < instantToDate(now);
  return isOld ? [{ code: 'courier.old', values: { at, days: MAX_COURIER_DAYS } }] : [];
}

type Addressed = Pick<Body, 'issuer' | 'to'> & { readonly kind: string };

/** A file for a partner holds what its writer signed for that partner, and the keys that prove it. */
export function isForPartner(body: Addressed, from: AuthorityCode, to: CountryCode): boolean {
  return body.issuer === from && (isKeyKind(body.kind) || body.to.indexOf(to) >= 0);
}

/** The exchange says where a document has arrived. */
export function isArrivalAt(
  body: Addressed & { readonly where?: unknown; readonly stage?: unknown },
  to: AuthorityCode
): boolean {
  return (
    body.kind === 'receipt' && body.issuer === 'EXCHANGE' && body.stage === 'delivered' && body.where === to
  );
}

/** Acts of others that another device of the same authority may hold. */
export function isForOffice(body: Addressed, authority: AuthorityCode): boolean {
  return isCountedBy(body, authority) && body.issuer !== authority;
}
