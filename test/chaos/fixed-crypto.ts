/**
 * Randomness from a seed, and cryptography without threads, so that a run has the same keys, ids and signatures whenever
 * it is repeated, in the same order. ES256 draws a number for each signature; here it comes from key and message, as in
 * RFC 6979 §3.2.
 */
import nodeCrypto, {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  hkdfSync,
  KeyObject,
  pbkdf2Sync,
  verify,
  webcrypto
} from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { joinBytes, type Bytes } from '#lib/crypto/bytes.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import type { Seeded } from './seeded.ts';

/** The order of P-256 (FIPS 186-4, D.1.2.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const TAG_BYTES = 16;

const { subtle } = webcrypto;
type Import = (...given: unknown[]) => Promise<CryptoKey>;
const importKey = subtle.importKey.bind(subtle) as unknown as Import;

interface Gcm {
  readonly iv: Uint8Array;
  readonly additionalData?: Uint8Array;
}

export function fixChance(chance: Seeded): void {
  const fill = <T extends Uint8Array>(bytes: T): T => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = chance.below(256);
    return bytes;
  };
  const uuid = (): string => {
    const hex = Buffer.from(fill(new Uint8Array(16))).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  Math.random = () => chance.fraction();
  Object.assign(nodeCrypto, {
    randomUUID: uuid,
    randomBytes: (length: number) => Buffer.from(fill(new Uint8Array(length))),
    randomFillSync: fill
  });
  syncBuiltinESMExports();
  replace(globalThis.crypto, {
    getRandomValues: (view: ArrayBufferView) => {
      fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      return view;
    },
    randomUUID: uuid
  });
  replace(globalThis.crypto.subtle, {
    ...WITHOUT_THREADS,
    generateKey: (
      kind: { name: string; length?: number },
      isExtractable: boolean,
      uses: readonly string[]
    ) =>
      kind.name === 'ECDSA'
        ? makePair(fill(new Uint8Array(32)))
        : importKey('raw', fill(new Uint8Array((kind.length ?? 256) / 8)), kind, isExtractable, uses)
  });
}

function replace(on: object, by: object): void {
  for (const [name, value] of Object.entries(by))
    Object.defineProperty(on, name, { value, configurable: true, writable: true });
}

const WITHOUT_THREADS = {
  digest: async (_kind: unknown, data: ArrayBuffer | Uint8Array) => toBuffer(hashOf(toBytes(data))),
  encrypt: async (kind: Gcm, key: CryptoKey, data: Uint8Array) => toBuffer(encrypt(kind, key, toBytes(data))),
  decrypt: async (kind: Gcm, key: CryptoKey, data: Uint8Array) => toBuffer(decrypt(kind, key, toBytes(data))),
  sign: async (_kind: unknown, key: CryptoKey, data: Uint8Array) => {
    const { d = '' } = KeyObject.from(key as never).export({ format: 'jwk' }) as { d?: string };
    return sign(toNumber(plain(Buffer.from(d, 'base64url'))), data);
  },
  verify: async (_kind: unknown, key: CryptoKey, signature: Uint8Array, data: Uint8Array) =>
    verify('sha256', data, { key: KeyObject.from(key as never), dsaEncoding: 'ieee-p1363' }, signature),
  wrapKey: async (format: string, key: CryptoKey, by: CryptoKey, kind: Gcm) =>
    toBuffer(encrypt(kind, by, exportKey(format, key))),
  unwrapKey: async (format: string, wrapped: Uint8Array, by: CryptoKey, kind: Gcm, ...given: unknown[]) =>
    importKey(format, decrypt(kind, by, toBytes(wrapped)), ...given),
  // No attacker is simulated, so one round is enough.
  deriveKey: async (
    kind: { name: string; salt: Uint8Array; info?: Uint8Array },
    from: CryptoKey,
    ...given: unknown[]
  ) => {
    const secret = plain(KeyObject.from(from as never).export() as Buffer);
    const derived =
      kind.name === 'PBKDF2'
        ? plain(pbkdf2Sync(secret, kind.salt, 1, 32, 'sha256'))
        : new Uint8Array(hkdfSync('sha256', secret, kind.salt, kind.info ?? new Uint8Array(), 32));
    return importKey('raw', derived, ...given);
  }
};

function encrypt({ iv, additionalData }: Gcm, key: CryptoKey, text: Uint8Array): Bytes {
  const cipher = createCipheriv('aes-256-gcm', KeyObject.from(key as never), iv);
  if (additionalData) cipher.setAAD(additionalData);
  return joinBytes(plain(cipher.update(text)), plain(cipher.final()), plain(cipher.getAuthTag()));
}

function decrypt({ iv, additionalData }: Gcm, key: CryptoKey, packed: Uint8Array): Bytes {
  const decipher = createDecipheriv('aes-256-gcm', KeyObject.from(key as never), iv);
  if (additionalData) decipher.setAAD(additionalData);
  try {
    decipher.setAuthTag(packed.subarray(packed.length - TAG_BYTES));
    const text = plain(decipher.update(packed.subarray(0, packed.length - TAG_BYTES)));
    return joinBytes(text, plain(decipher.final()));
  } catch {
    throw new DOMException('The operation failed.', 'OperationError');
  }
}

function exportKey(format: string, key: CryptoKey): Bytes {
  const held = KeyObject.from(key as never);
  return plain(format === 'raw' ? (held.export() as Buffer) : held.export({ format: 'der', type: 'pkcs8' }));
}

async function makePair(random: Uint8Array): Promise<object> {
  const secret = (toNumber(random) % (ORDER - 1n)) + 1n;
  const { x, y } = pointOf(secret);
  const jwk = { kty: 'EC', crv: 'P-256', x: toText(x), y: toText(y) };
  return {
    privateKey: await importKey('jwk', { ...jwk, d: toText(secret) }, CURVE, true, ['sign']),
    publicKey: await importKey('jwk', jwk, CURVE, true, ['verify'])
  };
}

/** FIPS 186-4, 6.4: r‖s of 64 bytes. */
function sign(secret: bigint, data: Uint8Array): ArrayBuffer {
  const hash = hashOf(data);
  const drawn = plain(createHmac('sha256', to32Bytes(secret)).update(hash).digest());
  const nonce = (toNumber(drawn) % (ORDER - 1n)) + 1n;
  const r = pointOf(nonce).x % ORDER;
  const s = (inverse(nonce) * (toNumber(hash) + r * secret)) % ORDER;
  return toBuffer(joinBytes(to32Bytes(r), to32Bytes(s)));
}

function pointOf(secret: bigint): { readonly x: bigint; readonly y: bigint } {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(to32Bytes(secret));
  const point = plain(curve.getPublicKey());
  return { x: toNumber(point.subarray(1, 33)), y: toNumber(point.subarray(33)) };
}

/** Extended Euclid. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value % ORDER, ORDER, 1n, 0n] as [bigint, bigint, bigint, bigint];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % ORDER) + ORDER) % ORDER;
}

function hashOf(data: Uint8Array): Bytes {
  return plain(createHash('sha256').update(data).digest());
}

/** Node's type of its bytes is none of the platform's. */
function plain(buffer: Buffer): Bytes {
  return new Uint8Array(buffer as unknown as Uint8Array);
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function to32Bytes(value: bigint): Bytes {
  return plain(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
}

function toText(value: bigint): string {
  return bytesToBase64url(to32Bytes(value));
}

function toBytes(data: ArrayBuffer | Uint8Array): Uint8Array {
  return data instanceof Uint8Array ? data : new Uint8Array(data);
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
