import { base64urlToBytes } from '../bytes.ts';
import type { CountryCode } from '../ids.ts';
import { shortNumber } from '../registration/confirmation-code.ts';
import { APPLICATION_PREFIX, type ApplicationId } from './application-id.ts';

/** The number that people say and write: `BD-7K2M-9QXT`. It opens nothing. */
export function applicationNumber(country: CountryCode, id: ApplicationId): string {
  return shortNumber(country, base64urlToBytes(id.slice(APPLICATION_PREFIX.length)) ?? new Uint8Array(8));
}
