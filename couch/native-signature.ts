/**
 * ES256 by Node's own library, which asks less of the main thread than its WebCrypto: the mathematics is the same
 * (OpenSSL), and `test/couch/native-signature.test.ts` holds the two to the same answers.
 */
import { readSigned, type SignatureCheck } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

interface Imported {
  readonly keyId: KeyId;
  /** Null where the point is not on the curve. */
  readonly key: KeyObject | null;
}

/** For as long as a keyring holds the key. */
const imported = new WeakMap<PublicKey, Imported>();

/** Of an act that is well formed; the key must be the one that the signature names. */
export const nativeIsSignedBy: SignatureCheck = async (act, publicKey) => {
  const known = imported.get(publicKey) ?? importKey(publicKey);
  const { keyId, key } = known;
  const signed = keyId === act.signature.key && key !== null ? readSigned(act) : null;
  if (signed === null || key === null) return false;
  const message = textToBytes(signed.message);
  return new Promise((tell, fail) =>
    verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signed.signature, (error, isGood) =>
      error ? fail(error) : tell(isGood)
    )
  );
};

function importKey(publicKey: PublicKey): Imported {
  const made = { keyId: keyIdOf(publicKey), key: readKey(publicKey) };
  imported.set(publicKey, made);
  return made;
}

function readKey(publicKey: PublicKey): KeyObject | null {
  if (!isPublicKey(publicKey)) return null;
  try {
    return createPublicKey({ key: { ...publicKey }, format: 'jwk' });
  } catch {
    return null;
  }
}
