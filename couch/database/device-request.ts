import { readDocument, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { parseDeviceRequest, type DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';

/** Null if unreadable. `home`: the authority that owns the database. */
export async function readDeviceRequest(
  database: Database,
  id: string,
  home: AuthorityCode
): Promise<DeviceRequestDocument | null> {
  const parsed = parseDeviceRequest(await readDocument(database, id), home);
  return parsed.ok ? parsed.value : null;
}
