/**
 * What a replaced database must be given before all else: the authority's certificates and withdrawals,
 * without which no act is believed, then its number blocks, without which no number is. Any device of the
 * authority holds them all and may bring them back.
 */
import type { DeviceBook } from '../disk/device-book.ts';
import { isOwnKeyAct, type Writer } from './own-writes.ts';
import type { Pouch, StoredDocument } from '../disk/pouch.ts';
import type { Known, Refusal } from '../disk/device-record.ts';
import { sendDocuments } from './remote.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';

const AT_ONCE = 100;

/** `remote` is dressed and takes every document. Throws where the line is cut; may be repeated. */
export async function sendFirst(remote: Pouch, local: SealedDatabase, writer: Writer): Promise<void> {
  const acts = await listKnown(local, 'act:');
  const blocks = await listKnown(local, 'block:');
  for (const group of [acts.filter(({ id }) => isOwnKeyAct(id, writer)), blocks]) {
    for (let at = 0; at < group.length; at += AT_ONCE) {
      await sendMissing(remote, local, group.slice(at, at + AT_ONCE));
    }
  }
}

async function listKnown({ pouch }: SealedDatabase, prefix: string): Promise<Known[]> {
  const { rows } = await pouch.allDocs({ startkey: prefix, endkey: `${prefix}\uffff` });
  return rows.map(({ id, value }) => ({ id, rev: value.rev }));
}

async function sendMissing(remote: Pouch, local: SealedDatabase, known: readonly Known[]): Promise<void> {
  const missing = await remote.revsDiff(Object.fromEntries(known.map(({ id, rev }) => [id, [rev]])));
  const docs = known.filter(({ id }) => missing[id] !== undefined);
  if (docs.length === 0) return;
  const { results } = await local.pouch.bulkGet({ docs: [...docs], revs: true });
  const found = results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok] : [])));
  await sendDocuments(remote, found as readonly StoredDocument[]);
}

/** The server has given this range to another device meanwhile: no number of it may be used from here on. */
export function isTaken({ id, problems }: Refusal): boolean {
  return id.startsWith('block:') && problems.some(({ code }) => code === 'door.block.taken');
}

export async function giveUpBlocks(
  refused: readonly Refusal[],
  local: SealedDatabase,
  book: DeviceBook
): Promise<void> {
  const blocks = refused.filter(isTaken);
  if (blocks.length === 0) return;
  const ids = new Set(blocks.map(({ id }) => id));
  await book.updateDevice((device) => ({
    ...device,
    blocks: device.blocks.filter(({ _id }) => !ids.has(_id))
  }));
  for (const { id, rev } of blocks) await local.remove(id, rev);
}
