/**
 * Documents that a replaced database needs first: certificates and withdrawals, without which no act is trusted, then
 * number blocks. Every device of the authority has them all.
 */
import type { DeviceBook } from '../disk/device-book.ts';
import { isOwnKeyAct, type Writer } from './own-writes.ts';
import type { Pouch, StoredDocument } from '../disk/pouch.ts';
import type { Known, Refusal } from '../disk/device-record.ts';
import { sendDocuments } from './remote.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';

const AT_ONCE = 100;

/** `remote` is wrapped and accepts every document. Throws if the connection breaks; repeatable. */
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

/** The server has since given this range to another device: its numbers must not be used from now on. */
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
