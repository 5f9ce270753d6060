/**
 * One open per country, 60 days, ten wrong tries, kept as SHA-256 (95 random bits need no slow hash). Every try is
 * written before its outcome is returned.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { changeDocument } from '#couch/database/documents.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  CODE_BYTES,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { CODE_DAYS } from '#lib/domain/own-choices.ts';

const MAX_WRONG_TRIES = 10;
const DAY_MS = 24 * 3_600_000;

interface LetterDocument {
  readonly schema: 1;
  readonly registration: string;
  readonly hash: string;
  readonly validUntil: number;
  readonly wrong: number;
  readonly right: number;
  readonly void: boolean;
}

type Tried =
  | { readonly right: true; readonly registration: string }
  | { readonly right: false; readonly wornOut: string | null };

export class Letters {
  readonly #database: Database;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#database = engine.open('accounts');
    this.#clock = clock;
  }

  /** A new code disables the country's previous one, of whatever request. */
  async write(
    country: CountryCode,
    registration: string
  ): Promise<{
    readonly code: ConfirmationCode;
    readonly validUntil: Instant;
    readonly instead: string | null;
  }> {
    const code = bytesToConfirmationCode(Uint8Array.from(randomBytes(CODE_BYTES)));
    const validUntil = this.#clock() + CODE_DAYS * DAY_MS;
    const hash = hashOf(code);
    let instead: string | null = null;
    await changeDocument<LetterDocument>(this.#database, letterId(country), (held) => {
      instead = held && !held.void ? held.registration : null;
      return { schema: 1, registration, hash, validUntil, wrong: 0, right: 0, void: false };
    });
    return { instead, code, validUntil: new Date(validUntil).toISOString() as Instant };
  }

  async try(country: CountryCode, code: ConfirmationCode): Promise<Tried> {
    let outcome: Tried = { right: false, wornOut: null };
    await changeDocument<LetterDocument>(this.#database, letterId(country), (held) => {
      outcome = { right: false, wornOut: null };
      if (!held || held.void || held.wrong >= MAX_WRONG_TRIES || held.validUntil <= this.#clock())
        return null;
      if (isSame(held.hash, hashOf(code))) {
        outcome = { right: true, registration: held.registration };
        return { ...held, right: held.right + 1 };
      }
      const wrong = held.wrong + 1;
      outcome = { right: false, wornOut: wrong === MAX_WRONG_TRIES ? held.registration : null };
      return { ...held, wrong };
    });
    return outcome;
  }

  async void(country: CountryCode, registration: string): Promise<void> {
    await changeDocument<LetterDocument>(this.#database, letterId(country), (held) =>
      held && held.registration === registration && !held.void ? { ...held, void: true } : null
    );
  }
}

function letterId(country: CountryCode): string {
  return `confirmation:${country}`;
}

function hashOf(code: ConfirmationCode): string {
  return createHash('sha256').update(code).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(textToBytes(a), textToBytes(b));
}
