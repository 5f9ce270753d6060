/** Keys, numbers and blocks of a whole database for the door, in memory and updated before each batch. */
import { Keyring } from '#lib/crypto/keyring.ts';
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, PublicKey, WithdrawalBody } from '#lib/domain/act/body.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import type { ActId, Instant, KeyId } from '#lib/domain/ids.ts';
import { isKeyId } from '#lib/domain/registration/certify.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import { BlockShelf, isBlockId } from '#lib/domain/door/blocks.ts';
import { Reading, type NamedDatabase, type Stored, type Wanted } from './reading.ts';

export type { NamedDatabase } from './reading.ts';

/** A test of the id avoids parsing it: most acts are of a trade. */
const ABOUT_KEYS = /:(?:certificate|withdrawal):/;

/** Receives each key that a revocation names, and then the current keyring. */
export interface WithdrawalListener {
  note(key: KeyId): void;
  settle(trust: () => Trust): Promise<void>;
}

/** From `reference` and the requested countries. */
export class KeyRegister {
  readonly #readings = new Map<string, Reading>();
  readonly #keyring: Keyring;
  readonly #withdrawn: WithdrawalListener | null;

  constructor(roots: readonly PublicKey[], withdrawn: WithdrawalListener | null = null) {
    this.#keyring = new Keyring(roots);
    this.#withdrawn = withdrawn;
  }

  /** Not updated, for uses that can wait for missing keys. */
  get known(): Keyring {
    return this.#keyring;
  }

  /** The caller does not wait for sessions that end by the revocations. */
  async keyring(databases: readonly NamedDatabase[]): Promise<Keyring> {
    await Promise.all(databases.map((one) => this.#readingOf(one).readOn(one.database, this.#wanted())));
    void this.settled();
    return this.#keyring;
  }

  async learn(where: NamedDatabase, stored: Stored, firstSeen: Instant): Promise<void> {
    await this.#readingOf(where).tell(stored, this.#wanted(firstSeen));
    await this.settled();
  }

  /** Resolves when the sessions of devices with revoked keys have ended. */
  async settled(): Promise<void> {
    await this.#withdrawn?.settle(() => this.#keyring.trust);
  }

  #wanted(firstSeen?: Instant): Wanted {
    return {
      isWanted: (id) => ABOUT_KEYS.test(id) && isActId(id),
      take: (act) => {
        const { kind, keyId } = (act as Partial<Act<WithdrawalBody>>).body ?? {};
        if (kind === 'withdrawal' && isKeyId(keyId)) this.#withdrawn?.note(keyId);
        return this.#keyring.addAct(act, firstSeen);
      }
    };
  }

  #readingOf({ name, epoch }: NamedDatabase): Reading {
    const place = `${name}@${epoch}`;
    const reading = this.#readings.get(place) ?? new Reading();
    this.#readings.set(place, reading);
    return reading;
  }
}

/** Known numbers of one country's own authorizations, from stored documents only. */
export interface KnownNumbers {
  readonly holders: ReadonlyMap<string, ActId>;
  readonly blocks: BlockShelf;
}

interface Numbers extends Wanted, KnownNumbers {
  readonly reading: Reading;
}

export class NumberRegister {
  readonly #known = new Map<string, Numbers>();

  async known(where: NamedDatabase, issuer: string): Promise<KnownNumbers> {
    const numbers = this.#numbersOf(where, issuer);
    await numbers.reading.readOn(where.database, numbers);
    return numbers;
  }

  learn(where: NamedDatabase, issuer: string, stored: Stored): Promise<void> {
    const numbers = this.#numbersOf(where, issuer);
    return numbers.reading.tell(stored, numbers);
  }

  #numbersOf({ name, epoch }: NamedDatabase, issuer: string): Numbers {
    const place = `${name}@${epoch}`;
    const known = this.#known.get(place) ?? openNumbers(issuer);
    this.#known.set(place, known);
    return known;
  }
}

function openNumbers(issuer: string): Numbers {
  const holders = new Map<string, ActId>();
  const blocks = new BlockShelf();
  return {
    reading: new Reading(),
    holders,
    blocks,
    isWanted: (id) => isBlockId(id) || isAuthorizationOf(issuer, id),
    take: (document) => {
      const { _id } = document as { readonly _id: string };
      if (isBlockId(_id)) blocks.take(document);
      else note(holders, _id as ActId, document);
    },
    drop: (id) => blocks.drop(id)
  };
}

function isAuthorizationOf(issuer: string, id: string): boolean {
  const parts = parseActId(id);
  return parts?.issuer === issuer && parts.kind.endsWith('-authorization');
}

/**
 * The server operator can store anything under an act's id (threats P6). Nothing else is checked, so that a number once
 * used is never given again.
 */
function note(holders: Map<string, ActId>, id: ActId, document: object): void {
  const body = 'body' in document ? document.body : null;
  const number = isPlainObject(body) ? body['number'] : null;
  if (typeof number !== 'string' || holders.has(number) || !parseNumber(number).ok) return;
  holders.set(number, id);
}
