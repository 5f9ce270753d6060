/**
 * Thumbprint of the public half (RFC 7638): no other key can take the id, and any copy of the key can be checked against
 * it.
 */
import type { PublicKey } from '../act/body.ts';
import { base64urlToBytes } from '../bytes.ts';
import type { KeyId } from '../ids.ts';
import { sha256Base64url } from '../sha256.ts';

/** SHA-256 of the required JWK members in RFC 7638 order, base64url. */
export function keyIdOf(key: PublicKey): KeyId {
  return sha256Base64url(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`) as KeyId;
}

/** Exactly four members: an extra member or a second spelling of a coordinate would be a second key. */
export function isPublicKey(value: unknown): value is PublicKey {
  if (typeof value !== 'object' || value === null) return false;
  const { kty, crv, x, y } = value as Record<string, unknown>;
  return (
    Object.keys(value).length === 4 && kty === 'EC' && crv === 'P-256' && isCoordinate(x) && isCoordinate(y)
  );
}

function isCoordinate(value: unknown): boolean {
  return typeof value === 'string' && value.length === 43 && base64urlToBytes(value) !== null;
}

export function isKeyId(value: unknown): value is KeyId {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);
}
