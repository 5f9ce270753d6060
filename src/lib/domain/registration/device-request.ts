/**
 * A device asks to be certified: a document that the server writes from the person's own session, or a
 * file that is carried by hand to where the certifying key is. It proves nothing by itself; whoever
 * certifies compares the fingerprint with the person.
 */
import type { PublicKey } from '../act/body.ts';
import { isPlainObject, textProblem } from '../act/shape.ts';
import { isInstant } from '../calendar-date.ts';
import { isAuthority } from '../country.ts';
import type { AuthorityCode, Instant, KeyId } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import type { Holder } from './certify.ts';
import { isPublicKey, keyIdOf } from './key-id.ts';
import { isAccountName } from './person-role.ts';
import { fitsAuthority, keyRoleOf, roleNamed } from './rights.ts';

export const DEVICE_REQUEST_PREFIX = 'device-request:';

/** `device-request:<key id>` */
export interface DeviceRequestDocument {
  readonly _id: string;
  readonly schema: 1;
  readonly key: PublicKey;
  readonly keyId: KeyId;
  /** What the person calls the device. */
  readonly device: string;
  readonly person: string;
  readonly name: string;
  /** Requests of before certificates stated it have none. */
  readonly function?: string;
  /** The account's role, or `exchange`. */
  readonly role: string;
  readonly authority: AuthorityCode;
  readonly requestedAt: Instant;
}

/** Who asks, with what: all that a certificate is made of besides the key. */
export type Asker = Pick<
  DeviceRequestDocument,
  'authority' | 'role' | 'person' | 'name' | 'function' | 'device'
>;
export type RequestParticulars = Omit<DeviceRequestDocument, '_id' | 'schema' | 'keyId'>;

export function deviceRequestOf(particulars: RequestParticulars): DeviceRequestDocument {
  const keyId = keyIdOf(particulars.key);
  return { _id: DEVICE_REQUEST_PREFIX + keyId, schema: 1, ...particulars, keyId };
}

/**
 * `home`: whose database it lies in; a request from before requests named their authority is that one's.
 * Fields that another version adds are left out.
 */
export function parseDeviceRequest(value: unknown, home?: AuthorityCode): Result<DeviceRequestDocument> {
  if (!isPlainObject(value) || value['schema'] !== 1) return refuse({ code: 'device.request.malformed' });
  const { key, device, person, name, role, requestedAt } = value;
  const office = value['function'];
  const authority = value['authority'] === undefined ? home : value['authority'];
  if (!isPublicKey(key)) return refuse({ code: 'device.key.malformed', path: 'key' });
  if (value['keyId'] !== keyIdOf(key)) return refuse({ code: 'device.key.malformed', path: 'keyId' });
  const problems = [
    textFault(device, 'device'),
    textFault(name, 'name'),
    office === undefined ? null : textFault(office, 'function')
  ].filter((one) => one !== null);
  if (problems.length > 0) return refuse(...problems);
  const isWhole = isAccountName(person) && typeof role === 'string' && isInstant(requestedAt);
  if (!isWhole || !isAuthority(authority)) return refuse({ code: 'device.request.malformed' });
  const stated = office === undefined ? {} : { function: String(office) };
  const texts = { device: String(device), person, name: String(name), ...stated };
  return accept(deviceRequestOf({ key, ...texts, role, authority, requestedAt }));
}

function textFault(value: unknown, path: string): Problem | null {
  const found = textProblem(value, 1, 120, false);
  return found && { ...found, path };
}

/**
 * As what the device is to be certified.
 *
 * | role of the account | authority | certified as           |
 * |---------------------|-----------|------------------------|
 * | administrator       | a country | administrator          |
 * | officer             | a country | officer                |
 * | incb                | INCB      | administrator          |
 * | exchange            | EXCHANGE  | exchange               |
 * | anything else       | any       | nothing: they sign none |
 */
export function requestToHolder(asker: Asker): Result<Holder> {
  const { authority, person, name, function: office, device } = asker;
  const role = roleToKeyRole(asker);
  return role === null
    ? refuse({ code: 'device.role.cannotSign', path: 'role' })
    : accept({ authority, person, name, ...(office ? { function: office } : {}), role, device });
}

function roleToKeyRole({ role, authority }: Asker): Holder['role'] | null {
  if (authority === 'EXCHANGE') return role === 'exchange' ? 'exchange' : null;
  const named = roleNamed(role);
  return named !== null && fitsAuthority(named, authority) ? keyRoleOf(named) : null;
}
