/**
 * A national server's connection to the central one: its own database both ways, published data one way. The country
 * works on during any break. Only the central exchange carries between countries.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { pauseFor } from '#couch/base/turns.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { CarriedAs } from '#couch/exchange/carried.ts';
import type { ExchangeLog } from '#couch/exchange/tools.ts';
import { ChangeBells } from '#couch/database/live-changes.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { KeyRegister, type NamedDatabase } from '#couch/database/registers.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Opened } from '#lib/domain/outreach/openings.ts';
import type { PassedOnReport, Told } from '#lib/domain/registration/notice.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { AppCounts } from '#lib/domain/usage/usage-record.ts';
import {
  CentralClient,
  LinkError,
  WHEN_REPLACED,
  type CentralOptions,
  type LinkTrouble
} from './central-client.ts';
import { CopyComparison, shakeHands } from './comparison.ts';
import { Downstream } from './downstream.ts';
import { LinkState, readAgainBy, type LinkRecord } from './link-state.ts';
import { relayLinks } from './relay-links.ts';
import { relayLists } from './relay-lists.ts';
import { Upstream } from './upstream.ts';

interface LinkOptions {
  readonly engine: Engine;
  readonly country: CountryCode;
  readonly central: CentralOptions;
  readonly roots: readonly PublicKey[];
  readonly demonstration: boolean;
  readonly log: ExchangeLog;
  readonly readApps: () => Promise<AppCounts>;
  readonly readOpened: () => Promise<readonly Opened[]>;
  readonly now?: () => Instant;
  /** Milliseconds; for tests. */
  readonly longestPause?: number;
}

export interface LinkStatus extends Pick<
  LinkRecord,
  'setAside' | 'knownAt' | 'compared' | 'comparedReference'
> {
  readonly state: 'starting' | 'catching-up' | 'working' | LinkTrouble;
  readonly since: Instant;
  readonly reason: string;
  readonly waiting: number;
  readonly refused: number;
}

const BROKEN = 'The line to the central server does not work.';
const STOPPED = `The link to the central server has stopped until a person decides. ${WHEN_REPLACED}`;
const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
const AN_HOUR_MS = 3_600_000;
const A_DAY_MS = 24 * AN_HOUR_MS;
const LINKED = [REFERENCE_DATABASE, 'training'] as const;

export async function startLink(options: LinkOptions): Promise<Link> {
  const link = new Link(options);
  await link.begin();
  return link;
}

export class Link {
  readonly #options: LinkOptions;
  readonly #home: string;
  readonly #record: LinkState;
  readonly #keys: KeyRegister;
  readonly #bells = new ChangeBells();
  readonly #streams: ReadonlyMap<string, Downstream>;
  readonly #up: Upstream;
  readonly #comparisons: readonly CopyComparison[];
  readonly #client: CentralClient;
  readonly #now: () => Instant;
  #state: Pick<LinkStatus, 'state' | 'since' | 'reason'>;
  #refused = 0;
  readonly #ended = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #onArrival: (database: string, ids: readonly string[]) => void = () => undefined;

  constructor(options: LinkOptions) {
    const { engine, country, roots, log, central } = options;
    this.#options = options;
    this.#now = options.now ?? (() => new Date().toISOString() as Instant);
    this.#home = authorityToDatabase(country) ?? '';
    this.#state = { state: 'starting', since: this.#now(), reason: '' };
    const state = (this.#record = new LinkState(engine.open(this.#home)));
    this.#keys = new KeyRegister(roots);
    const client = (this.#client = new CentralClient(central));
    const keyring = (): Promise<Keyring> => this.#readKeyring();
    const arrived = (database: string, ids: readonly string[]): void => this.#onArrival(database, ids);
    const tools = { engine, client, state, country, log, keyring, arrived, now: this.#now };
    const home = new Downstream(this.#home, tools);
    const others = LINKED.map((name) => new Downstream(name, tools));
    this.#streams = new Map([...others, home].map((stream) => [stream.name, stream]));
    const compared = [...others.filter(({ name }) => name === REFERENCE_DATABASE), home];
    this.#comparisons = compared.map((stream) => new CopyComparison(stream, tools));
    this.#up = new Upstream(this.#home, tools);
  }

  async begin(): Promise<void> {
    await this.#record.open();
    await this.#record.update(readAgainBy(PROGRAM_VERSION));
    this.#refused = await this.#up.countRefusals();
    this.#running = this.#run();
  }

  state(): LinkStatus {
    const { setAside, waiting, knownAt, compared, comparedReference } = this.#record.now;
    const count = Object.values(waiting).reduce((sum, ids) => sum + ids.length, 0);
    const counts = { setAside, waiting: count, refused: this.#refused };
    return { ...this.#state, ...counts, knownAt, compared, comparedReference };
  }

  async compare(): Promise<void> {
    for (const comparison of this.#comparisons) await comparison.compareNow(this.#ended.signal);
  }

  /** The central exchange writes it; it arrives here with the next documents. */
  async sendCarried(act: unknown): Promise<Result<CarriedAs>> {
    const question = { method: 'POST', path: '/api/link/carried', body: { act } } as const;
    try {
      const { body } = await this.#client.ask({ ...question, signal: this.#ended.signal });
      return parseCarriedAnswer(body);
    } catch {
      return refuse({ code: 'carried.centralAway' });
    }
  }

  /** To the destination’s authority; this country’s own has the report already. */
  async sendReport(report: PassedOnReport): Promise<Told | 'away'> {
    const question = { method: 'POST', path: '/api/link/reports', body: report } as const;
    try {
      const { status, body } = await this.#client.ask({ ...question, signal: this.#ended.signal });
      const { told } = (body ?? {}) as { readonly told?: unknown };
      return status === 200 && (told === 'told' || told === 'none' || told === 'tooMany') ? told : 'away';
    } catch {
      return 'away';
    }
  }

  /** True if this server knows every number ever reserved for the country. */
  mayClaim(): boolean {
    return this.#record.now.complete;
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
    this.#bells.close();
  }

  async #run(): Promise<void> {
    let pause = MIN_PAUSE_MS;
    while (!this.#ended.signal.aborted) {
      try {
        await this.#work(() => (pause = MIN_PAUSE_MS));
      } catch (error) {
        if (this.#ended.signal.aborted) return;
        this.#recordTrouble(error);
        // A replaced database waits for a person's decision.
        if (error instanceof LinkError && error.trouble === 'replaced') return this.#noteStop(error.message);
      }
      await pauseFor(pause, this.#ended.signal);
      pause = Math.min(pause * 2, this.#options.longestPause ?? MAX_PAUSE_MS);
    }
  }

  async #work(goesWell: () => void): Promise<void> {
    const { engine, country, roots, demonstration } = this.#options;
    const attempt = new AbortController();
    const signal = AbortSignal.any([this.#ended.signal, attempt.signal]);
    const home = engine.open(this.#home);
    const names = [...this.#streams.keys()];
    const parties = { client: this.#client, state: this.#record, country, home, homeName: this.#home, names };
    await shakeHands({ ...parties, roots, demonstration }, signal);
    if (this.#record.now.stopped !== '') await this.#noteStop('');
    this.#set('catching-up');
    // Keys first, so that their signatures can be verified.
    for (const stream of this.#streams.values()) await stream.catchUp(signal);
    if (!this.#record.now.complete) await this.#record.update(() => ({ complete: true }));
    goesWell();
    const parts = [
      ...[...this.#streams.values()].map((stream) => stream.follow(signal)),
      this.#sendUp(signal),
      this.#recheck(signal),
      this.#compareDaily(signal),
      this.#hourly(() => this.#tellApps(signal), 'What the apps are was not told.', signal),
      this.#hourly(() => this.#tellOpened(signal), 'The opened announcements were not told.', signal),
      this.#hourly(() => relayLists(this.#options, signal), 'The public lists are not relayed.', signal),
      this.#hourly(
        () => relayLinks({ engine, client: this.#client }, signal),
        'The links of INCB are not relayed.',
        signal
      )
    ];
    try {
      this.#set('working');
      await Promise.race(parts);
    } finally {
      attempt.abort();
      await Promise.allSettled(parts);
    }
  }

  async #sendUp(signal: AbortSignal): Promise<void> {
    const wake = new Wake(signal);
    const stop = await this.#bells.listen(this.#home, this.#options.engine.open(this.#home), wake.ring);
    try {
      while (!signal.aborted) {
        await this.#up.sendAll(signal);
        this.#refused = await this.#up.countRefusals();
        await wake.wait();
      }
    } finally {
      stop();
    }
  }

  async #recheck(signal: AbortSignal): Promise<void> {
    const wake = new Wake(signal);
    this.#onArrival = (_database, ids) => {
      if (ids.some((id) => id.startsWith('act:'))) wake.ring();
    };
    while (!signal.aborted) {
      for (const stream of this.#streams.values()) await stream.takeWaiting(signal);
      await this.#up.sendRefused(signal);
      this.#refused = await this.#up.countRefusals();
      await wake.wait();
    }
  }

  /** A day after the last comparison, whatever the connection did. A failed one continues an hour later. */
  async #compareDaily(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { compared, comparedReference } = this.#record.now;
      const last = Math.min(...[compared, comparedReference].map((one) => (one ? Date.parse(one.at) : 0)));
      const left = Math.max(0, last + A_DAY_MS - Date.parse(this.#now()));
      await pauseFor(Math.min(left, A_DAY_MS), signal);
      if (!signal.aborted && !(await this.#tryToCompare(signal))) await pauseFor(AN_HOUR_MS, signal);
    }
  }

  async #hourly(work: () => Promise<void>, failed: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await work().catch((error: unknown) => this.#warn(error, failed, signal));
      await pauseFor(AN_HOUR_MS, signal);
    }
  }

  /** An older central server refuses it, which does no harm. */
  async #tellApps(signal: AbortSignal): Promise<void> {
    const body = await this.#options.readApps();
    await this.#client.ask({ method: 'POST', path: '/api/link/apps', body, signal });
  }

  async #tellOpened(signal: AbortSignal): Promise<void> {
    const opened = await this.#options.readOpened();
    if (opened.length === 0) return;
    await this.#client.ask({ method: 'POST', path: '/api/link/opened', body: { opened }, signal });
  }

  #warn(error: unknown, failed: string, { aborted }: AbortSignal): void {
    if (!aborted) this.#options.log.warn({ reason: errorToText(error) }, failed);
  }

  async #tryToCompare(signal: AbortSignal): Promise<boolean> {
    try {
      for (const comparison of this.#comparisons) await comparison.compare(signal);
      return true;
    } catch (error) {
      if (error instanceof LinkError && error.trouble === 'replaced') throw error;
      this.#warn(error, 'Not compared with the central copy.', signal);
      return false;
    }
  }

  async #readKeyring(): Promise<Keyring> {
    const { engine } = this.#options;
    const named = await Promise.all([REFERENCE_DATABASE, this.#home].map((name) => openNamed(engine, name)));
    return this.#keys.keyring(named.filter((one): one is NamedDatabase => one !== null));
  }

  #noteStop(stopped: string): Promise<void> {
    return this.#record.update(() => ({ stopped }));
  }

  #recordTrouble(error: unknown): void {
    const reason = errorToText(error);
    const state = error instanceof LinkError ? error.trouble : 'offline';
    if (this.#state.state !== state || this.#state.reason !== reason)
      this.#options.log.warn({ state, reason }, state === 'replaced' ? STOPPED : BROKEN);
    this.#set(state, reason);
  }

  #set(state: LinkStatus['state'], reason = ''): void {
    if (this.#state.state === state && this.#state.reason === reason) return;
    this.#state = { state, since: this.#now(), reason };
  }
}

function parseCarriedAnswer(body: unknown): Result<CarriedAs> {
  const { state, problems } = (body ?? {}) as { readonly state?: unknown; readonly problems?: unknown };
  if (state === 'stored' || state === 'held') return accept(state);
  return refuse(...(Array.isArray(problems) ? (problems as readonly Problem[]) : []));
}

class Wake {
  readonly ring: () => void;
  readonly #signal: AbortSignal;
  #isRung = false;
  #resolve: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.ring = () => {
      this.#isRung = true;
      this.#resolve();
    };
    signal.addEventListener('abort', () => this.#resolve());
  }

  async wait(): Promise<void> {
    if (!this.#isRung && !this.#signal.aborted)
      await new Promise<void>((resolve) => (this.#resolve = resolve));
    this.#isRung = false;
  }
}
