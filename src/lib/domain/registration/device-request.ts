/**
 * The server writes it from the person's session, or a file carries it. It proves nothing; the certifier compares the
 * fingerprint with the person.
 */
import type { PublicKey } from '../act/body.ts';
import { authorityCode, keyReference, personReference } from '../shape/references.ts';
import {
  anyText,
  instant,
  isPlainObject,
  oneOf,
  stored,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';
import type { AuthorityCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { type Holder } from './certify.ts';
import { isPublicKey, keyIdOf } from './key-id.ts';
import { fitsAuthority, keyRoleOf, roleNamed } from './rights.ts';

export const DEVICE_REQUEST_PREFIX = 'device-request:';

const publicKey: Check<PublicKey> = (value, out) => {
  if (!isPublicKey(value)) out.push({ code: 'device.key.malformed' });
};

const request = stored({
  required: {
    schema: oneOf([1]),
    key: publicKey,
    keyId: keyReference,
    device: text(1, 120),
    person: personReference,
    name: text(1, 120),
    /** The account's role, or `exchange`. */
    role: anyText,
    authority: authorityCode,
    requestedAt: instant
  },
  optional: {
    /** Absent in requests older than this field of certificates. */
    function: text(1, 120)
  }
});

/** `device-request:<key id>` */
export type DeviceRequestDocument = Checked<typeof request> & { readonly _id: string };

type Asker = Pick<DeviceRequestDocument, 'authority' | 'role' | 'person' | 'name' | 'function' | 'device'>;
export type RequestParticulars = Omit<DeviceRequestDocument, '_id' | 'schema' | 'keyId'>;

export function deviceRequestOf(particulars: RequestParticulars): DeviceRequestDocument {
  const keyId = keyIdOf(particulars.key);
  return { _id: DEVICE_REQUEST_PREFIX + keyId, schema: 1, ...particulars, keyId };
}

/** Typed fields get their own problems; any other wrong field makes the whole request malformed. */
const TYPED: readonly string[] = ['device', 'name', 'function'];

/** `home` fills in for old requests without an authority. Unknown fields are dropped. */
export function parseDeviceRequest(value: unknown, home?: AuthorityCode): Result<DeviceRequestDocument> {
  if (!isPlainObject(value)) return refuse({ code: 'device.request.malformed' });
  const asked = value['authority'] === undefined ? { ...value, authority: home } : value;
  const problems: Problem[] = [];
  request(asked, problems);
  if (problems.length > 0) return refuse(...problems.map(toTold));
  const { key, keyId, device, person, name, role, authority, requestedAt, ...rest } = asked as Checked<
    typeof request
  >;
  if (keyId !== keyIdOf(key)) return refuse({ code: 'device.key.malformed', path: 'keyId' });
  const office = rest.function === undefined ? {} : { function: rest.function };
  return accept(deviceRequestOf({ key, device, person, name, ...office, role, authority, requestedAt }));
}

function toTold({ path = '', ...problem }: Problem): Problem {
  const [member = ''] = path.split('.');
  if (TYPED.indexOf(member) >= 0) return { ...problem, path: member };
  const isOfKey = member === 'key' || member === 'keyId';
  return isOfKey ? { code: 'device.key.malformed', path: member } : { code: 'device.request.malformed' };
}

/**
 * Role in the certificate of the device.
 *
 * | role of the account | authority | certified as           |
 * |---------------------|-----------|------------------------|
 * | administrator       | a country | administrator          |
 * | officer, system     | a country | officer                |
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
