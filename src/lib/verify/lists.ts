/** The public lists on this device: kept for work without a network, renewed on any page. */
import type { HeldLists } from '#lib/domain/public-list/public-list.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { withPlace } from '#lib/pwa/small-database.ts';
import { readAnswer, readListBytes, verifyLists, type KeptLists } from '#lib/crypto/public-lists.ts';

export type { HeldLists } from '#lib/domain/public-list/public-list.ts';
export type { PublicKeyEntry } from '#lib/domain/public-list/key-records.ts';

interface ListPlace {
  readKept(): Promise<KeptLists | null>;
  writeKept(lists: KeptLists): Promise<void>;
}
/** One record in a small database of its own, so that no page needs the records of an authority to verify a form. */
const HELD_IN = ['i2es-lists', 'lists'] as const;
const RECORD = 'held';
const BROWSER: ListPlace = { readKept, writeKept };

/** Null if this device has no lists, or no whole ones. */
export async function loadLists(place: ListPlace = BROWSER): Promise<HeldLists | null> {
  return (await load(place)).held;
}

async function load(place: ListPlace): Promise<{ kept: KeptLists | null; held: HeldLists | null }> {
  const kept = await place.readKept();
  const read = kept && (await verifyLists(kept).catch(() => null));
  return { kept, held: read?.ok === true ? read.value : null };
}

const AN_HOUR_MS = 3_600_000;

/** On each visit and after each unlock, when the browser is idle and online: the server publishes hourly. */
export async function renewLists(base: string): Promise<void> {
  if (!navigator.onLine) return;
  const held = await loadLists();
  if (held === null || Date.now() - Date.parse(held.at) > AN_HOUR_MS) await updateLists(fetch, { base });
}

/**
 * Asks the server for newer lists. A damaged, forged or older answer, or another server’s, changes nothing; its problem
 * says which. `list.offline`: no answer.
 */
export function updateLists(
  ask: typeof fetch,
  { base = '', place = BROWSER }: { readonly base?: string; readonly place?: ListPlace } = {}
): Promise<Result<HeldLists>> {
  const update = running.get(place) ?? askServer(ask, base, place).finally(() => running.delete(place));
  running.set(place, update);
  return update;
}

/** A page that asks while the layout does waits for the same answer: the first list is long. */
const running = new Map<ListPlace, Promise<Result<HeldLists>>>();

async function askServer(ask: typeof fetch, base: string, place: ListPlace): Promise<Result<HeldLists>> {
  const { kept, held } = await load(place);
  const since = held?.number ?? 0;
  const answer = await readBounded(ask, `${base}/api/verify/lists?since=${since}`);
  if (answer === null) return refuse({ code: 'list.offline' });
  if (answer.length === 0 && held) return accept(held);
  const read = readAnswer(answer, since, held && (kept?.parts ?? null));
  if (!read.ok) return read;
  const roots = kept?.roots ?? null;
  const verified = await verifyLists({ ...read.value, roots }, held);
  if (!verified.ok) return verified;
  const { pinned, ...lists } = verified.value;
  if (held && lists.number <= held.number)
    return lists.number === held.number ? accept(held) : refuse({ code: 'list.older' });
  // A browser that keeps nothing, or is full, verifies with the new lists all the same.
  await place.writeKept({ ...read.value, roots: pinned }).catch(() => undefined);
  return accept(lists);
}

async function readBounded(ask: typeof fetch, address: string): Promise<Uint8Array | null> {
  try {
    const response = await ask(address, { credentials: 'omit' });
    return response.ok ? await readListBytes(response) : null;
  } catch {
    return null;
  }
}

/** Null without a record, and where the browser keeps nothing. */
async function readKept(): Promise<KeptLists | null> {
  const kept: unknown = await withPlace(HELD_IN, 'readonly', (place) => place.get(RECORD)).catch(() => null);
  return (kept as KeptLists | undefined) ?? null;
}

async function writeKept(lists: KeptLists): Promise<void> {
  await withPlace(HELD_IN, 'readwrite', (place) => place.put(lists, RECORD));
}
