/**
 * What the door must know of a whole database, kept in memory and brought up to date before each batch:
 * the keys that certificates name, the numbers that authorizations bear, and the blocks that they lie in.
 */
import { Keyring } from '#lib/crypto/keyring.ts';
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, PublicKey, WithdrawalBody } from '#lib/domain/act/body.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import type { ActId, Instant, KeyId } from '#lib/domain/ids.ts';
import { isKeyId } from '#lib/domain/registration/key-id.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import { BlockShelf, isBlockId } from '#lib/domain/door/block-shelf.ts';
import { Reading, type NamedDatabase, type Stored, type Wanted } from './reading.ts';

export type { NamedDatabase } from './reading.ts';

/** Before an id is read in full: most acts are of a trade. */
const ABOUT_KEYS = /:(?:certificate|withdrawal):/;

/** Hears of each key that a withdrawal names, and then what is known of keys. */
export interface WithdrawalListener {
  note(key: KeyId): void;
  settle(trust: () => Trust): Promise<void>;
}

/** Certificates and withdrawals of everybody, from `reference` and from the countries that were asked for. */
export class KeyRegister {
  readonly #readings = new Map<string, Reading>();
  readonly #keyring: Keyring;
  readonly #withdrawn: WithdrawalListener | null;

  constructor(roots: readonly PublicKey[], withdrawn: WithdrawalListener | null = null) {
    this.#keyring = new Keyring(roots);
    this.#withdrawn = withdrawn;
  }

  /** As far as it has been read: for what can wait if a key is not among them. */
  get known(): Keyring {
    return this.#keyring;
  }

  /** Up to date with these databases. Nobody waits for the sessions that end by what was read. */
  async keyring(databases: readonly NamedDatabase[]): Promise<Keyring> {
    await Promise.all(databases.map((one) => this.#readingOf(one).readOn(one.database, this.#wanted())));
    void this.settled();
    return this.#keyring;
  }

  /** What has just been stored, and when; a write that failed is none of its business. */
  async learn(where: NamedDatabase, stored: Stored, firstSeen: Instant): Promise<void> {
    await this.#readingOf(where).tell(stored, this.#wanted(firstSeen));
    await this.settled();
  }

  /** Resolves when the sessions have ended whose device's key is withdrawn by what was read. */
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

/** What is known of the numbers of one country's own authorizations, by nothing but what is stored. */
export interface KnownNumbers {
  /** Which act bears which number. */
  readonly holders: ReadonlyMap<string, ActId>;
  /** Whose numbers are whose. */
  readonly blocks: BlockShelf;
}

interface Numbers extends Wanted, KnownNumbers {
  readonly reading: Reading;
}

/** What numbers of a country are borne, and which devices' blocks they lie in. */
export class NumberRegister {
  readonly #known = new Map<string, Numbers>();

  /** Up to date with the database. */
  async known(where: NamedDatabase, issuer: string): Promise<KnownNumbers> {
    const numbers = this.#numbersOf(where, issuer);
    await numbers.reading.readOn(where.database, numbers);
    return numbers;
  }

  /** What has just been stored. */
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
 * Whoever keeps the database may have put anything under an act's id: what bears no number holds none (threats P6).
 * Nothing else is looked at, so that a number which was ever borne is never given again.
 */
function note(holders: Map<string, ActId>, id: ActId, document: object): void {
  const body = 'body' in document ? document.body : null;
  const number = isPlainObject(body) ? body['number'] : null;
  if (typeof number !== 'string' || holders.has(number) || !parseNumber(number).ok) return;
  holders.set(number, id);
}
