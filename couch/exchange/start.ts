/**
 * The exchange: carries each act to its addressees' databases only. All its state is in the databases, so it can stop
 * anywhere and restart.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { Mutex, Semaphore, pauseFor } from '#couch/base/turns.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { ArrivalWatch, LOOK_FOR_ARRIVALS_MS, type ArrivalFigures } from './arrivals.ts';
import { takeCarried, type CarriedAs, type PushAtIssuers } from './carried.ts';
import { Copies, CopiesFirst } from './copies.ts';
import type { ExchangeTools, Listener, StopListener } from './delivery.ts';
import { KeyFeed, openSource } from './feed.ts';
import type { Fault, ToldByServer } from './find-fault.ts';
import { Findings } from './findings.ts';
import { Follower, type FollowerState } from './follower.ts';
import { IntegrityScan, type Followed } from './integrity-scan.ts';
import { Leases, type LeaseTimes } from './leases.ts';
import { ownStandingOf, OwnStandingWatch, type OwnStanding, type ExchangeLog } from './tools.ts';
import type { ExchangeKey } from './receipts.ts';
import { Targets } from './targets.ts';

export type { ExchangeLog } from './tools.ts';
export type { ExchangeKey } from './receipts.ts';

export interface ExchangeOptions {
  readonly engine: Engine;
  readonly key: ExchangeKey;
  readonly keyring: Keyring;
  readonly log: ExchangeLog;
  readonly authorities?: readonly AuthorityCode[];
  readonly leases?: LeaseTimes;
  readonly listener?: Listener;
  readonly stops?: StopListener;
  readonly now?: () => Instant;
  /** In milliseconds. */
  readonly lookEvery?: number;
}

/** Concurrent writes: enough to occupy disk and cores, few enough to stay fair. */
const MAX_WRITES = 8;
const LOOK_EVERY_MS = 15_000;
/** Time for which receipts give way to copies. */
const MAX_RECEIPT_WAIT_MS = 1000;

export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const exchange = new Exchange(options);
  await exchange.begin();
  return exchange;
}

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #tools: ExchangeTools;
  readonly #followers = new Map<AuthorityCode, Follower>();
  readonly #standingWatch = new OwnStandingWatch();
  readonly #leases: Leases | null;
  readonly #leaving = new Set<AuthorityCode>();
  readonly #scan: IntegrityScan;
  readonly #arrivals: ArrivalWatch;
  readonly #turns = new Mutex();
  readonly #stop = new AbortController();
  #keyFeed: KeyFeed | null = null;

  constructor(options: ExchangeOptions) {
    const { engine, key, keyring, log, listener, stops, leases } = options;
    this.#options = options;
    this.#leases = leases ? new Leases({ ...leases, database: engine.open('accounts') }) : null;
    const targets = new Targets(engine);
    const semaphore = new Semaphore(MAX_WRITES);
    const copies = new Copies(targets, semaphore, (target, reason) =>
      log.warn({ target, reason }, 'A database cannot be reached.')
    );
    const now = options.now ?? ((): Instant => new Date().toISOString() as Instant);
    const tools = { targets, keyring, key, log, now, copies };
    const copiesFirst = new CopiesFirst(MAX_RECEIPT_WAIT_MS);
    this.#tools = { ...tools, findings: new Findings(tools), semaphore, copiesFirst, listener, stops };
    this.#arrivals = new ArrivalWatch({ targets, log });
    this.#scan = new IntegrityScan(this.#tools, () => this.#listFollowed());
  }

  async begin(): Promise<void> {
    const { leases, lookEvery = LOOK_EVERY_MS } = this.#options;
    await this.#look();
    void this.#repeat(lookEvery, () => this.#look(), 'Databases cannot be listed.');
    const share = (): Promise<void> => this.#inTurn(() => this.#share());
    void this.#repeat(LOOK_FOR_ARRIVALS_MS, () => this.#lookForArrivals(), 'Arrivals cannot be read.');
    if (leases) void this.#repeat(leases.renewEvery, share, 'Leases cannot be renewed.');
    this.#scan.begin(this.caughtUp());
  }

  /** Resolves when all work is safe and nothing more will be written. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#inTurn(() => Promise.resolve());
    this.#keyFeed?.stop();
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
    await this.#scan.stop();
    this.#followers.clear();
    await this.#leases?.leave().catch((error: unknown) => {
      const reason = errorToText(error);
      this.#options.log.warn({ reason }, 'Leases are not given up; others take them in a while.');
    });
  }

  /** Call after provisioning, to skip the wait for the next search. */
  addCountry(): Promise<void> {
    return this.#look();
  }

  /** Resolves when everything that was there at the start is carried. */
  async caughtUp(): Promise<void> {
    await Promise.all([...this.#followers.values()].map((follower) => follower.caughtUp));
  }

  scanNow(): Promise<void> {
    return this.#scan.scanNow();
  }

  /**
   * Signs findings that a country's own server made in its database, or withdraws them. Failures are repeated later.
   */
  async takeFindings(country: CountryCode, told: readonly ToldByServer[]): Promise<void> {
    const { findings } = this.#tools;
    const faults = told.flatMap(({ id, stage }): Fault[] =>
      stage === 'held' ? [] : [{ id, stage, isElsewhere: true }]
    );
    const held = told.flatMap(({ id, stage }) => (stage === 'held' ? [id] : []));
    if (faults.length > 0) await findings.take(authorityToDatabase(country) as DatabaseName, faults);
    if (held.length > 0) await findings.takeBack(country, held);
  }

  /** An act for this country that its people bring. */
  takeCarried(country: CountryCode, document: unknown, push: PushAtIssuers): Promise<Result<CarriedAs>> {
    return takeCarried(this.#tools, country, document, push);
  }

  arrivals(): ArrivalFigures {
    return this.#arrivals.figures();
  }

  findings(): readonly StatedFinding[] {
    return this.#tools.findings.standing(this.#listFollowed().map(({ database }) => database));
  }

  follows(authority: AuthorityCode): boolean {
    return this.#followers.has(authority);
  }

  lag(): readonly FollowerState[] {
    return [...this.#followers.values()].map((follower) => follower.state);
  }

  standing(): OwnStanding {
    const { keyring, key, now } = this.#tools;
    return ownStandingOf(keyring, key, now());
  }

  /** One process is sufficient: the one that follows INCB. */
  async #lookForArrivals(): Promise<void> {
    if (this.#leases === null || this.follows('INCB')) await this.#arrivals.look();
    else this.#arrivals.forget();
  }

  #listFollowed(): readonly Followed[] {
    const homes = this.lag().map(({ authority, unreached }) => {
      return { database: authorityToDatabase(authority) as DatabaseName, unreached };
    });
    return [...homes, { database: REFERENCE_DATABASE, unreached: [] }];
  }

  async #repeat(everyMs: number, work: () => Promise<void>, trouble: string): Promise<void> {
    const { signal } = this.#stop;
    for (await pauseFor(everyMs, signal); !signal.aborted; await pauseFor(everyMs, signal))
      await work().catch((error: unknown) => this.#warn(trouble, error));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#turns.run('', work);
  }

  async #share(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (this.#leases) {
      const { lost, excess } = await this.#leases.turn(this.#listHere());
      for (const authority of lost) void this.#letGo(authority);
      for (const authority of excess) void this.#letGo(authority, this.#leases);
    }
    for (const authority of this.#listOwn()) this.#follow(authority);
  }

  async #letGo(authority: AuthorityCode, leases?: Leases): Promise<void> {
    if (this.#leaving.has(authority)) return;
    this.#leaving.add(authority);
    const follower = this.#followers.get(authority);
    this.#followers.delete(authority);
    this.#tools.listener?.leave(authority);
    try {
      await follower?.stop();
      await leases?.release([authority]);
    } catch (error) {
      this.#warn('A lease is not given up; it is tried again.', error);
    } finally {
      this.#leaving.delete(authority);
    }
  }

  #look(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#stop.signal.aborted) return;
      await this.#tools.targets.look();
      await this.#followKeys();
      this.#standingWatch.look(this.standing(), this.#tools.key.key.keyId, this.#tools.log);
      for (const [authority, follower] of this.#followers) {
        if (!follower.ended) continue;
        this.#followers.delete(authority);
        await follower.stop();
      }
      await this.#share();
      this.#carry((follower) => follower.carryWaiting());
      await this.#tools.findings.retry();
    });
  }

  #listHere(): readonly AuthorityCode[] {
    const { authorities } = this.#options;
    const { targets } = this.#tools;
    const here: AuthorityCode[] = targets.has('incb') ? ['INCB', ...targets.countries] : targets.countries;
    return authorities ? here.filter((one) => authorities.includes(one)) : here;
  }

  #listOwn(): readonly AuthorityCode[] {
    const leases = this.#leases;
    if (!leases) return this.#listHere();
    return this.#listHere().filter((one) => leases.holds(one) && !this.#leaving.has(one));
  }

  #follow(authority: AuthorityCode): void {
    if (this.#followers.has(authority)) return;
    const source = openSource(this.#options.engine, authorityToDatabase(authority) as DatabaseName);
    this.#followers.set(authority, new Follower(authority, source, this.#tools));
    this.#tools.listener?.follow(authority);
  }

  /** Reads all keys before the first act. Without a reference database there are none. */
  async #followKeys(): Promise<void> {
    if (this.#keyFeed || !this.#tools.targets.has(REFERENCE_DATABASE)) return;
    const source = openSource(this.#options.engine, REFERENCE_DATABASE);
    const carryUnknown = (): void => this.#carry((follower) => follower.carryUnknown());
    const feed = new KeyFeed(source, this.#tools.keyring, carryUnknown);
    await feed.catchUp();
    this.#keyFeed = feed;
    feed.follow().catch((error: unknown) => {
      this.#keyFeed = null;
      this.#warn('Keys cannot be followed; they are read again at the next look.', error);
    });
  }

  #carry(waiting: (follower: Follower) => Promise<void>): void {
    for (const follower of this.#followers.values())
      waiting(follower).catch((error: unknown) => this.#warn('What waited is not carried.', error));
  }

  #warn(message: string, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#options.log.warn({ reason: errorToText(error) }, message);
  }
}
