/**
 * The exchange: carries each act to its addressees' databases only. All its state is in the databases, so it can stop
 * anywhere and restart.
 */
import { errorToText } from '#couch/base/error-text.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { Copies } from './copies.ts';
import type { ExchangeTools } from './courier.ts';
import type { Exchange, ExchangeOptions } from './exchange.ts';
import { openSource } from './feed.ts';
import type { Fault, ToldByServer } from './find-fault.ts';
import { Findings } from './findings.ts';
import { Follower, type FollowerState } from './follower.ts';
import { KeyFeed } from './key-feed.ts';
import { Leases } from './leases.ts';
import { ownStandingOf, OwnStandingWatch, type OwnStanding } from './own-standing.ts';
import { DailyPatrol, type Beat } from './patrol.ts';
import { CopiesFirst } from './copies-first.ts';
import { Targets } from './targets.ts';
import { Semaphore } from '#couch/base/turns.ts';

export type { Exchange, ExchangeOptions } from './exchange.ts';
export type { ExchangeLog } from './stating-tools.ts';
export type { ExchangeKey } from './receipt.ts';
export type { FollowerState } from './follower.ts';
export type { OwnStanding } from './own-standing.ts';

/** Concurrent writes: enough to occupy disk and cores, few enough to stay fair. */
const MAX_WRITES = 8;
const LOOK_EVERY = 15000;
/** Milliseconds for which receipts give way to copies. */
const MAX_RECEIPT_WAIT_MS = 1000;

export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const exchange = new RunningExchange(options);
  await exchange.begin();
  return exchange;
}

class RunningExchange implements Exchange {
  readonly #options: ExchangeOptions;
  readonly #tools: ExchangeTools;
  readonly #followers = new Map<AuthorityCode, Follower>();
  readonly #standingWatch = new OwnStandingWatch();
  readonly #leases: Leases | null;
  readonly #leaving = new Set<AuthorityCode>();
  readonly #patrol: DailyPatrol;
  #keyFeed: KeyFeed | null = null;
  #timer: NodeJS.Timeout | undefined;
  #leaseTimer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ExchangeOptions) {
    const { engine, key, keyring, log } = options;
    const now = options.now ?? ((): Instant => new Date().toISOString() as Instant);
    this.#options = options;
    const { leases } = options;
    this.#leases = leases ? new Leases({ ...leases, database: engine.open('accounts') }) : null;
    const targets = new Targets(engine);
    const semaphore = new Semaphore(MAX_WRITES);
    const copies = new Copies(targets, semaphore, (target, reason) =>
      log.warn({ target, reason }, 'A database cannot be reached.')
    );
    const findings = new Findings({ targets, keyring, key, log, now, copies });
    const copiesFirst = new CopiesFirst(MAX_RECEIPT_WAIT_MS);
    this.#tools = {
      targets,
      keyring,
      key,
      log,
      now,
      copies,
      findings,
      semaphore,
      copiesFirst,
      listener: options.listener
    };
    this.#patrol = new DailyPatrol(this.#tools, () => this.#beats());
  }

  async begin(): Promise<void> {
    await this.#look();
    this.#lookLater();
    this.#shareLater();
    this.#patrol.begin(this.caughtUp());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#leaseTimer);
    await this.#looking.catch(() => undefined);
    this.#keyFeed?.stop();
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
    await this.#patrol.stop();
    this.#followers.clear();
    await this.#leases?.leave().catch((error: unknown) => {
      const reason = errorToText(error);
      this.#options.log.warn({ reason }, 'Leases are not given up; others take them in a while.');
    });
  }

  addCountry(_country: CountryCode): Promise<void> {
    return this.#look();
  }

  async caughtUp(): Promise<void> {
    await Promise.all([...this.#followers.values()].map((follower) => follower.caughtUp));
  }

  patrol(): Promise<void> {
    return this.#patrol.walkNow();
  }

  async takeFindings(country: CountryCode, told: readonly ToldByServer[]): Promise<void> {
    const { findings } = this.#tools;
    const faults = told.flatMap(({ id, stage }): Fault[] =>
      stage === 'held' ? [] : [{ id, stage, isElsewhere: true }]
    );
    const held = told.flatMap(({ id, stage }) => (stage === 'held' ? [id] : []));
    if (faults.length > 0) await findings.take(authorityToDatabase(country) as DatabaseName, faults);
    if (held.length > 0) await findings.takeBack(country, held);
  }

  findings(): readonly StatedFinding[] {
    return this.#tools.findings.standing(this.#beats().map(({ database }) => database));
  }

  #beats(): readonly Beat[] {
    const homes = this.lag().map(({ authority, unreached }) => {
      return { database: authorityToDatabase(authority) as DatabaseName, unreached };
    });
    return [...homes, { database: REFERENCE_DATABASE, unreached: [] }];
  }

  lag(): readonly FollowerState[] {
    return [...this.#followers.values()].map((follower) => follower.state);
  }

  standing(): OwnStanding {
    const { keyring, key, now } = this.#tools;
    return ownStandingOf(keyring, key, now());
  }

  #lookLater(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.#look()
        .catch((error: unknown) => this.#warn('Databases cannot be listed.', error))
        .then(() => this.#lookLater());
    }, this.#options.lookEvery ?? LOOK_EVERY);
    this.#timer.unref();
  }

  #look(): Promise<void> {
    return this.#inOrder(() => this.#lookNow());
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#looking.then(work);
    this.#looking = done.catch(() => undefined);
    return done;
  }

  #shareLater(): void {
    const { leases } = this.#options;
    if (this.#stopped || !leases) return;
    this.#leaseTimer = setTimeout(() => {
      this.#inOrder(() => this.#share())
        .catch((error: unknown) => this.#warn('Leases cannot be renewed.', error))
        .then(() => this.#shareLater());
    }, leases.renewEvery);
    this.#leaseTimer.unref();
  }

  async #share(): Promise<void> {
    if (this.#stopped) return;
    if (this.#leases) {
      const { lost, excess } = await this.#leases.turn(this.#listHere());
      for (const authority of lost) void this.#letGo(authority);
      for (const authority of excess) void this.#letGo(authority, this.#leases);
    }
    for (const authority of this.#listOwn()) this.#follow(authority);
  }

  /** Current work is finished first. */
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

  async #lookNow(): Promise<void> {
    if (this.#stopped) return;
    await this.#tools.targets.look();
    await this.#followKeys();
    this.#standingWatch.look(this.standing(), this.#tools.key.key.keyId, this.#tools.log);
    for (const [authority, follower] of this.#followers) {
      if (!follower.ended) continue;
      this.#followers.delete(authority);
      await follower.stop();
    }
    await this.#share();
    for (const follower of this.#followers.values()) {
      follower.carryWaiting().catch((error: unknown) => this.#warn('What waited is not carried.', error));
    }
    await this.#tools.findings.retry();
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
    const feed = new KeyFeed(source, this.#tools.keyring, () => this.#carryUnknown());
    await feed.catchUp();
    this.#keyFeed = feed;
    feed.follow().catch((error: unknown) => {
      this.#keyFeed = null;
      this.#warn('Keys cannot be followed; they are read again at the next look.', error);
    });
  }

  #carryUnknown(): void {
    for (const follower of this.#followers.values()) {
      follower.carryUnknown().catch((error: unknown) => this.#warn('What waited is not carried.', error));
    }
  }

  #warn(message: string, error: unknown): void {
    if (this.#stopped) return;
    this.#options.log.warn({ reason: errorToText(error) }, message);
  }
}
