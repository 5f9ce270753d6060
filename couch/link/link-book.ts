/**
 * The link's memory, written after the documents are safe. No backup contains it: a restored national server compares
 * everything again.
 */
import type { Database } from '#couch/engine/engine.ts';
import { isSequence, listTexts, LocalRecord, parseEpochs } from '#couch/exchange/checkpoint.ts';
import type { Sequence } from '#couch/exchange/feed.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';

export interface Comparison {
  readonly at: Instant;
  readonly altered: number;
  readonly missing: number;
}

export interface LinkRecord {
  /** Agreed epochs of the central databases. */
  readonly epochs: Readonly<Record<string, string>>;
  /** Position read in each central database. */
  readonly down: Readonly<Record<string, Sequence>>;
  /** Position sent from the country's own database. */
  readonly up: Sequence;
  /** Everything was read to the end once, so numbers can be reserved here. */
  readonly complete: boolean;
  readonly waiting: Readonly<Record<string, readonly string[]>>;
  /** Number of invalid documents that were not stored. */
  readonly setAside: number;
  /** A person accepted a replaced database, and no request followed yet. */
  readonly accepted: boolean;
  /** Missing acts that only their issuers can bring back. */
  readonly lacking: readonly string[];
  /** Central time up to which `reference` here is complete; null before the first complete reading. */
  readonly knownAt: Instant | null;
  /** Null before the first comparison. */
  readonly compared: Comparison | null;
  /** For `reference`: with a missing revocation its key is trusted. */
  readonly comparedReference: Comparison | null;
  readonly stopped: string;
}

const NEW: LinkRecord = {
  epochs: {},
  down: {},
  up: 0,
  complete: false,
  waiting: {},
  setAside: 0,
  accepted: false,
  lacking: [],
  knownAt: null,
  compared: null,
  comparedReference: null,
  stopped: ''
};

/** Invalid members get their initial value; then everything is compared again. */
function parseLinkRecord(value: unknown): LinkRecord {
  const given = isPlainObject(value) ? value : {};
  const { down, up, waiting, setAside, lacking, knownAt, stopped } = given;
  const read = Object.entries(isPlainObject(down) ? down : {}).filter((entry): entry is [string, Sequence] =>
    isSequence(entry[1])
  );
  const waits = Object.entries(isPlainObject(waiting) ? waiting : {});
  return {
    epochs: parseEpochs(given['epochs']),
    down: Object.fromEntries(read),
    up: isSequence(up) ? up : NEW.up,
    complete: given['complete'] === true,
    waiting: Object.fromEntries(waits.map(([name, ids]) => [name, listTexts(ids)])),
    setAside: typeof setAside === 'number' ? setAside : NEW.setAside,
    accepted: given['accepted'] === true,
    lacking: listTexts(lacking),
    knownAt: isInstant(knownAt) ? knownAt : NEW.knownAt,
    compared: parseComparison(given['compared']),
    comparedReference: parseComparison(given['comparedReference']),
    stopped: typeof stopped === 'string' ? stopped : NEW.stopped
  };
}

function parseComparison(value: unknown): Comparison | null {
  const { at, altered, missing } = isPlainObject(value) ? value : { at: null, altered: null, missing: null };
  return isInstant(at) && typeof altered === 'number' && typeof missing === 'number'
    ? { at, altered, missing }
    : null;
}

export class LinkBook {
  readonly #record: LocalRecord<LinkRecord>;
  #now: LinkRecord = NEW;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#record = new LocalRecord(database, 'link', parseLinkRecord);
  }

  get now(): LinkRecord {
    return this.#now;
  }

  async open(): Promise<void> {
    this.#now = await this.#record.read();
  }

  update(change: (record: LinkRecord) => LinkRecord): Promise<void> {
    const done = this.#turn.then(async () => {
      const next = change(this.#now);
      await this.#record.write(next);
      this.#now = next;
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Everything is compared again with the new central database. */
export function acceptReplaced(record: LinkRecord): LinkRecord {
  return { ...record, epochs: {}, down: {}, up: 0, accepted: true, lacking: [], stopped: '' };
}
