/**
 * Follows one authority's database and has its acts carried, batch by batch; the checkpoint moves only when
 * a batch is safe. It outlives any trouble of its database and is in nobody else's way.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { knownSequence, LocalRecord, parseProgress, type Progress } from './checkpoint.ts';
import { Courier, type ExchangeTools } from './courier.ts';
import { Feed, type Batch, type Sequence, type Source } from './feed.ts';
import { ReplacedTargets } from './replaced-targets.ts';
import { WaitingActs, actsOf } from './waiting.ts';

/** Foreign changes passed over before the checkpoint is written for them alone. */
const MAX_UNSAVED = 1000;
/** Milliseconds; the gateway that let an act in may have another clock than this exchange. */
const MAX_CLOCK_DIFFERENCE_MS = 10 * 60_000;
const SHORTEST_PAUSE = 250;
const MAX_PAUSE_MS = 30000;

export interface FollowerState {
  readonly authority: AuthorityCode;
  /** Changes read and not yet carried. */
  readonly inHand: number;
  readonly carried: number;
  readonly skipped: number;
  /** Databases that acts wait for. */
  readonly unreached: readonly DatabaseName[];
  readonly unknownKey: number;
  /** Since when there is something that is not carried yet; null where all is. */
  readonly behindSince: Instant | null;
  /** What its database last answered instead of its changes; null when all is well. */
  readonly trouble: string | null;
}

export class Follower {
  readonly authority: AuthorityCode;
  readonly #tools: ExchangeTools;
  readonly #source: Source;
  readonly #courier: Courier;
  readonly #checkpoint: LocalRecord<Progress>;
  readonly #waiting: WaitingActs;
  readonly #replaced: ReplacedTargets;
  #seq: Sequence = 0;
  #feed: Feed | null = null;
  #unsaved = 0;
  /** When all that was there had been taken, in milliseconds; null before that. */
  #quietAt: number | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #busy = 0;
  #stopped = false;
  #trouble: string | null = null;
  #behindSince: Instant | null = null;
  #endPause: (() => void) | null = null;
  #ended = false;
  readonly #running: Promise<void>;
  #toldCaughtUp: () => void = () => undefined;
  /** Resolves when all that was there at the start is carried, or it has ended. */
  readonly caughtUp: Promise<void>;

  constructor(authority: AuthorityCode, source: Source, tools: ExchangeTools) {
    const home = source.database;
    this.#source = source;
    this.authority = authority;
    this.#tools = tools;
    this.#courier = new Courier(authority, home, tools);
    this.#checkpoint = new LocalRecord(home, 'exchange', parseProgress);
    this.#waiting = new WaitingActs(home, this.#courier, tools.targets);
    this.#replaced = new ReplacedTargets(authority, home, tools.targets);
    this.caughtUp = new Promise((resolve) => (this.#toldCaughtUp = resolve));
    this.#running = this.#run().finally(() => {
      this.#ended = true;
      this.#toldCaughtUp();
    });
  }

  /** True once it will follow no more: stopped, or its database is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  get state(): FollowerState {
    return {
      authority: this.authority,
      inHand: this.#busy,
      ...this.#courier.counts,
      unreached: this.#waiting.unreached,
      unknownKey: this.#waiting.unknownKey,
      behindSince: this.#behindSince,
      trouble: this.#trouble
    };
  }

  /** Resolves when the batch in hand is carried and nothing more will be written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#feed?.stop();
    this.#endPause?.();
    await this.#running;
    await this.#turn.catch(() => undefined);
  }

  /** Carries what waited for databases that exist now. */
  carryWaiting(): Promise<void> {
    return this.#inTurn(async () => {
      const replaced = await this.#replaced.listByEpoch();
      await this.#carryAnew(replaced);
      await this.#replaced.keep();
      await this.#waiting.carryToTargets(() => this.#stopped);
    });
  }

  /** Looks again at acts whose signer was unknown: to be called when a certificate has come. */
  carryUnknown(): Promise<void> {
    return this.#inTurn(() => this.#waiting.carryUnknown());
  }

  async #run(): Promise<void> {
    let pause = SHORTEST_PAUSE;
    while (!this.#stopped) {
      try {
        await this.#follow(() => (pause = SHORTEST_PAUSE));
      } catch (error) {
        if (this.#stopped) return;
        this.#behindSince ??= this.#tools.now();
        this.#tellTrouble(errorToText(error));
        if (!this.#tools.targets.has(this.#name)) return;
        await this.#pause(pause);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  }

  /** Once, until it is another or has gone: what stays as it is is no news every half minute. */
  #tellTrouble(reason: string): void {
    if (reason !== this.#trouble)
      this.#tools.log.warn({ authority: this.authority, reason }, 'An authority cannot be followed.');
    this.#trouble = reason;
  }

  get #name(): DatabaseName {
    return authorityToDatabase(this.authority) as DatabaseName;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #follow(goesWell: () => void): Promise<void> {
    const progress = await this.#checkpoint.read();
    const since = await knownSequence(this.#source.database, progress.seq);
    await this.#waiting.read();
    await this.#courier.recall(since, progress.stated);
    // There was no feed to stop yet; a new one would wait for changes for ever.
    if (this.#stopped) return;
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
      for (let batch = await feed.next(); batch && !this.#stopped; batch = await feed.next()) {
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

  /** What a target lacks is carried to it; where it takes it, it had lost it, and maybe more. */
  async #lookBack(): Promise<void> {
    const losers: DatabaseName[] = [];
    for (const [target, acts] of await this.#replaced.listMissing(this.#seq)) {
      const { carried } = this.#courier.counts;
      await this.#courier.carry(acts, target);
      if (this.#courier.counts.carried > carried) losers.push(target);
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

  /** One thing at a time for one authority: batches and what waited share the checkpoint. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** What the feed brings after it was quiet was not there before; behind a checkpoint nothing is known of it. */
  #firstSeen(): Instant | undefined {
    if (this.#quietAt === null) return undefined;
    return new Date(this.#quietAt - MAX_CLOCK_DIFFERENCE_MS).toISOString() as Instant;
  }

  async #take({ changes, until }: Batch): Promise<void> {
    const own = actsOf(this.authority, changes);
    this.#busy = own.length;
    if (own.length > 0) {
      await this.#waiting.keep(await this.#courier.carry(own, undefined, this.#firstSeen()), this.#seq);
    }
    await this.#tools.findings.look(this.#name, changes);
    this.#tools.listener?.hear(
      this.authority,
      changes.map(({ document }) => document)
    );
    this.#seq = until;
    this.#unsaved += changes.length;
    this.#busy = 0;
    if (own.length > 0 || this.#unsaved >= MAX_UNSAVED) await this.#save();
  }

  async #save(): Promise<void> {
    await this.#checkpoint.write({ seq: this.#seq, stated: this.#courier.stated });
    this.#unsaved = 0;
  }
}
