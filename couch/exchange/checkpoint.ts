/**
 * The exchange's memory per country, in that country's database and written after the copies are safe. A restored
 * server never remembers more than it holds.
 */
import { countsWrites, isStatus, readDocument, type Database } from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Sequence } from './feed.ts';

export interface Progress {
  /** Everything up to here is carried or listed below. */
  readonly seq: Sequence;
  readonly stated: number;
}

export interface Pending {
  /** Targets that could not be written, each with the sequence from which to carry. */
  readonly targets: Readonly<Record<string, Sequence>>;
  readonly unknownKey: readonly string[];
}

export const NOTHING_PENDING: Pending = { targets: {}, unknownKey: [] };
const NO_PROGRESS: Progress = { seq: 0, stated: 0 };

/** An invalid value counts as missing: repeating its work does no harm. */
export function parseProgress(value: unknown): Progress {
  const { seq, stated } = isPlainObject(value) ? value : NO_PROGRESS;
  return isSequence(seq) ? { seq, stated: isCount(stated) ? stated : 0 } : NO_PROGRESS;
}

/** A target with an invalid sequence is carried to from the beginning. */
export function parsePending(value: unknown): Pending {
  const { targets, unknownKey } = isPlainObject(value) ? value : NOTHING_PENDING;
  const named = isPlainObject(targets) ? Object.entries(targets) : [];
  return {
    targets: Object.fromEntries(named.map(([name, from]) => [name, isSequence(from) ? from : 0])),
    unknownKey: listTexts(unknownKey)
  };
}

export function parseEpochs(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(isPlainObject(value) ? value : {}).filter(isTextEntry));
}

export function listTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function isSequence(value: unknown): value is Sequence {
  return typeof value === 'string' ? SEQUENCE.test(value) : isCount(value);
}

/** The beginning if the sequence is not this database's. */
export async function knownSequence(database: Database, seq: Sequence): Promise<Sequence> {
  if (seq === 0) return seq;
  if (countsWrites(database)) return seq <= (await database.info()).update_seq ? seq : 0;
  try {
    await database.changes({ since: seq, limit: 1 });
    return seq;
  } catch (error) {
    if (!isStatus(error, 400)) throw error;
    return 0;
  }
}

const SEQUENCE = /^[0-9]{1,15}(?:-[A-Za-z0-9_-]{0,8000})?$/;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTextEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

type RecordName =
  | 'exchange'
  | 'exchange-findings'
  | 'exchange-pending'
  | 'exchange-targets'
  | 'exchange-walked'
  | 'link'
  | 'links'
  | `webhook:${string}`;

const MAX_TRIES = 20;

/** One `_local` document: not replicated, and rewritten in place. */
export class LocalRecord<T extends object> {
  readonly #database: Database;
  readonly #id: string;
  readonly #parse: (value: unknown) => T;
  #rev: string | undefined;

  constructor(database: Database, id: RecordName, parse: (value: unknown) => T) {
    this.#database = database;
    this.#id = `_local/${id}`;
    this.#parse = parse;
  }

  async read(): Promise<T> {
    const held = await readDocument<{ readonly _rev: string }>(this.#database, this.#id);
    this.#rev = held?._rev;
    return this.#parse(held);
  }

  /** A second exchange can write between. Both are right, and the later one stays. */
  async write(content: T): Promise<void> {
    try {
      await this.#put(content);
    } catch (error) {
      if (!isStatus(error, 409)) throw error;
      await this.read();
      await this.#put(content);
    }
  }

  /** What another writer has written in between is changed, not replaced. `null`: no change. */
  async change(next: (held: T) => T | null): Promise<void> {
    for (let left = MAX_TRIES; ; left--) {
      const content = next(await this.read());
      if (content === null) return;
      try {
        return await this.#put(content);
      } catch (error) {
        if (!isStatus(error, 409) || left <= 1) throw error;
      }
    }
  }

  async #put(content: T): Promise<void> {
    const revision = this.#rev === undefined ? {} : { _rev: this.#rev };
    const stored = await this.#database.put({ ...content, _id: this.#id, ...revision });
    this.#rev = stored.rev;
  }
}
