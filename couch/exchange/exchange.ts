/** Inputs of an exchange, and questions to a running one. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
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
  /** Certificates and revocations from the reference database are added as they arrive. */
  readonly keyring: Keyring;
  readonly log: ExchangeLog;
  readonly authorities?: readonly AuthorityCode[];
  readonly leases?: LeaseTimes;
  readonly listener?: Listener;
  readonly now?: () => Instant;
  /** In milliseconds. */
  readonly lookEvery?: number;
}

export interface Exchange {
  /** Resolves when all work is safe and nothing more will be written. */
  stop(): Promise<void>;
  /** Call after provisioning, to skip the wait for the next search. */
  addCountry(country: CountryCode): Promise<void>;
  /** Resolves when everything that was there at the start is carried. */
  caughtUp(): Promise<void>;
  /**
   * Signs findings that a country's own server made in its database, or withdraws them. Failures are repeated later.
   */
  takeFindings(country: CountryCode, told: readonly ToldByServer[]): Promise<void>;
  /** Open findings, by the receipts in the followed databases. */
  findings(): readonly StatedFinding[];
  /** Checks all databases now; otherwise daily. */
  patrol(): Promise<void>;
  lag(): readonly FollowerState[];
  /** Current status of the exchange's own key. */
  standing(): OwnStanding;
}
