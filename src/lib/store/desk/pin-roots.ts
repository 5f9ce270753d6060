/**
 * The Board's root keys are taken from the server once, when a person first signs in on this computer.
 * After that a new one counts only by a handover that a pinned one has signed. A server that names any
 * other is not believed: it may have been taken over, and whoever is trusted by its roots could state
 * anything in anybody's name.
 */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Session } from '../server/session.ts';

export interface PinnedRoots {
  readonly roots: readonly PublicKey[];
  /** Named by the server, and neither pinned nor handed over. */
  readonly strangeRoots: readonly KeyId[];
}

export async function pinRoots(
  pinned: readonly PublicKey[],
  { roots, handovers = [] }: Pick<Session, 'roots' | 'handovers'>
): Promise<PinnedRoots> {
  const named = Array.isArray(roots) ? roots.filter(isPublicKey) : [];
  if (pinned.length === 0) return { roots: named, strangeRoots: [] };
  const known = await rootsKnown(pinned, handovers);
  const ids = new Set(known.map(keyIdOf));
  return { roots: known, strangeRoots: named.map(keyIdOf).filter((id) => !ids.has(id)) };
}

/** Handovers come once in years: what verifies them is fetched when there is one. */
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

/** A server that names roots of which nobody knows is believed in nothing else either. */
export async function noteServer(book: DeviceBook, session: Session): Promise<PinnedRoots> {
  const pinned = await pinRoots(book.device.roots, session);
  const { demonstration, time } = session;
  const told = pinned.strangeRoots.length === 0 ? { demonstration, serverTime: time } : {};
  await book.updateDevice((device) => ({ ...device, ...told, ...pinned }));
  return pinned;
}
