/** Signing and logging for all parts of an exchange. */
import type { Keyring } from '#lib/crypto/verify.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Copies } from './copies.ts';
import type { ExchangeKey } from './receipts.ts';
import type { Targets } from './targets.ts';

/** Ids and codes only, so that the log reveals nothing of a trade. */
export interface ExchangeLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface StatingTools {
  readonly targets: Targets;
  readonly keyring: Keyring;
  readonly key: ExchangeKey;
  readonly copies: Copies;
  readonly log: ExchangeLog;
  readonly now: () => Instant;
}
