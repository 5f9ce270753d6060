/**
 * The link's memory, written after the documents are safe. No backup contains it: a restored national server compares
 * everything again.
 */
import { Mutex } from '#couch/base/turns.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { isSequence, listTexts, LocalRecord, parseEpochs } from '#couch/exchange/checkpoint.ts';
import type { Sequence } from '#couch/exchange/feed.ts';
import type { ExchangeLog } from '#couch/exchange/tools.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { CentralClient } from './central-client.ts';

export interface LinkTools {
  readonly engine: Engine;
  readonly client: CentralClient;
  readonly state: LinkState;
  readonly country: CountryCode;
  readonly log: ExchangeLog;
  readonly now: () => Instant;
}

export interface Comparison {
  readonly at: Instant;
  readonly altered: number;
  readonly missing: number;
}

/** Each member reads a stored value; an invalid one gets its initial value, and then everything is compared again. */
const MEMBERS = {
  epochs: parseEpochs,
  /** Position read in each central database. */
  down: (value: unknown) => readEach(value, (at) => (isSequence(at) ? at : null)),
  /** Position sent from the country's own database. */
  up: (value: unknown): Sequence => (isSequence(value) ? value : 0),
  /** Everything was read to the end once, so numbers can be reserved here. */
  complete: isTrue,
  waiting: (value: unknown) => readEach(value, listTexts),
  setAside: (value: unknown) => (typeof value === 'number' ? value : 0),
  /** The I2ES version that read up to `down`; a later one reads again what it could not take. */
  readBy: (value: unknown) => (typeof value === 'string' ? value : ''),
  /** A person accepted a replaced database, and no request followed yet. */
  accepted: isTrue,
  lacking: (value: unknown): readonly string[] => listTexts(value),
  /** Central time up to which `reference` here is complete; null before the first complete reading. */
  knownAt: (value: unknown) => (isInstant(value) ? value : null),
  compared: parseComparison,
  /** For `reference`: with a missing revocation its key is trusted. */
  comparedReference: parseComparison,
  stopped: (value: unknown) => (typeof value === 'string' ? value : '')
};

export type LinkRecord = { readonly [K in keyof typeof MEMBERS]: ReturnType<(typeof MEMBERS)[K]> };

function parseLinkRecord(value: unknown): LinkRecord {
  const given = isPlainObject(value) ? value : {};
  const read = Object.entries(MEMBERS).map(([name, parse]) => [name, parse(given[name])]);
  return Object.fromEntries(read) as LinkRecord;
}

function isTrue(value: unknown): boolean {
  return value === true;
}

function readEach<T>(value: unknown, read: (member: unknown) => T | null): Readonly<Record<string, T>> {
  const members = Object.entries(isPlainObject(value) ? value : {});
  return Object.fromEntries(
    members.flatMap(([name, member]) => {
      const one = read(member);
      return one === null ? [] : [[name, one]];
    })
  );
}

function parseComparison(value: unknown): Comparison | null {
  const { at, altered, missing } = isPlainObject(value) ? value : { at: null, altered: null, missing: null };
  return isInstant(at) && typeof altered === 'number' && typeof missing === 'number'
    ? { at, altered, missing }
    : null;
}

export class LinkState {
  readonly #record: LocalRecord<LinkRecord>;
  readonly #turns = new Mutex();
  #now = parseLinkRecord(null);

  constructor(database: Database) {
    this.#record = new LocalRecord(database, 'link', parseLinkRecord);
  }

  get now(): LinkRecord {
    return this.#now;
  }

  async open(): Promise<void> {
    this.#now = await this.#record.read();
  }

  update(change: (record: LinkRecord) => Partial<LinkRecord>): Promise<void> {
    return this.#turns.run('', async () => {
      const next = { ...this.#now, ...change(this.#now) };
      await this.#record.write(next);
      this.#now = next;
    });
  }
}

/** An older version set documents aside that this one can take. Held ones are not fetched again. */
export function readAgainBy(version: string): (record: LinkRecord) => Partial<LinkRecord> {
  return ({ readBy }) => (readBy === version ? {} : { readBy: version, down: {}, setAside: 0 });
}

/** Everything is compared again with the new central database. */
export function acceptReplaced(): Partial<LinkRecord> {
  return { epochs: {}, down: {}, up: 0, accepted: true, lacking: [], stopped: '' };
}
