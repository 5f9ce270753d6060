/**
 * What the link remembers, in the country's own database and written after what it speaks of is safe. It is
 * in no backup: a restored national server compares everything anew.
 */
import type { Database } from '#couch/engine/engine.ts';
import { isSequence, listTexts, LocalRecord, parseEpochs } from '#couch/exchange/checkpoint.ts';
import type { Sequence } from '#couch/exchange/feed.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';

/** What a comparison of a database here with the central one found. */
export interface Comparison {
  readonly at: Instant;
  /** Acts that are no more what was stated. */
  readonly altered: number;
  /** Acts that the central server holds for whoever reads there, and that are here no more. */
  readonly missing: number;
}

export interface LinkRecord {
  /** Of the central databases, as they were last agreed to. */
  readonly epochs: Readonly<Record<string, string>>;
  /** Up to where each central database has been read. */
  readonly down: Readonly<Record<string, Sequence>>;
  /** Up to where the country's own database has been sent. */
  readonly up: Sequence;
  /** Everything has been read to the end once: from then on numbers may be reserved here. */
  readonly complete: boolean;
  /** Acts whose signer's certificate has not come, by database. */
  readonly waiting: Readonly<Record<string, readonly string[]>>;
  /** What came and was not stored because it is not what it should be. */
  readonly setAside: number;
  /** A person has agreed to go on with a replaced database, and nothing has been asked of it since. */
  readonly accepted: boolean;
  /** Acts that it lacked then, which only their issuers can bring back. */
  readonly lacking: readonly string[];
  /** Up to when `reference` here is what the central server has, in its time; null before it was read to the end. */
  readonly knownAt: Instant | null;
  /** Of the country's database; null before the first. */
  readonly compared: Comparison | null;
  /** Of `reference`: a withdrawal that is gone is a key that is believed. */
  readonly comparedReference: Comparison | null;
  /** Why the link waits for a person; empty while it does not. */
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

/** What is not as it should be is as it was at first: then it is compared anew, and nothing is lost by that. */
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

  /** One after the other; what is not written is not remembered either. */
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

/** Everything is compared anew with the central database that is there now. */
export function acceptReplaced(record: LinkRecord): LinkRecord {
  return { ...record, epochs: {}, down: {}, up: 0, accepted: true, lacking: [], stopped: '' };
}
