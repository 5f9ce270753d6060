/**
 * One root key of the Board makes a new one its equal: a signed statement beside the acts, because no act
 * makes a root. It comes with the session, and a device that has pinned the old root pins the new one too.
 */
import type { PublicKey } from '../act/body.ts';
import { isPlainObject } from '../shape/shape.ts';
import { base64urlToBytes } from '../base64url.ts';
import { isInstant } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import type { Instant, KeyId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isPublicKey, keyIdOf } from './key-id.ts';

export interface RootHandover {
  readonly schema: 1;
  readonly kind: 'root-handover';
  /** The new root. */
  readonly key: PublicKey;
  /** The root that states it. */
  readonly by: KeyId;
  readonly at: Instant;
  /** base64url of the 64-byte ES256 signature over `handoverText`, in the low-s form as on acts. */
  readonly signature: string;
}

/** What is signed. Its `kind` is none that an act has, so neither can be passed off as the other. */
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

/**
 * The roots to trust, from those that are pinned and from handovers whose signatures are verified, in
 * whatever order: a root handed over may hand over in turn. None is ever taken away by a handover.
 */
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
