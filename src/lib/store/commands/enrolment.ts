import type { Signatory } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CalendarDate, Instant, KeyId } from '#lib/domain/ids.ts';
import { deviceRequestOf, type DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';
import { signatoryOf } from '#lib/domain/registration/judge-naming.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { generateDeviceKey, openDeviceKey, type SigningKey } from '#lib/crypto/key.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type { DeviceState, Person } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Numbers } from './numbers.ts';
import type { Records } from '../index/records.ts';

const NONE = { state: 'none' } as const;

export async function openSigningKey(book: DeviceBook, vault: Vault): Promise<Result<SigningKey>> {
  const sealed = book.device.key;
  if (sealed) return openDeviceKey(vault, sealed);
  const made = await generateDeviceKey(vault);
  await book.updateDevice((device) => ({ ...device, key: device.key ?? made.sealed }));
  return accept(made.key);
}

export function readDeviceState(
  person: Person,
  key: SigningKey | null,
  parts: { records: Records; book: DeviceBook; numbers: Numbers | null; now: Instant; today: CalendarDate }
): DeviceState {
  const { records, book, numbers, now, today } = parts;
  const left = (kind: AuthorizationKind): number =>
    key && numbers ? numbers.left(kind, today, key.keyId) : 0;
  const holder = { authority: person.authority, person: person.id };
  const standing = key ? keyStandingOf(records.keyring.trust, key.keyId, holder, now) : NONE;
  const isNone = standing.state === 'none';
  return {
    state: isNone ? (book.device.requested ? 'waiting' : 'none') : standing.state,
    keyId: key?.keyId ?? null,
    fingerprint: key ? fingerprintOf(key.keyId) : null,
    validUntil: isNone ? null : standing.until,
    isReserving: numbers?.isReserving ?? false,
    numbersLeft: {
      'import-authorization': left('import-authorization'),
      'export-authorization': left('export-authorization'),
      'export-declaration': left('export-declaration')
    }
  };
}

/** The name of the certificate, even if the account was renamed since. */
export function signatoryOfKey(
  { id, name, function: office, authority }: Person,
  key: KeyId | null,
  { keyring }: Pick<Records, 'keyring'>,
  now: Instant
): Signatory {
  const standings = key === null ? [] : keyring.trust.standingsOf(key);
  const bodies = standings.flatMap(({ certificate }) => (certificate ? [certificate.body] : []));
  const own = bodies.filter(({ holder }) => holder.authority === authority && holder.person === id);
  return signatoryOf(own, { person: id, name, function: office }, now);
}

export function readOwnRequest(
  { id, name, function: office, role, authority }: Person,
  { publicKey }: SigningKey,
  { device: { requested, deviceName } }: Pick<DeviceBook, 'device'>,
  now: Instant
): DeviceRequestDocument | null {
  if (!requested || deviceName === null) return null;
  const named = { person: id, name, ...(office === '' ? {} : { function: office }) };
  const particulars = { key: publicKey, device: deviceName, ...named, role, authority };
  return deviceRequestOf({ ...particulars, requestedAt: now });
}
