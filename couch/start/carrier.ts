/**
 * What carries beside the gateway: the exchange of the central server, between the countries; or at a
 * country's own server the link, between the two servers. Never both.
 */
import type { Settings } from '#couch/base/env.ts';
import { startExchange, type Exchange, type ExchangeLog } from '#couch/exchange/start.ts';
import type { GatewayOptions } from '#couch/gateway/gateway.ts';
import { startLink, type Link, type LinkState } from '#couch/link/link.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { ExchangeFigures } from '#couch/metrics/metrics.ts';
import type { StatedFinding } from '#lib/domain/exchange/stated-findings.ts';
import { appsReader, countApps } from '#couch/usage/read-apps.ts';
import { UsageKeeper } from '#couch/usage/usage-keeper.ts';
import type { AppCounts } from '#lib/domain/usage/app-counts.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Installation } from './open-installation.ts';

/** As its certificate names the exchange. */
const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;
/** Signs of life within a lease: enough that a slow moment is not taken for death. */
const SIGNS_OF_LIFE = 5;

export class Carrier {
  readonly #installation: Installation;
  readonly #settings: Settings;
  readonly #startedAt = new Date().toISOString() as Instant;
  #exchange: Exchange | null = null;
  #link: Link | null = null;
  #usage: UsageKeeper | null = null;

  constructor(installation: Installation, settings: Settings) {
    this.#installation = installation;
    this.#settings = settings;
  }

  /** The gateway is built first, since the other speaks into its log. */
  get forGateway(): Pick<GatewayOptions, 'joinExchange' | 'takeFindings' | 'national'> {
    const { national } = this.#settings;
    if (national === null)
      return {
        joinExchange: async (country) => this.#exchange?.addCountry(country),
        takeFindings: async (country, faults) => this.#exchange?.takeFindings(country, faults)
      };
    const { country } = national;
    return {
      national: { country, mayClaim: () => this.#link?.mayClaim() ?? false, state: () => this.linkState() }
    };
  }

  /** Figures of every authority that is followed here; a country's own server has a link instead. */
  figures(): readonly ExchangeFigures[] {
    return (this.#exchange?.lag() ?? []).map(({ authority, behindSince, carried, skipped, unreached }) => ({
      authority,
      lagSeconds: behindSince === null ? 0 : Math.max(0, Date.now() - Date.parse(behindSince)) / 1000,
      carried,
      skipped,
      unreached: unreached.length
    }));
  }

  /** What stands as found in the databases that are followed here; a country's own server counts what it finds in its link's figures. */
  findings(): readonly StatedFinding[] {
    return this.#exchange?.findings() ?? [];
  }

  /** Countries and months that cannot be counted; a country's own server counts none. */
  uncountedUsage(): number {
    return this.#usage?.uncounted ?? 0;
  }

  async start(log: ExchangeLog): Promise<{ stop(): Promise<void> }> {
    const { engine, system, exchangeKey } = this.#installation;
    const { national, leaseSeconds } = this.#settings;
    if (national !== null) {
      const { country, centralUrl: url, account, passwordFile } = national;
      const { roots, demonstration } = system;
      const central = { url, account, passwordFile };
      const readApps = (): Promise<AppCounts> => countApps(engine, country);
      const link = { engine, country, central, roots, demonstration, readApps, log };
      return (this.#link = await startLink(link));
    }
    const deadAfter = leaseSeconds * 1000;
    const usage = (this.#usage = this.#startUsage(log));
    this.#exchange = await startExchange({
      engine,
      // The embedded engine is one process; several gateways may serve one CouchDB.
      ...(engine.kind === 'couchdb' ? { leases: { deadAfter, renewEvery: deadAfter / SIGNS_OF_LIFE } } : {}),
      key: { key: exchangeKey, by: EXCHANGE },
      keyring: new Keyring(system.roots),
      listener: usage,
      log
    });
    const exchange = this.#exchange;
    return {
      stop: async () => {
        await usage.stop();
        await exchange.stop();
      }
    };
  }

  #startUsage(log: ExchangeLog): UsageKeeper {
    const { engine, exchangeKey } = this.#installation;
    const now = (): Instant => new Date().toISOString() as Instant;
    const readApps = appsReader(engine);
    return new UsageKeeper({ engine, board: engine.open('incb'), key: exchangeKey, log, readApps, now });
  }

  /** How the line of a country's own server stands. */
  linkState(): LinkState {
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
