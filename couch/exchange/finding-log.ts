/**
 * Receipts of open findings: `_local/exchange-findings` spares doctor and figures a whole reading. Every integrity scan
 * writes
 * the list again from the receipts.
 */
import { Mutex } from '#couch/base/turns.ts';
import type { Database } from '#couch/engine/engine.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import {
  findingReceipt,
  foldFindings,
  type Finding,
  type StatedFinding
} from '#lib/domain/exchange/receipts.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { LocalRecord } from './checkpoint.ts';
import {
  isReceipt,
  listGenuine,
  readByIds,
  readReceipts,
  withFirstRevision,
  type Receipt
} from './receipts.ts';
import type { StatingTools } from './tools.ts';

interface Noted {
  readonly receipts?: readonly ActId[];
}

function parseNoted(value: unknown): Noted {
  const receipts = isPlainObject(value) ? value['receipts'] : null;
  return Array.isArray(receipts) ? { receipts: receipts.filter(isActId) } : {};
}

function recordOf(database: Database): LocalRecord<Noted> {
  return new LocalRecord(database, 'exchange-findings', parseNoted);
}

const BEGINNING = '1970-01-03' as CalendarDate;

export class FindingLog {
  readonly #tools: StatingTools;
  readonly #mutex = new Mutex();
  readonly #receipts = new Map<DatabaseName, readonly Receipt[]>();
  #count = 0;

  constructor(tools: StatingTools) {
    this.#tools = tools;
  }

  /** Signs a finding or a withdrawal, and stores it with all whom it concerns. */
  async state(what: Finding): Promise<void> {
    const { key, by } = this.#tools.key;
    this.#count++;
    const body = findingReceipt(what, { count: this.#count, at: this.#tools.now(), by });
    const receipt = withFirstRevision(await signBody(body, key));
    await Promise.all(
      what.to.map(async (authority) => {
        const name = authorityToDatabase(authority) as DatabaseName;
        const outcome = await this.#tools.copies.write(name, [receipt]);
        if (outcome === 'unreached' || outcome.size > 0)
          this.#tools.log.warn({ authority, id: receipt._id }, 'A finding could not be told.');
        else await this.#mutex.run(name, () => this.#keep(name, [receipt]));
      })
    );
  }

  open(name: DatabaseName): Promise<void> {
    return this.#mutex.run(name, async () => void (await this.#read(name)));
  }

  addAll(name: DatabaseName, receipts: readonly Receipt[]): Promise<void> {
    return this.#mutex.run(name, () => this.#keep(name, receipts, true));
  }

  async #keep(name: DatabaseName, receipts: readonly Receipt[], isAll = false): Promise<void> {
    const before = await this.#read(name);
    const known = new Set(before.map(({ _id }) => _id));
    const all = [...before, ...receipts.filter(({ _id }) => !known.has(_id))];
    // Withdrawn findings stay in the list, since an integrity scan can have read the finding before.
    this.#receipts.set(name, all);
    const database = this.#tools.targets.open(name);
    if (database === null) return;
    const record = recordOf(database);
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
    const database = held ? null : this.#tools.targets.open(name);
    if (database === null) return held ?? [];
    const { receipts = [] } = await recordOf(database).read();
    const read = await listGenuine(await readByIds(database, [...receipts]), this.#tools.keyring);
    this.#receipts.set(name, read);
    return read;
  }
}

/** For readers from outside: by the list, or without one by all receipts. */
export async function readFindings(database: Database, keyring: Keyring): Promise<readonly Receipt[]> {
  const { receipts } = await recordOf(database).read();
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

/** Acts per receipt, and its recipients (domain: at most 1,000 and 20). */
export const MAX_ACTS = 200;
export const MAX_ADDRESSEES = 20;

export function* inPortions<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}
