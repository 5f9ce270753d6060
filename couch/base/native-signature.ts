/**
 * ES256 by Node's own library, equal to WebCrypto's (OpenSSL); `test/couch/native-signature.test.ts` compares the two.
 */
import { availableParallelism } from 'node:os';
import { readSigned, type SignatureCheck } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { SignaturePool } from './signature-pool.ts';

const MAX_THREADS = 4;

/** The main thread uses one core. */
const pool = new SignaturePool(Math.max(1, Math.min(MAX_THREADS, availableParallelism() - 1)));

/** Null for a key of another kind. */
const names = new WeakMap<PublicKey, KeyId | null>();

/** The act is well formed, and the key is the one that its signature names. */
export const nativeIsSignedBy: SignatureCheck = (act, key, text) => {
  const signed = nameOf(key) === act.signature.key ? readSigned(act, text) : null;
  if (signed === null) return Promise.resolve(false);
  return pool.check(key, signed.message, act.signature.value);
};

function nameOf(key: PublicKey): KeyId | null {
  let name = names.get(key);
  if (name === undefined) {
    name = isPublicKey(key) ? keyIdOf(key) : null;
    names.set(key, name);
  }
  return name;
}
