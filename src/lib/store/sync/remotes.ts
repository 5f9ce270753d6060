/** A database accepted after replacement receives keys and claims first: number blocks, and parts of INCB’s figures. */
import { isSharedDocument } from '#lib/domain/door/shared-documents.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { isOwnWrite, type Writer, isOwnKeyAct } from './own-writes.ts';
import type { Pouch, StoredDocument } from '../disk/pouch.ts';
import type { Refusal, Known } from '../disk/device-record.ts';
import { dressRemote, openRemote, type RemoteHooks, keepTampered, sendDocuments } from './remote.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';

interface RemotesOptions {
  readonly base: string;
  readonly book: DeviceBook;
  readonly writer: Writer;
  readonly fetchOf: (name: string) => typeof fetch;
}

interface Replica {
  readonly name: string;
  readonly local: SealedDatabase;
}

export class Remotes {
  readonly #options: RemotesOptions;
  readonly #open = new Set<Pouch>();
  readonly #carried = new Map<string, StoredDocument>();

  constructor(options: RemotesOptions) {
    this.#options = options;
  }

  open(replica: Replica): Pouch {
    const { book, writer } = this.#options;
    const remote = this.#dress(replica, {
      isOwn: (id, revs) => isOwnWrite(id, writer) || this.#isFormerWrite(id, revs),
      prepare: () => this.prepare(replica),
      refused: (refusals) => book.keepRefusals(refusals)
    });
    // Checkpoints from before the person's decision belong to the old database.
    const { times } = book.device.accepted[replica.name] ?? { times: 0 };
    if (times > 0) Object.assign(remote, { id: async () => `${remote.name} ${times}` });
    return remote;
  }

  /** If not from the server, they are offered and refused. */
  #isFormerWrite(id: string, revs: readonly string[]): boolean {
    if (!isSharedDocument(id)) return false;
    return revs.some((rev) => !this.#options.book.isSent(id, rev));
  }

  /** Taken instead of being fetched, if the server lists just this revision. */
  carry(documents: readonly StoredDocument[]): void {
    for (const one of documents) this.#carried.set(`${one._rev} ${one._id}`, one);
  }

  forgetCarried(): void {
    this.#carried.clear();
  }

  close(): void {
    for (const handle of this.#open) void handle.close();
    this.#open.clear();
  }

  async prepare(replica: Replica): Promise<void> {
    const { book, writer } = this.#options;
    const { name, local } = replica;
    if (book.device.accepted[name]?.prepared !== false) return;
    const refusals: Refusal[] = [];
    const remote = this.#dress(replica, {
      isOwn: () => true,
      prepare: async () => undefined,
      refused: async (refused) => void refusals.push(...refused)
    });
    await sendFirst(remote, local, writer);
    await giveUpClaims(refusals.filter(isTaken), local, book);
    await book.keepRefusals(refusals.filter(({ id }) => !isClaim(id)));
    // A claim of a device without a known certificate is offered again with the next write.
    if (refusals.some((refusal) => isClaim(refusal.id) && !isTaken(refusal))) return;
    await book.updateDevice((device) => {
      const before = device.accepted[name];
      if (!before) return device;
      return { ...device, accepted: { ...device.accepted, [name]: { ...before, prepared: true } } };
    });
  }

  #dress({ name, local }: Replica, hooks: Pick<RemoteHooks, 'isOwn' | 'prepare' | 'refused'>): Pouch {
    const { base, book, fetchOf } = this.#options;
    const remote = openRemote(`${base}/db/${name}`, fetchOf(name));
    this.#open.add(remote);
    return dressRemote(remote, local, {
      ...hooks,
      acknowledged: (known) => book.acknowledge(known),
      tampered: (faults) => keepTampered(book, name, faults),
      carried: (id, rev) => this.#carried.get(`${rev} ${id}`)
    });
  }
}

const AT_ONCE = 100;

/**
 * Without certificates and withdrawals no act is trusted. Every device of the authority has them all. Throws if the
 * connection breaks; repeatable.
 */
async function sendFirst(remote: Pouch, local: SealedDatabase, writer: Writer): Promise<void> {
  const acts = await listKnown(local, 'act:');
  const keys = acts.filter(({ id }) => isOwnKeyAct(id, writer));
  const claims = await Promise.all(CLAIMS.map((prefix) => listKnown(local, prefix)));
  for (const group of [keys, ...claims]) {
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

const CLAIMS = ['block:', 'reservation:'];

function isClaim(id: string): boolean {
  return CLAIMS.some((prefix) => id.startsWith(prefix));
}

/** Its numbers, or its part of a figure, must not be used from now on. */
function isTaken({ id, problems }: Refusal): boolean {
  return isClaim(id) && problems.some(({ code }) => TAKEN.includes(code));
}

const TAKEN: readonly string[] = ['door.block.taken', 'reservation.taken', 'reservation.notFree'];

async function giveUpClaims(
  taken: readonly Refusal[],
  local: SealedDatabase,
  book: DeviceBook
): Promise<void> {
  if (taken.length === 0) return;
  const ids = new Set(taken.map(({ id }) => id));
  await book.updateDevice((device) => ({
    ...device,
    blocks: device.blocks.filter(({ _id }) => !ids.has(_id))
  }));
  for (const { id, rev } of taken) await local.remove(id, rev);
}
