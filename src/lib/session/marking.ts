/** Whom a trainer notes on their device: somebody without an account by the name that they say, and on which device. */
import {
  GUEST,
  parseParticipantCode,
  participantToCode,
  type Participant
} from '#lib/domain/training/attendance.ts';
import { isCountry } from '#lib/domain/country.ts';
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

/** Says nothing of the device or of whoever holds it. */
export function newDeviceName(): string {
  return crypto.randomUUID().replace(/-/g, '').slice(0, 16);
}
