/** What an exchange is given, and what may be asked of one that runs. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import type { StatedFinding } from '#lib/domain/exchange/stated-findings.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Listener } from './courier.ts';
import type { ToldByServer } from './find-fault.ts';
import type { FollowerState } from './follower.ts';
import type { LeaseTimes } from './leases.ts';
import type { OwnStanding } from './own-standing.ts';
import type { ExchangeKey } from './receipt.ts';
import type { ExchangeLog } from './stating-tools.ts';

export interface ExchangeOptions {
  readonly engine: Engine;
  readonly key: ExchangeKey;
  /** Certificates and withdrawals of the reference database are added to it as they come. */
  readonly keyring: Keyring;
  readonly log: ExchangeLog;
  /** Only these; otherwise the Board and all provisioned countries. */
  readonly authorities?: readonly AuthorityCode[];
  /** Where several exchanges share the work; absent where this is the only one. */
  readonly leases?: LeaseTimes;
  /** Told of what comes in: whoever counts usage. */
  readonly listener?: Listener;
  readonly now?: () => Instant;
  /** How often new databases are looked for, in milliseconds. */
  readonly lookEvery?: number;
}

export interface Exchange {
  /** Resolves when what was begun is safe and nothing more will be written. */
  stop(): Promise<void>;
  /** At once, instead of at the next look: for whoever has just provisioned a country. */
  addCountry(country: CountryCode): Promise<void>;
  /** Resolves when all that lay in the databases at the start is carried. */
  caughtUp(): Promise<void>;
  /**
   * States what was found in a country's database elsewhere, at its own server, and takes back what that holds
   * again; what cannot be stated now, later.
   */
  takeFindings(country: CountryCode, told: readonly ToldByServer[]): Promise<void>;
  /** What was found amiss and is not taken back, by the receipts in the databases that are followed here. */
  findings(): readonly StatedFinding[];
  /** Looks through all databases at once, for acts that are altered or gone; else it does so every day. */
  patrol(): Promise<void>;
  lag(): readonly FollowerState[];
  /** How the exchange's own key stands, by what is known now. */
  standing(): OwnStanding;
}
