/** Marks an authorization as just issued, so that its page confirms it once only. */
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
