/**
 * Certificate of the exchange's own key. Without one devices cannot verify receipts and show no act as arrived. The log
 * reports it.
 */
import type { Keyring } from '#lib/crypto/verify.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { keyStandingOf, type KeyStanding } from '#lib/domain/registration/key-standing.ts';
import type { Copies } from './copies.ts';
import type { ExchangeKey } from './receipts.ts';
import type { Targets } from './targets.ts';

type OwnState = KeyStanding['state'] | 'ending';

export interface OwnStanding {
  readonly state: OwnState;
  /** End or revocation of the certificate; null without one. */
  readonly until: Instant | null;
}

const ENDING_DAYS = 30;

const SENTENCES: Readonly<Record<Exclude<OwnState, 'certified'>, string>> = {
  none: 'The exchange’s key has no certificate: its delivery receipts cannot be verified by anybody.',
  expired: 'The exchange’s certificate has ended: newer delivery receipts cannot be verified by anybody.',
  withdrawn: 'The exchange’s key is withdrawn: newer delivery receipts cannot be verified by anybody.',
  ending: 'The exchange’s certificate ends soon and wants renewing.'
};

export function ownStandingOf(keyring: Keyring, { key, by }: ExchangeKey, now: Instant): OwnStanding {
  const holder = { authority: 'EXCHANGE', person: by.person } as const;
  const standing = keyStandingOf(keyring.trust, key.keyId, holder, now);
  if (standing.state === 'none') return { state: 'none', until: null };
  const { state, until } = standing;
  const days = (Date.parse(until) - Date.parse(now)) / 86_400_000;
  return { state: state === 'certified' && days <= ENDING_DAYS ? 'ending' : state, until };
}

export class OwnStandingWatch {
  #said: OwnState = 'certified';

  look({ state, until }: OwnStanding, keyId: string, log: ExchangeLog): void {
    if (state === this.#said) return;
    this.#said = state;
    if (state === 'certified') log.info({ key: keyId, until }, 'The exchange’s key is certified.');
    else log.warn({ key: keyId, until }, `${SENTENCES[state]} See “Keys” in couch/provision/keys/README.md.`);
  }
}

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
