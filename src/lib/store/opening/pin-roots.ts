/**
 * The Board's root keys come from the server once, at the first sign-in on this computer. Later roots count only by a
 * handover that a pinned one signed: another root could sign anything in anyone's name.
 */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/certify.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Session } from '../server/session.ts';

interface PinnedRoots {
  readonly roots: readonly PublicKey[];
  readonly strangeRoots: readonly KeyId[];
}

async function pinRoots(
  pinned: readonly PublicKey[],
  { roots, handovers = [] }: Pick<Session, 'roots' | 'handovers'>
): Promise<PinnedRoots> {
  const named = Array.isArray(roots) ? roots.filter(isPublicKey) : [];
  if (pinned.length === 0) return { roots: named, strangeRoots: [] };
  const known = await rootsKnown(pinned, handovers);
  const ids = new Set(known.map(keyIdOf));
  return { roots: known, strangeRoots: named.map(keyIdOf).filter((id) => !ids.has(id)) };
}

/** Handovers come once in years: their verification code loads on demand. */
async function rootsKnown(
  pinned: readonly PublicKey[],
  handovers: readonly unknown[]
): Promise<readonly PublicKey[]> {
  if (!Array.isArray(handovers) || handovers.length === 0) return pinned;
  const { followHandovers } = await import('#lib/crypto/handover.ts');
  return followHandovers(pinned, handovers);
}

export function judgeRoots({ strangeRoots }: Pick<PinnedRoots, 'strangeRoots'>): Result<true> {
  const [first] = strangeRoots;
  if (first === undefined) return accept(true);
  return refuse({ code: 'session.roots.strange', values: { fingerprint: fingerprintOf(first) } });
}

/** A server that names unknown roots is trusted in nothing else either. */
export async function noteServer(book: DeviceBook, session: Session): Promise<PinnedRoots> {
  const pinned = await pinRoots(book.device.roots, session);
  const { demonstration, time } = session;
  const told = pinned.strangeRoots.length === 0 ? { demonstration, serverTime: time } : {};
  await book.updateDevice((device) => ({ ...device, ...told, ...pinned }));
  return pinned;
}
