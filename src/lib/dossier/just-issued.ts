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
