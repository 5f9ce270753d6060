import { registrationsOf } from '#lib/store/index/registry-reading.ts';
import { countryName } from '#lib/i18n/format.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { isFolded } from '#lib/domain/registration/crowd.ts';
import {
  lastSending,
  registrationReference,
  isOpen,
  isUnfinished,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { isNumberLike, requestNumber } from '#lib/domain/registration/confirmation-code.ts';

export const QUEUE_TABS = ['waiting', 'folded', 'decided'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

function tabOf(registration: Registration): QueueTab {
  if (isFolded(registration)) return 'folded';
  return isOpen(registration) || isUnfinished(registration) ? 'waiting' : 'decided';
}

export function queueOf(registrations: readonly Registration[], tab: QueueTab): readonly Registration[] {
  const own = registrations.filter((one) => tabOf(one) === tab);
  const instant = (one: Registration): string => (tab === 'decided' ? (one.decidedAt ?? '') : one.askedAt);
  const sign = tab === 'decided' ? -1 : 1;
  return own.sort((a, b) => (instant(a) < instant(b) ? -sign : sign));
}

/** A request with its letter sent waits for the country. */
export function asksBoard(registration: Registration): boolean {
  const { status, codeVoidAt } = registration;
  if (status === 'letter') return Boolean(codeVoidAt) || lastSending(registration) === null;
  return status === 'asked' || isUnfinished(registration);
}

export function isFound(registration: Registration, typed: string): boolean {
  const { country, authority } = registration;
  const words = foldText(
    [countryName(country), country, authority, registrationReference(registration._id)].join(' ')
  );
  return words.includes(foldText(typed)) || isNumberLike(requestNumber(registration), typed);
}

export function countBoardTasks(store: Parameters<typeof registrationsOf>[0]): number {
  return queueOf(registrationsOf(store), 'waiting').filter(asksBoard).length;
}
