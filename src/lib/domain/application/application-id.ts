/**
 * The company's receipt code is its only key: the server and the authority hold its hash, which is the application's id.
 * Sending twice makes one application.
 */
import type { Brand, CountryCode } from '../ids.ts';
import { shortNumber, type ConfirmationCode } from '../registration/confirmation-code.ts';
import { base64urlToBytes } from '../bytes.ts';
import { sha256Base64url } from '../sha256.ts';

export const APPLICATION_PREFIX = 'application:';
/** An event's id continues its application's. */
export const APPLICATION_ID =
  /^(application:[A-Za-z0-9_-]{43})(?::([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}))?$/;

export type ApplicationId = Brand<string, 'ApplicationId'>;

export function applicationId(country: CountryCode, code: ConfirmationCode): ApplicationId {
  return (APPLICATION_PREFIX + sha256Base64url(`application ${country} ${code}`)) as ApplicationId;
}

/** Null if the id is of no application and no event. */
export function applicationOf(id: string): ApplicationId | null {
  return (APPLICATION_ID.exec(id)?.[1] as ApplicationId | undefined) ?? null;
}

/** The number that people say and write: `BD-7K2M-9QXT`. It opens nothing. */
export function applicationNumber(country: CountryCode, id: ApplicationId): string {
  return shortNumber(country, base64urlToBytes(id.slice(APPLICATION_PREFIX.length)) ?? new Uint8Array(8));
}
