/** INCB's queue: what waits for the Board, and what it has decided. */
import { isOpen, isUnfinished, type Registration } from '#lib/domain/registration/registration.ts';

export const QUEUE_TABS = ['waiting', 'decided'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

export function tabOf(registration: Registration): QueueTab {
  return isOpen(registration) || isUnfinished(registration) ? 'waiting' : 'decided';
}

/** The oldest first in what waits, the latest first in what is decided. */
export function queueOf(registrations: readonly Registration[], tab: QueueTab): readonly Registration[] {
  const own = registrations.filter((one) => tabOf(one) === tab);
  const instant = (one: Registration): string => (tab === 'waiting' ? one.askedAt : (one.decidedAt ?? ''));
  const sign = tab === 'waiting' ? 1 : -1;
  return own.sort((a, b) => (instant(a) < instant(b) ? -sign : sign));
}
