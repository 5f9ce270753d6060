/** INCB's queue: what waits for the Board, and what it has decided. */
import { isFolded } from '#lib/domain/registration/crowd.ts';
import { lastSending } from '#lib/domain/registration/letter-event.ts';
import { isOpen, isUnfinished, type Registration } from '#lib/domain/registration/registration.ts';

export const QUEUE_TABS = ['waiting', 'folded', 'decided'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

function tabOf(registration: Registration): QueueTab {
  if (isFolded(registration)) return 'folded';
  return isOpen(registration) || isUnfinished(registration) ? 'waiting' : 'decided';
}

/** The oldest first in what waits and what is folded, the latest first in what is decided. */
export function queueOf(registrations: readonly Registration[], tab: QueueTab): readonly Registration[] {
  const own = registrations.filter((one) => tabOf(one) === tab);
  const instant = (one: Registration): string => (tab === 'decided' ? (one.decidedAt ?? '') : one.askedAt);
  const sign = tab === 'decided' ? -1 : 1;
  return own.sort((a, b) => (instant(a) < instant(b) ? -sign : sign));
}

/** Whether the Board has something to do; a letter that was sent waits for the country. */
export function asksBoard(registration: Registration): boolean {
  const { status, codeVoidAt } = registration;
  if (status === 'letter') return Boolean(codeVoidAt) || lastSending(registration) === null;
  return status === 'asked' || isUnfinished(registration);
}
