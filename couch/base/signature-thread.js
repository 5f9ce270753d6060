// @ts-check
/** Plain JavaScript: Node loads thread files without the TypeScript loader. */
import { createPublicKey, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

export const SIGNATURES = 'signatures';

/**
 * `claim` is shared by all who could verify it: 0 until one of them has begun. `of` has for each message the place
 * of its key in `keys`; signatures are base64url of r‖s.
 * @typedef {{ id: number, claim: Int32Array<SharedArrayBuffer>,
 *   keys: { kty: string, crv: string, x: string, y: string }[], of: number[],
 *   messages: string[], signatures: string[] }} Portion
 */

const MAX_KEYS = 2000;
/** @type {Map<string, import('node:crypto').KeyObject | null>} */
const known = new Map();
const utf8 = new TextEncoder();

/** @param {Portion['keys'][number]} jwk */
function keyOf({ kty, crv, x, y }) {
  const name = `${x}.${y}`;
  const held = known.get(name);
  if (held !== undefined) return held;
  if (known.size >= MAX_KEYS) known.clear();
  const key = readKey({ kty, crv, x, y });
  known.set(name, key);
  return key;
}

/**
 * Null if the point is not on the curve.
 * @param {Portion['keys'][number]} jwk
 */
function readKey(jwk) {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

/**
 * One boolean per message. Null if another thread has begun this portion.
 * @param {Portion} portion
 */
export function verifyPortion({ claim, keys, of, messages, signatures }) {
  if (Atomics.compareExchange(claim, 0, 0, 1) !== 0) return null;
  const read = keys.map(keyOf);
  return messages.map((message, index) =>
    isGood(message, read[of[index] ?? -1] ?? null, signatures[index] ?? '')
  );
}

/**
 * An unreadable signature is not good.
 * @param {string} message @param {import('node:crypto').KeyObject | null} key @param {string} signature
 */
function isGood(message, key, signature) {
  if (key === null) return false;
  try {
    const value = new Uint8Array(Buffer.from(signature, 'base64url'));
    return verify('sha256', utf8.encode(message), { key, dsaEncoding: 'ieee-p1363' }, value);
  } catch {
    return false;
  }
}

if (workerData === SIGNATURES)
  parentPort?.on('message', (/** @type {Portion} */ portion) => {
    const good = verifyPortion(portion);
    if (good !== null) parentPort?.postMessage({ id: portion.id, good });
  });
