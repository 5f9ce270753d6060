/** A device asks to be certified: its public key waits in the country's database for an administrator. */
import type { Person } from '#couch/accounts/accounts.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { isPlainObject, textProblem } from '#lib/domain/act/shape.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { Limits } from './limits.ts';
import { Refusal, refusal } from './refusal.ts';
import type { NamedDatabase } from './registers.ts';

export interface DeviceRequest {
  readonly _id: string;
  readonly schema: 1;
  readonly key: PublicKey;
  readonly keyId: KeyId;
  /** What the person calls the device. */
  readonly device: string;
  readonly person: string;
  readonly name: string;
  readonly role: string;
  readonly requestedAt: string;
}

export const DEVICE_REQUEST_PREFIX = 'device-request:';

export function readDeviceRequest(database: Database, id: string): Promise<DeviceRequest | null> {
  return readDocument<DeviceRequest>(database, id);
}

/** Asking twice is asking once; a person's open requests are counted. */
export async function requestDevice(
  person: Person,
  { database }: NamedDatabase,
  body: unknown,
  now: string,
  limits: Limits
): Promise<{ keyId: KeyId }> {
  const { key, device } = parseRequest(body);
  const keyId = keyIdOf(key);
  const request: DeviceRequest = {
    _id: DEVICE_REQUEST_PREFIX + keyId,
    schema: 1,
    key,
    keyId,
    device,
    person: person.id,
    name: person.name,
    role: person.role,
    requestedAt: now
  };
  if (await readDocument(database, request._id)) return { keyId };
  const range = {
    startkey: DEVICE_REQUEST_PREFIX,
    endkey: DEVICE_REQUEST_PREFIX + '\ufff0',
    include_docs: true
  };
  const { rows } = await database.allDocs<DeviceRequest>(range);
  const own = rows.filter((row) => row.doc?.person === person.id);
  if (own.length >= limits.requestsPerDevice) throw refusal(429, 'device.request.tooMany');
  await putUnlessChanged(database, request);
  return { keyId };
}

function parseRequest(body: unknown): { key: PublicKey; device: string } {
  const { key, device } = isPlainObject(body) ? body : { key: null, device: null };
  if (!isPublicKey(key)) throw refusal(400, 'device.key.malformed', 'key');
  const code = textProblem(device, 1, 120, false);
  if (code !== null) throw new Refusal(400, [{ code, path: 'device', values: { most: 120 } }]);
  return { key, device: device as string };
}
