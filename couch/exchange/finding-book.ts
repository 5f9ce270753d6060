/**
 * Receipts of open findings: `_local/exchange-findings` spares doctor and figures a whole reading. Every patrol writes
 * the list again from the receipts.
 */
import type { Database } from '#couch/engine/engine.ts';
import { Mutex } from '#couch/base/turns.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { foldFindings, type StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { LocalRecord } from './checkpoint.ts';
import { listGenuine } from './genuine-receipts.ts';
import { isReceipt, readByIds, readReceipts } from './read-receipts.ts';
import type { Targets } from './targets.ts';

type Receipt = Act<ReceiptBody>;

interface Noted {
  readonly receipts?: readonly ActId[];
}

function parseNoted(value: unknown): Noted {
  const receipts = isPlainObject(value) ? value['receipts'] : null;
  return Array.isArray(receipts) ? { receipts: receipts.filter(isActId) } : {};
}

const BEGINNING = '1970-01-03' as CalendarDate;

export class FindingBook {
  readonly #targets: Targets;
  readonly #keyring: Keyring;
  readonly #mutex = new Mutex();
  readonly #receipts = new Map<DatabaseName, readonly Receipt[]>();

  constructor({ targets, keyring }: { readonly targets: Targets; readonly keyring: Keyring }) {
    this.#targets = targets;
    this.#keyring = keyring;
  }

  /** Once per database. */
  open(name: DatabaseName): Promise<void> {
    return this.#mutex.run(name, async () => void (await this.#read(name)));
  }

  add(name: DatabaseName, receipt: Receipt): Promise<void> {
    return this.#mutex.run(name, () => this.#keep(name, [receipt]));
  }

  /** All receipts of a database, so that later readers need not read it whole. */
  addAll(name: DatabaseName, receipts: readonly Receipt[]): Promise<void> {
    return this.#mutex.run(name, () => this.#keep(name, receipts, true));
  }

  async #keep(name: DatabaseName, receipts: readonly Receipt[], isAll = false): Promise<void> {
    const before = await this.#read(name);
    const known = new Set(before.map(({ _id }) => _id));
    const all = [...before, ...receipts.filter(({ _id }) => !known.has(_id))];
    // Withdrawn findings stay in the list, since a patrol can have read the finding before.
    this.#receipts.set(name, all);
    const database = this.#targets.open(name);
    if (database === null) return;
    const record = new LocalRecord<Noted>(database, 'exchange-findings', parseNoted);
    const { receipts: noted } = await record.read();
    const ids = listStanding(all).map(({ _id }) => _id);
    if (noted ? !isSameList(noted, ids) : isAll) await record.write({ receipts: ids });
  }

  standing(names: readonly DatabaseName[]): readonly StatedFinding[] {
    const receipts = names.flatMap((name) => this.#receipts.get(name) ?? []);
    return foldStanding(new Map(receipts.map((receipt) => [receipt._id, receipt])).values());
  }

  receiptsIn(name: DatabaseName): readonly Receipt[] {
    return this.#receipts.get(name) ?? [];
  }

  async #read(name: DatabaseName): Promise<readonly Receipt[]> {
    const held = this.#receipts.get(name);
    const database = held ? null : this.#targets.open(name);
    if (database === null) return held ?? [];
    const { receipts = [] } = await new LocalRecord(database, 'exchange-findings', parseNoted).read();
    const read = await listGenuine(await readByIds(database, [...receipts]), this.#keyring);
    this.#receipts.set(name, read);
    return read;
  }
}

/** For readers from outside: by the list, or without one by all receipts. */
export async function readFindings(database: Database, keyring: Keyring): Promise<readonly Receipt[]> {
  const { receipts } = await new LocalRecord(database, 'exchange-findings', parseNoted).read();
  if (receipts) return listGenuine(await readByIds(database, [...receipts]), keyring);
  const found: Receipt[] = [];
  for await (const page of readReceipts(database, BEGINNING))
    found.push(...(await listGenuine(receiptsOfFindings(page), keyring)));
  return found;
}

export function receiptsOfFindings(acts: readonly unknown[]): readonly Receipt[] {
  return acts.filter(isReceipt).filter(({ body }) => OF_FINDINGS.has(body.stage));
}

const OF_FINDINGS: ReadonlySet<string> = new Set(['altered', 'missing', 'retracted']);

export function foldStanding(receipts: Iterable<Receipt>): readonly StatedFinding[] {
  return foldFindings(receipts).filter(({ takenBack }) => takenBack === null);
}

function listStanding(receipts: readonly Receipt[]): readonly Receipt[] {
  const standing = new Set(foldStanding(receipts).map(({ receipt }) => receipt));
  return receipts.filter(
    ({ _id, body }) => standing.has(_id) || body.takesBack?.some((one) => standing.has(one))
  );
}

function isSameList(one: readonly ActId[], other: readonly ActId[]): boolean {
  return one.length === other.length && one.every((id, index) => other[index] === id);
}
