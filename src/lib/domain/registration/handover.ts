/**
 * An INCB root key signs that a new key is its equal. Not an act, because no act makes a root. A device that pinned the
 * old root pins the new one.
 */
import type { PublicKey } from '../act/body.ts';
import { isPlainObject } from '../shape/shape.ts';
import { base64urlToBytes } from '../bytes.ts';
import { isInstant } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import type { Instant, KeyId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isPublicKey, keyIdOf } from './key-id.ts';

export interface RootHandover {
  readonly schema: 1;
  readonly kind: 'root-handover';
  readonly key: PublicKey;
  readonly by: KeyId;
  readonly at: Instant;
  /** base64url of the 64-byte ES256 signature over `handoverText`, low-s form as on acts. */
  readonly signature: string;
}

/** No act has its `kind`, so neither can pass for the other. */
export function handoverText({ schema, kind, key, by, at }: Omit<RootHandover, 'signature'>): string {
  return canonicalJson({ schema, kind, key, by, at });
}

export function parseHandover(value: unknown): Result<RootHandover> {
  const problem = { code: 'keys.handover.malformed' };
  if (!isPlainObject(value)) return refuse(problem);
  const { schema, kind, key, by, at, signature, ...others } = value;
  const isWhole = schema === 1 && kind === 'root-handover' && Object.keys(others).length === 0;
  if (!isWhole || !isPublicKey(key) || !isInstant(at) || !isKeyId(by)) return refuse(problem);
  if (typeof signature !== 'string' || base64urlToBytes(signature)?.length !== 64) return refuse(problem);
  if (keyIdOf(key) === by) return refuse(problem);
  return accept({ schema: 1, kind: 'root-handover', key, by, at, signature });
}

function isKeyId(value: unknown): value is KeyId {
  return typeof value === 'string' && base64urlToBytes(value)?.length === 32;
}

/** In any order; a new root can hand over too. A handover never removes a root. */
export function rootsAfter(
  pinned: readonly PublicKey[],
  handovers: readonly Pick<RootHandover, 'key' | 'by'>[]
): readonly PublicKey[] {
  const roots = pinned.slice();
  const ids = new Set(pinned.map(keyIdOf));
  for (let found = true; found;) {
    found = false;
    for (const { key, by } of handovers) {
      if (!ids.has(by) || ids.has(keyIdOf(key))) continue;
      ids.add(keyIdOf(key));
      roots.push(key);
      found = true;
    }
  }
  return roots;
}
