import type { Instant } from '#lib/domain/ids.ts';

export function instantHere(): Instant {
  return new Date().toISOString() as Instant;
}

export function millisecondsHere(): number {
  return Date.now();
}
