/**
 * Follows one authority's database. The checkpoint moves after a batch is safe. Trouble of this database delays no
 * other.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { Mutex, pauseFor } from '#couch/base/turns.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { knownSequence, LocalRecord, parseProgress, type Progress } from './checkpoint.ts';
import { ActDelivery, type ExchangeTools } from './delivery.ts';
import { actsOf, Feed, type Batch, type Sequence, type Source } from './feed.ts';
import { ReplacedTargets } from './targets.ts';
import { WaitingActs } from './waiting.ts';

const MAX_UNSAVED = 1000;
/** Milliseconds; the gateway that accepted an act can have another clock. */
const MAX_CLOCK_DIFFERENCE_MS = 10 * 60_000;
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

export interface FollowerState {
  readonly authority: AuthorityCode;
  readonly inHand: number;
  readonly carried: number;
  readonly skipped: number;
  readonly unreached: readonly DatabaseName[];
  readonly unknownKey: number;
  /** Time since which something is not carried; null if all is. */
  readonly behindSince: Instant | null;
  readonly trouble: string | null;
}

export class Follower {
  readonly authority: AuthorityCode;
  readonly #tools: ExchangeTools;
  readonly #source: Source;
  /** One task at a time: batches and waiting acts share the checkpoint. */
  readonly #turns = new Mutex();
  readonly #stop = new AbortController();
  readonly #delivery: ActDelivery;
  readonly #checkpoint: LocalRecord<Progress>;
  readonly #waiting: WaitingActs;
  readonly #replaced: ReplacedTargets;
  #seq: Sequence = 0;
  #feed: Feed | null = null;
  #unsaved = 0;
  /** Time in milliseconds at which all existing changes were taken; null before. */
  #quietAt: number | null = null;
  #busy = 0;
  #trouble: string | null = null;
  #behindSince: Instant | null = null;
  #ended = false;
  readonly #running: Promise<void>;
  #toldCaughtUp: () => void = () => undefined;
  readonly caughtUp: Promise<void>;

  constructor(authority: AuthorityCode, source: Source, tools: ExchangeTools) {
    const home = source.database;
    this.#source = source;
    this.authority = authority;
    this.#tools = tools;
    this.#delivery = new ActDelivery(authority, home, tools);
    this.#checkpoint = new LocalRecord(home, 'exchange', parseProgress);
    this.#waiting = new WaitingActs(home, this.#delivery, tools.targets);
    this.#replaced = new ReplacedTargets(authority, home, tools.targets);
    this.caughtUp = new Promise((resolve) => (this.#toldCaughtUp = resolve));
    this.#running = this.#run().finally(() => {
      this.#ended = true;
      this.#toldCaughtUp();
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  get state(): FollowerState {
    return {
      authority: this.authority,
      inHand: this.#busy,
      ...this.#delivery.counts,
      unreached: this.#waiting.unreached,
      unknownKey: this.#waiting.unknownKey,
      behindSince: this.#behindSince,
      trouble: this.#trouble
    };
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#feed?.stop();
    await this.#running;
    await this.#inTurn(() => Promise.resolve());
  }

  carryWaiting(): Promise<void> {
    return this.#inTurn(async () => {
      const replaced = await this.#replaced.listByEpoch();
      await this.#carryAnew(replaced);
      await this.#replaced.keep();
      await this.#waiting.carryToTargets(() => this.#isStopped);
    });
  }

  carryUnknown(): Promise<void> {
    return this.#inTurn(() => this.#waiting.carryUnknown());
  }

  async #run(): Promise<void> {
    let pause = MIN_PAUSE_MS;
    while (!this.#isStopped) {
      try {
        await this.#follow(() => (pause = MIN_PAUSE_MS));
      } catch (error) {
        if (this.#isStopped) return;
        this.#behindSince ??= this.#tools.now();
        this.#tellTrouble(errorToText(error));
        if (!this.#tools.targets.has(this.#name)) return;
        await pauseFor(pause, this.#stop.signal);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  }

  /** Logged once until it changes, not every half minute. */
  #tellTrouble(reason: string): void {
    if (reason !== this.#trouble)
      this.#tools.log.warn({ authority: this.authority, reason }, 'An authority cannot be followed.');
    this.#trouble = reason;
  }

  get #name(): DatabaseName {
    return authorityToDatabase(this.authority) as DatabaseName;
  }

  async #follow(goesWell: () => void): Promise<void> {
    const progress = await this.#checkpoint.read();
    const since = await knownSequence(this.#source.database, progress.seq);
    await this.#waiting.read();
    await this.#delivery.recall(since, progress.stated);
    // A new feed would wait for ever.
    if (this.#isStopped) return;
    this.#seq = since;
    this.#quietAt = null;
    this.#behindSince ??= this.#tools.now();
    const feed = new Feed(this.#source, since, () => {
      this.#quietAt = Date.parse(this.#tools.now());
      this.#behindSince = null;
      this.#toldCaughtUp();
    });
    this.#feed = feed;
    this.#carryEarlier().catch((error: unknown) => feed.fail(error));
    try {
      for (let batch = await feed.next(); batch && !this.#isStopped; batch = await feed.next()) {
        const taken = batch;
        this.#behindSince ??= this.#tools.now();
        await this.#inTurn(() => this.#take(taken));
        this.#trouble = null;
        goesWell();
      }
    } finally {
      feed.stop();
    }
    if (this.#unsaved > 0) await this.#inTurn(() => this.#save());
  }

  async #carryEarlier(): Promise<void> {
    await this.#inTurn(() => this.#lookBack());
    await this.carryWaiting();
    await this.carryUnknown();
  }

  /** Carries missing acts again. A target that accepts one had lost it, and maybe more. */
  async #lookBack(): Promise<void> {
    const losers: DatabaseName[] = [];
    for (const [target, acts] of await this.#replaced.listMissing(this.#seq)) {
      const { carried } = this.#delivery.counts;
      await this.#delivery.carry(acts, target);
      if (this.#delivery.counts.carried > carried) losers.push(target);
    }
    await this.#carryAnew(losers);
  }

  async #carryAnew(targets: readonly DatabaseName[]): Promise<void> {
    for (const target of targets)
      this.#tools.log.warn(
        { authority: this.authority, target },
        'A database was replaced: all is carried anew.'
      );
    await this.#waiting.carryAnew(targets);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#turns.run(this.authority, work);
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Changes after the feed was quiet are new. Changes behind a checkpoint can be of any age. */
  #firstSeen(): Instant | undefined {
    if (this.#quietAt === null) return undefined;
    return new Date(this.#quietAt - MAX_CLOCK_DIFFERENCE_MS).toISOString() as Instant;
  }

  async #take({ changes, until }: Batch): Promise<void> {
    const own = actsOf(this.authority, changes);
    this.#busy = own.length;
    if (own.length > 0) {
      await this.#waiting.keep(await this.#delivery.carry(own, undefined, this.#firstSeen()), this.#seq);
    }
    await this.#tools.findings.look(this.#name, changes);
    const documents = changes.map(({ document }) => document);
    this.#tools.listener?.record(this.authority, documents);
    this.#tools.stops?.record(this.authority, documents);
    this.#seq = until;
    this.#unsaved += changes.length;
    this.#busy = 0;
    if (own.length > 0 || this.#unsaved >= MAX_UNSAVED) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#checkpoint.write({ seq: this.#seq, stated: this.#delivery.stated });
    this.#unsaved = 0;
  }
}
