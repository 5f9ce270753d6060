/**
 * Follows one country's database and has its acts carried, batch by batch; the checkpoint moves only when
 * a batch is safe. It outlives any trouble of its database and is in nobody else's way.
 */
import type { Database } from '#couch/engine/engine.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { LocalRecord, NOTHING_PENDING, NO_PROGRESS, type Pending, type Progress } from './checkpoint.ts';
import { Courier, type ExchangeTools } from './courier.ts';
import { Feed, MOST_CHANGES, readPage, type Batch, type Change, type Sequence, type Source } from './feed.ts';

/** Foreign changes passed over before the checkpoint is written for them alone. */
const MOST_UNSAVED = 1000;
const MOST_UNKNOWN = 10000;
const SHORTEST_PAUSE = 250;
const LONGEST_PAUSE = 30000;

export interface FollowerState {
  readonly country: CountryCode;
  /** Changes read and not yet carried. */
  readonly inHand: number;
  readonly carried: number;
  readonly skipped: number;
  /** Databases that acts wait for. */
  readonly unreached: readonly DatabaseName[];
  readonly unknownKey: number;
  /** What its database last answered instead of its changes; null when all is well. */
  readonly trouble: string | null;
}

export class Follower {
  readonly country: CountryCode;
  readonly #tools: ExchangeTools;
  readonly #source: Source;
  readonly #home: Database;
  readonly #courier: Courier;
  readonly #checkpoint: LocalRecord<Progress>;
  readonly #pendingRecord: LocalRecord<Pending>;
  #seq: Sequence = 0;
  #pending: Pending = NOTHING_PENDING;
  #feed: Feed | null = null;
  #unsaved = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #busy = 0;
  #stopped = false;
  #trouble: string | null = null;
  #endPause: (() => void) | null = null;
  #ended = false;
  readonly #running: Promise<void>;
  #toldCaughtUp: () => void = () => undefined;
  /** Resolves when all that was there at the start is carried, or it has ended. */
  readonly caughtUp: Promise<void>;

  constructor(country: CountryCode, source: Source, tools: ExchangeTools) {
    const home = source.database;
    this.#source = source;
    this.country = country;
    this.#tools = tools;
    this.#home = home;
    this.#courier = new Courier(country, home, tools);
    this.#checkpoint = new LocalRecord(home, 'exchange');
    this.#pendingRecord = new LocalRecord(home, 'exchange-pending');
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
      country: this.country,
      inHand: this.#busy,
      ...this.#courier.counts,
      unreached: Object.keys(this.#pending.targets),
      unknownKey: this.#pending.unknownKey.length,
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
  async carryWaiting(): Promise<void> {
    for (const target of Object.keys(this.#pending.targets)) {
      if (this.#tools.targets.has(target)) await this.#inTurn(() => this.#carryTo(target));
    }
  }

  /** Looks again at acts whose signer was unknown: to be called when a certificate has come. */
  async carryUnknown(): Promise<void> {
    if (this.#pending.unknownKey.length > 0) await this.#inTurn(() => this.#carryKnownNow());
  }

  async #run(): Promise<void> {
    let pause = SHORTEST_PAUSE;
    while (!this.#stopped) {
      try {
        await this.#follow(() => (pause = SHORTEST_PAUSE));
      } catch (error) {
        if (this.#stopped) return;
        this.#trouble = error instanceof Error ? error.message : JSON.stringify(error);
        this.#tools.log.warn(
          { country: this.country, reason: this.#trouble },
          'A country cannot be followed.'
        );
        if (!this.#tools.targets.has(this.#name)) return;
        await this.#pause(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  get #name(): DatabaseName {
    return authorityToDatabase(this.country) as DatabaseName;
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
    const progress = await this.#checkpoint.read(NO_PROGRESS);
    this.#pending = await this.#pendingRecord.read(NOTHING_PENDING);
    await this.#courier.recall(progress.seq, progress.stated);
    this.#seq = progress.seq;
    this.#feed = new Feed(this.#source, progress.seq, this.#toldCaughtUp);
    this.#carryEarlier().catch((error: unknown) => this.#feed?.fail(error));
    for (let batch = await this.#feed.next(); batch && !this.#stopped; batch = await this.#feed.next()) {
      const taken = batch;
      await this.#inTurn(() => this.#take(taken));
      this.#trouble = null;
      goesWell();
    }
    if (this.#unsaved > 0) await this.#inTurn(() => this.#save());
  }

  async #carryEarlier(): Promise<void> {
    await this.carryWaiting();
    await this.carryUnknown();
  }

  /** One thing at a time for one country: batches and what waited share the checkpoint. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #take({ changes, until }: Batch): Promise<void> {
    const own = this.#ownActs(changes);
    this.#busy = own.length;
    if (own.length > 0) {
      const { unreached, unknownKey } = await this.#courier.carry(own);
      if (unreached.length + unknownKey.length > 0) await this.#keepPending(unreached, unknownKey, this.#seq);
    }
    this.#seq = until;
    this.#unsaved += changes.length;
    this.#busy = 0;
    if (own.length > 0 || this.#unsaved >= MOST_UNSAVED) await this.#save();
  }

  /** By their ids alone: drafts, partners' acts and receipts are passed over without being looked into. */
  #ownActs(changes: Batch['changes']): Change[] {
    return changes.filter(({ id }) => id.startsWith('act:') && id.split(':')[2] === this.country);
  }

  async #save(): Promise<void> {
    await this.#checkpoint.write({ seq: this.#seq, stated: this.#courier.stated });
    this.#unsaved = 0;
  }

  async #keepPending(
    unreached: readonly DatabaseName[],
    unknownKey: readonly string[],
    since: Sequence
  ): Promise<void> {
    const targets = { ...this.#pending.targets };
    for (const target of unreached) targets[target] ??= since;
    const known = new Set([...this.#pending.unknownKey, ...unknownKey]);
    const added = known.size > this.#pending.unknownKey.length;
    if (!added && Object.keys(targets).length === Object.keys(this.#pending.targets).length) return;
    await this.#writePending({ targets, unknownKey: [...known].slice(-MOST_UNKNOWN) });
  }

  async #writePending(pending: Pending): Promise<void> {
    await this.#pendingRecord.write(pending);
    this.#pending = pending;
  }

  /** Reads the feed again from where the target was first missed; only that target is written. */
  async #carryTo(target: DatabaseName): Promise<void> {
    for (let from = this.#pending.targets[target]; from !== undefined && !this.#stopped;) {
      const { changes, until } = await readPage(this.#home, from, MOST_CHANGES);
      const { unreached } = await this.#courier.carry(this.#ownActs(changes), target);
      if (unreached.length > 0) return;
      const { [target]: _carried, ...others } = this.#pending.targets;
      from = changes.length < MOST_CHANGES ? undefined : until;
      await this.#writePending({
        ...this.#pending,
        targets: from === undefined ? others : { ...others, [target]: from }
      });
    }
  }

  async #carryKnownNow(): Promise<void> {
    const waiting = this.#pending.unknownKey;
    if (waiting.length === 0) return;
    const { rows } = await this.#home.allDocs<object>({ keys: [...waiting], include_docs: true });
    const acts = rows.flatMap((row) => ('doc' in row && row.doc ? [{ id: row.id, document: row.doc }] : []));
    const { unreached, unknownKey } = await this.#courier.carry(acts);
    if (unknownKey.length === waiting.length) return;
    const targets = { ...this.#pending.targets };
    // Their place in the feed is not known any more, so that target is read from the beginning.
    for (const target of unreached) targets[target] = 0;
    await this.#writePending({ targets, unknownKey });
  }
}
