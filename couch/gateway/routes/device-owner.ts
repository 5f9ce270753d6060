/** Owner and status of a key: by its certificate, before that by its request. */
import type { KeyId } from '#lib/domain/ids.ts';
import { DEVICE_REQUEST_PREFIX } from '#lib/domain/registration/device-request.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { instantOf } from '../calls/call.ts';
import { readDeviceRequest } from '#couch/database/device-request.ts';
import { ownDatabase, reference, type Asking } from '../calls/own-databases.ts';

interface OwnDevice {
  readonly isOwn: boolean;
  /** Null if it is another person's. */
  readonly name: string | null;
  readonly isWithdrawn: boolean;
}

const NOT_THEIRS: OwnDevice = { isOwn: false, name: null, isWithdrawn: false };

export async function readDevice(asking: Asking, keyId: KeyId): Promise<OwnDevice> {
  const { id, authority } = asking.session.person;
  const own = await ownDatabase(asking);
  const { trust } = await asking.desk.keys.keyring([await reference(asking), own]);
  const holders = trust.standingsOf(keyId).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  const holder = holders.find((one) => one.person === id && one.authority === authority);
  if (holder) {
    const { state } = keyStandingOf(trust, keyId, { person: id, authority }, instantOf(asking.desk));
    return { isOwn: true, name: holder.device, isWithdrawn: state === 'withdrawn' };
  }
  if (holders.length > 0) return NOT_THEIRS;
  const request = await readDeviceRequest(own.database, DEVICE_REQUEST_PREFIX + keyId, authority);
  return request?.person === id ? { isOwn: true, name: request.device, isWithdrawn: false } : NOT_THEIRS;
}
