/** The exchange between countries at the central server, or the link at a country's own server. Never both. */
import type { Settings } from '#couch/base/env.ts';
import type { ArrivalFigures } from '#couch/exchange/arrivals.ts';
import { startExchange, type Exchange, type ExchangeLog } from '#couch/exchange/start.ts';
import type { GatewayOptions } from '#couch/gateway/gateway.ts';
import { ListPublisher } from '#couch/public-lists/publisher.ts';
import { startLink, type Link, type LinkStatus } from '#couch/link/link.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { ExchangeFigures } from '#couch/metrics/metrics.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import { listOpenings } from '#couch/outreach/openings.ts';
import { appsReader, countApps } from '#couch/usage/read-apps.ts';
import { UsageCounter } from '#couch/usage/usage-counter.ts';
import { refuse } from '#lib/domain/result.ts';
import type { Opened } from '#lib/domain/outreach/openings.ts';
import type { AppCounts } from '#lib/domain/usage/usage-record.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Installation } from './open-installation.ts';

const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;
const NOT_STARTED = refuse({ code: 'request.engine.failed' });
/** A short delay is not taken for a crash. */
const SIGNS_OF_LIFE = 5;

export class Carrier {
  readonly #installation: Installation;
  readonly #settings: Settings;
  readonly #startedAt = new Date().toISOString() as Instant;
  #exchange: Exchange | null = null;
  #link: Link | null = null;
  #usage: UsageCounter | null = null;

  constructor(installation: Installation, settings: Settings) {
    this.#installation = installation;
    this.#settings = settings;
  }

  /** The gateway is built first, since the carrier writes to its log. */
  get forGateway(): Pick<
    GatewayOptions,
    'joinExchange' | 'takeFindings' | 'takeCarried' | 'tellDestination' | 'national' | 'follows'
  > {
    const { national } = this.#settings;
    if (national === null)
      return {
        follows: (country) => this.#exchange?.follows(country) ?? false,
        joinExchange: async () => this.#exchange?.addCountry(),
        takeFindings: async (country, faults) => this.#exchange?.takeFindings(country, faults),
        takeCarried: async (...asked) => (await this.#exchange?.takeCarried(...asked)) ?? NOT_STARTED
      };
    const { country } = national;
    return {
      takeCarried: async (_of, act) => (await this.#link?.sendCarried(act)) ?? NOT_STARTED,
      tellDestination: async (_from, report) => (await this.#link?.sendReport(report)) ?? 'away',
      national: { country, mayClaim: () => this.#link?.mayClaim() ?? false, state: () => this.linkState() }
    };
  }

  figures(): readonly ExchangeFigures[] {
    return (this.#exchange?.lag() ?? []).map(({ authority, behindSince, carried, skipped, unreached }) => ({
      authority,
      lagSeconds: behindSince === null ? 0 : Math.max(0, Date.now() - Date.parse(behindSince)) / 1000,
      carried,
      skipped,
      unreached: unreached.length
    }));
  }

  arrivals(): ArrivalFigures | null {
    return this.#exchange?.arrivals() ?? null;
  }

  findings(): readonly StatedFinding[] {
    return this.#exchange?.findings() ?? [];
  }

  uncountedUsage(): number {
    return this.#usage?.uncounted ?? 0;
  }

  async start(log: ExchangeLog): Promise<{ stop(): Promise<void> }> {
    const { engine, system, exchangeKey } = this.#installation;
    const { national, leaseSeconds, listSeconds } = this.#settings;
    if (national !== null) {
      const { country, centralUrl: url, account, passwordFile } = national;
      const { roots, demonstration } = system;
      const central = { url, account, passwordFile };
      const readApps = (): Promise<AppCounts> => countApps(engine, country);
      const readOpened = (): Promise<readonly Opened[]> => listOpenings(engine, country);
      const link = { engine, country, central, roots, demonstration, readApps, readOpened, log };
      return (this.#link = await startLink(link));
    }
    const deadAfter = leaseSeconds * 1000;
    const usage = (this.#usage = this.#startUsage(log));
    const keyring = new Keyring(system.roots);
    const lists = new ListPublisher({
      engine,
      keyring,
      key: exchangeKey,
      roots: system.roots,
      handovers: system.handovers ?? [],
      demonstration: system.demonstration,
      everyMs: listSeconds * 1000,
      log,
      isHolder: () => this.#exchange?.follows('INCB') ?? false
    });
    this.#exchange = await startExchange({
      engine,
      // The embedded engine is one process; several gateways can serve one CouchDB.
      ...(engine.kind === 'couchdb' ? { leases: { deadAfter, renewEvery: deadAfter / SIGNS_OF_LIFE } } : {}),
      key: { key: exchangeKey, by: EXCHANGE },
      keyring,
      listener: usage,
      stops: lists,
      log
    });
    const exchange = this.#exchange;
    lists.begin(exchange.caughtUp());
    return {
      stop: async () => {
        await usage.stop();
        // The lists wait for the exchange's data.
        await Promise.all([lists.stop(), exchange.stop()]);
      }
    };
  }

  #startUsage(log: ExchangeLog): UsageCounter {
    const { engine, exchangeKey } = this.#installation;
    const now = (): Instant => new Date().toISOString() as Instant;
    const readApps = appsReader(engine);
    return new UsageCounter({ engine, board: engine.open('incb'), key: exchangeKey, log, readApps, now });
  }

  linkState(): LinkStatus {
    const nothing = {
      setAside: 0,
      waiting: 0,
      refused: 0,
      knownAt: null,
      compared: null,
      comparedReference: null
    };
    return this.#link?.state() ?? { state: 'starting', since: this.#startedAt, reason: '', ...nothing };
  }
}
