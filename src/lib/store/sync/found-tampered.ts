/** Acts that arrive altered or deleted (threats P3): rejected, so that the original stays here, and recorded. */
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import { tamperedKey, type ActFault } from '../disk/tampered-record.ts';

export function findActFault(document: StoredDocument): ActFault | null {
  const { _id: id } = document;
  if (!isActId(id)) return null;
  if (document._deleted) return { id, found: 'deleted' };
  return isIntact(document) ? null : { id, found: 'altered' };
}

/** The first ones stay: a server that floods a device cannot hide earlier findings. */
const MAX_KEPT = 500;

export async function keepTampered(
  book: DeviceBook,
  database: string,
  faults: readonly ActFault[]
): Promise<void> {
  const where = databaseToAuthority(database);
  if (where === null) return;
  const at = book.now();
  await book.updateDevice((device) => {
    const known = new Set(device.tampered.map(tamperedKey));
    const fresh = faults
      .map((fault) => ({ ...fault, where, at }))
      .filter((one) => !known.has(tamperedKey(one)));
    return { ...device, tampered: [...device.tampered, ...fresh].slice(0, MAX_KEPT) };
  });
}
