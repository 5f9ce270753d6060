/** That an authorization was issued a moment ago: said on its page once, and not again when it is opened later. */
import type { ActId } from '#lib/domain/ids.ts';

let issued: ActId | null = null;

export function markIssued(id: ActId): void {
  issued = id;
}

export function takeIssued(id: ActId): boolean {
  if (issued !== id) return false;
  issued = null;
  return true;
}
