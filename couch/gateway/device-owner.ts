/** Whose device a key is: the certificate says so, and before there is one the request to be certified. */
import { DEVICE_REQUEST_PREFIX } from '#lib/domain/registration/device-request.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import type { SessionCall } from './call.ts';
import { readDeviceRequest } from './devices.ts';
import { ownDatabase, reference } from './own-databases.ts';

export async function isDeviceOf(call: SessionCall, keyId: KeyId): Promise<boolean> {
  const { id, authority } = call.session.person;
  const own = await ownDatabase(call);
  const { trust } = await call.desk.keys.keyring([await reference(call), own]);
  const holders = trust.standingsOf(keyId).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  if (holders.length > 0) return holders.some((one) => one.person === id && one.authority === authority);
  const request = await readDeviceRequest(own.database, DEVICE_REQUEST_PREFIX + keyId, authority);
  return request?.person === id;
}
