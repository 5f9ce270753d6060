/**
 * One message to one browser: encrypted for it (RFC 8291), posted to its push service (RFC 8030) in the name of this
 * installation (RFC 8292).
 */
import { createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign } from 'node:crypto';
import type { Agent } from 'node:https';
import { parsePublicUrl, postPublic, publicAgent } from '#couch/base/public-post.ts';
import { deriveKey } from '#couch/base/seal.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';

export interface PushAddress {
  readonly endpoint: string;
  /** The browser's public key, and the secret that it shares with its server. */
  readonly p256dh: string;
  readonly auth: string;
}

export interface WebPush {
  /** Public key of this installation: a browser accepts no other sender. */
  readonly key: string;
  /** `gone`: the browser no longer receives. Rejects if the message should be tried again. */
  post(to: PushAddress, text: string, ends: AbortSignal): Promise<'sent' | 'gone'>;
}

interface WebPushOptions {
  readonly secret: string;
  /** Origin of the app, for the push service's complaints; null if the operator has not set it. */
  readonly address: string | null;
  readonly clock: () => number;
  readonly agent?: Agent;
}

/** A later message replaces one that waits, and none waits longer than a day. */
const WAITS = { ttl: '86400', topic: 'i2es', urgency: 'normal' } as const;

export function openWebPush({ secret, address, clock, agent = publicAgent() }: WebPushOptions): WebPush {
  const own = senderKeys(secret);
  const claims = address?.startsWith('https:') ? { sub: address } : {};
  return {
    key: own.publicKey,
    post: async (to, text, ends) => {
      const url = parsePublicUrl(to.endpoint);
      if (url === null) return 'gone';
      const body = encryptFor(to, text);
      const headers = {
        ...WAITS,
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        'content-length': body.length,
        authorization: `vapid t=${own.signClaims({ aud: url.origin, ...claims }, clock())}, k=${own.publicKey}`
      };
      const status = await postPublic(url, { agent, headers, body, ends });
      if (status === 404 || status === 410) return 'gone';
      if (status < 200 || status > 299) throw new Error(`The push service answered ${status}.`);
      return 'sent';
    }
  };
}

/** Null unless a browser could have given it. */
export function parsePushAddress({
  endpoint,
  p256dh,
  auth
}: Readonly<Partial<Record<keyof PushAddress, unknown>>>): PushAddress | null {
  const url = parsePublicUrl(endpoint);
  if (url === null || !isBase64url(p256dh, 65) || !isBase64url(auth, 16)) return null;
  const own = createECDH(CURVE);
  own.generateKeys();
  try {
    own.computeSecret(p256dh, 'base64url');
  } catch {
    // Not a point of the curve.
    return null;
  }
  return { endpoint: url.href, p256dh, auth };
}

function isBase64url(value: unknown, bytes: number): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]+$/.test(value)) return false;
  const read = Buffer.from(value, 'base64url');
  return read.length === bytes && read.toString('base64url') === value;
}

const CURVE = 'prime256v1';
const HALF_A_DAY_SECONDS = 12 * 3600;

interface SenderKeys {
  readonly publicKey: string;
  signClaims(claims: object, now: number): string;
}

/** Derived from the secret of the installation: all gateways have it, and a restored server keeps its browsers. */
function senderKeys(secret: string): SenderKeys {
  const ecdh = createECDH(CURVE);
  for (let nth = 0; ; nth++) {
    try {
      ecdh.setPrivateKey(deriveKey(secret, `i2es web push ${nth}`));
      break;
    } catch {
      // One in four thousand million numbers is not a key of the curve.
    }
  }
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: ecdh.getPrivateKey('base64url') };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    publicKey: point.toString('base64url'),
    signClaims: (claims, now) => {
      const exp = Math.floor(now / 1000) + HALF_A_DAY_SECONDS;
      const text = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode({ ...claims, exp })}`;
      const signature = sign('sha256', textToBytes(text), { key, dsaEncoding: 'ieee-p1363' });
      return [text, signature.toString('base64url')].join('.');
    }
  };
}

/** All messages have one length, so that it tells nothing of the counts. */
const MESSAGE_BYTES = 1024;
const RECORD_BYTES = 4096;

function encryptFor({ p256dh, auth }: PushAddress, text: string): Uint8Array {
  const message = textToBytes(text);
  if (message.length >= MESSAGE_BYTES) throw new Error('The message is too long.');
  const plain = new Uint8Array(MESSAGE_BYTES);
  // The last record ends with 2 and zeros (RFC 8188).
  plain.set([...message, 2]);
  const ecdh = createECDH(CURVE);
  const own = ecdh.generateKeys();
  const info = [...textToBytes('WebPush: info\0'), ...Buffer.from(p256dh, 'base64url'), ...own];
  const secret = ecdh.computeSecret(p256dh, 'base64url');
  const shared = expand(secret, Buffer.from(auth, 'base64url'), info, 32);
  const salt = randomBytes(16);
  const key = expand(shared, salt, textToBytes('Content-Encoding: aes128gcm\0'), 16);
  const nonce = expand(shared, salt, textToBytes('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [...cipher.update(plain), ...cipher.final(), ...cipher.getAuthTag()];
  const size = [24, 16, 8, 0].map((shift) => (RECORD_BYTES >> shift) & 0xff);
  return new Uint8Array([...salt, ...size, own.length, ...own, ...sealed]);
}

type Bytes = Iterable<number>;

function expand(secret: Bytes, salt: Bytes, info: Bytes, length: number): Uint8Array {
  const [from, salted, about] = [secret, salt, info].map((part) => Uint8Array.from(part));
  return new Uint8Array(hkdfSync('sha256', from!, salted!, about!, length));
}
