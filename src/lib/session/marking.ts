/** Whom a trainer notes on their device: somebody without an account by the name that they say, and on which device. */
import {
  GUEST,
  parseParticipantCode,
  participantToCode,
  type Participant
} from '#lib/domain/training/attendance.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { sameName } from '#lib/domain/act/same-name.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';

/** One name of one country is one person, on whichever device they are noted. Null where one is missing or cannot be. */
export function guestOf(typed: string, country: string): Participant | null {
  const name = typed.trim().replace(/\s+/g, ' ').normalize('NFC');
  if (name === '' || !isCountry(country)) return null;
  const mark = sha256Base64url(`${country} ${name.toLowerCase()}`)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const guest = { person: GUEST + mark.slice(0, 24), name, authority: country };
  return parseParticipantCode(participantToCode(guest)) ? guest : null;
}

/**
 * Whom the list has by that name, of that country: noted as a guest they would be two people, with a certificate and a
 * count each. Null where nobody or more than one is called so.
 */
export function enrolledAs<P extends Participant>(guest: Participant, enrolled: readonly P[]): P | null {
  const alike = enrolled.filter(
    ({ name, authority }) => authority === guest.authority && sameName(name, guest.name)
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/**
 * When a mark is made, by this device, and never before the one that it is put beside: the later one stands, and a
 * clock that is slow would take a correction for what it corrects.
 */
export function markedAt(before: Instant | undefined, now: number): Instant {
  const least = before === undefined ? now : Date.parse(before) + 1;
  return new Date(Math.max(now, least)).toISOString() as Instant;
}

/** Says nothing of the device or of whoever holds it. */
export function newDeviceName(): string {
  return crypto.randomUUID().replace(/-/g, '').slice(0, 16);
}
