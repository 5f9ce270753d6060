/**
 * Keys of authorities in a public list: whose authority, which role, from when to when. Certificates stay out, because
 * they name people and devices.
 *
 * | bytes              | content                                                                        |
 * |--------------------|--------------------------------------------------------------------------------|
 * | 1, then as many    | length and ASCII of the authority’s code                                       |
 * | 2                  | number of its keys, each as follows                                            |
 * | 1                  | role (0 root, 1 administrator, 2 officer, 3 exchange); 128 more if it has ended |
 * | 32, 32             | x and y of the public key                                                      |
 * | 4, 4, and 4 if so  | valid from, valid until, ended from: seconds since 1970                        |
 */
import type { KeyRole, PublicKey } from '../act/body.ts';
import { KEY_ROLES } from '../act/kinds/keys.ts';
import { base64urlToBytes, bytesToBase64url } from '../bytes.ts';
import { isAuthority } from '../country.ts';
import type { AuthorityCode, Instant, KeyId } from '../ids.ts';
import { keyIdOf } from '../registration/key-id.ts';

export interface PublicKeyEntry {
  readonly key: PublicKey;
  readonly authority: AuthorityCode;
  readonly role: KeyRole;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** Nothing of a trade that is dated later counts; null if nobody revoked the key. */
  readonly endedFrom: Instant | null;
}

const ENDED = 128;
const COORDINATE_BYTES = 32;

/** Sorted by authority and key, so that the order says nothing of a person or a time. */
export function packKeys(entries: readonly PublicKeyEntry[]): Uint8Array {
  const bytes: number[] = [];
  const authorities = [...new Set(entries.map(({ authority }) => authority))].sort();
  for (const authority of authorities) {
    const own = entries
      .filter((entry) => entry.authority === authority)
      .sort((a, b) => (a.key.x < b.key.x ? -1 : 1));
    bytes.push(authority.length, ...Array.from(authority, (letter) => letter.charCodeAt(0)));
    pushNumber(bytes, own.length, 2);
    for (const entry of own) pushEntry(bytes, entry);
  }
  return Uint8Array.from(bytes);
}

function pushEntry(bytes: number[], { key, role, validFrom, validUntil, endedFrom }: PublicKeyEntry): void {
  bytes.push(KEY_ROLES.indexOf(role) + (endedFrom === null ? 0 : ENDED));
  for (const coordinate of [key.x, key.y]) bytes.push(...(base64urlToBytes(coordinate) ?? []));
  pushNumber(bytes, Math.floor(Date.parse(validFrom) / 1000), 4);
  pushNumber(bytes, Math.ceil(Date.parse(validUntil) / 1000), 4);
  if (endedFrom !== null) pushNumber(bytes, Math.floor(Date.parse(endedFrom) / 1000), 4);
}

function pushNumber(bytes: number[], number: number, length: number): void {
  for (let at = length - 1; at >= 0; at--) bytes.push(Math.floor(number / Math.pow(256, at)) % 256);
}

/** Null if the bytes are not whole. */
export function readKeys(bytes: Uint8Array): ReadonlyMap<KeyId, PublicKeyEntry> | null {
  const keys = new Map<KeyId, PublicKeyEntry>();
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const authority = reader.text(reader.number(1));
    if (!isAuthority(authority)) return null;
    for (let count = reader.number(2); count > 0 && !reader.isShort; count--) {
      const entry = readEntry(reader, authority);
      if (entry === null) return null;
      keys.set(keyIdOf(entry.key), entry);
    }
  }
  return reader.isShort ? null : keys;
}

function readEntry(reader: Reader, authority: AuthorityCode): PublicKeyEntry | null {
  const flags = reader.number(1);
  const role = KEY_ROLES[flags % ENDED];
  const [x, y] = [reader.coordinate(), reader.coordinate()];
  const [validFrom, validUntil] = [reader.instant(), reader.instant()];
  const endedFrom = flags >= ENDED ? reader.instant() : null;
  if (reader.isShort || role === undefined) return null;
  return { key: { kty: 'EC', crv: 'P-256', x, y }, authority, role, validFrom, validUntil, endedFrom };
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  get isShort(): boolean {
    return this.#at > this.#bytes.length;
  }

  number(length: number): number {
    return this.#take(length).reduce((all, byte) => all * 256 + byte, 0);
  }

  text(length: number): string {
    return Array.from(this.#take(length), (byte) => String.fromCharCode(byte)).join('');
  }

  coordinate(): string {
    return bytesToBase64url(this.#take(COORDINATE_BYTES));
  }

  instant(): Instant {
    return new Date(this.number(4) * 1000).toISOString() as Instant;
  }

  #take(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }
}
