/** The parts of an act's id, as `content-id.ts` makes it. */
import { isCalendarDate } from '../calendar-date.ts';
import { isAuthority } from '../country.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Act } from './body.ts';
import { isActKind } from './kind-groups.ts';
import type { ActKind } from './kinds.ts';
import { isAuthorizationKind } from './number.ts';
// Last: the server's views are bundled in this order, and another order rebuilds their indexes.
import { base64urlToBytes } from '../bytes.ts';

/** 32 bytes in base64url: the last of 43 characters has two spare bits, which are zero. */
const HASH = '[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]';
const ACT_ID = new RegExp(`^act:(\\d{4})(\\d{2})(\\d{2}):([A-Z]{2,8}):([a-z-]{4,24}):(${HASH})$`);

export interface ActIdParts {
  /** UTC date of `body.at`. */
  readonly date: CalendarDate;
  readonly issuer: AuthorityCode;
  /** Null for a kind of a later version. */
  readonly kind: ActKind | null;
  /** base64url SHA-256, 43 characters. */
  readonly hash: string;
}

/** Null for an id that `actId` cannot make. */
export function parseActId(text: unknown): ActIdParts | null {
  const match = typeof text === 'string' ? ACT_ID.exec(text) : null;
  if (!match) return null;
  const [, year, month, day, issuer, kind = '', hash = ''] = match;
  const date = `${year}-${month}-${day}`;
  if (!isCalendarDate(date) || !isAuthority(issuer)) return null;
  return { date, issuer, kind: isActKind(kind) ? kind : null, hash };
}

export function isActId(value: unknown): value is ActId {
  return parseActId(value) !== null;
}

/** Only authorizations and declarations are numbered, cancelled and replaced. */
export function isAuthorizationId(id: ActId): boolean {
  return isAuthorizationKind(parseActId(id)?.kind);
}

export function numberOf({ body }: Pick<Act, 'body'>): string | null {
  return 'number' in body ? body.number : null;
}

/** Generation 1 and deterministic: so a copy that another way brings is the same revision. */
export function actRevision(id: ActId): string {
  const bytes = base64urlToBytes(id.slice(-43)) ?? new Uint8Array(0);
  return '1-' + Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
