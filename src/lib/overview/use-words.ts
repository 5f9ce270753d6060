import { formatInteger, formatMedian, formatPercentText } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { UseState } from '#lib/domain/usage/use-state.ts';
import type { Step } from '#lib/domain/usage/ways-onto.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface UseWords {
  readonly word: string;
  readonly tone: Tone;
}

/** Null: no registration and no request. */
export function useWords(state: UseState | null): UseWords {
  if (state === null) return { word: m.overview_state_none(), tone: 'neutral' };
  const words = {
    active: { word: m.overview_state_active(), tone: 'good' },
    'not-active': { word: m.overview_state_idle(), tone: 'warn' },
    registered: { word: m.overview_state_registered(), tone: 'neutral' },
    requested: { word: m.overview_state_requested(), tone: 'info' }
  } as const;
  return words[state];
}

export function stepWord(step: Step): string {
  const words: Readonly<Record<Step, () => string>> = {
    request: m.overview_step_request,
    letter: m.overview_step_letter,
    confirmed: m.overview_step_confirmed,
    'first-act': m.overview_step_act,
    'first-exchange': m.overview_step_exchange
  };
  return words[step]();
}

/** Whole per cent; a dash if the whole is zero. */
export function shareWord(part = 0, whole = 0): string {
  return whole === 0 ? '–' : formatPercentText(String(Math.round((100 * part) / whole)));
}

/** For tables; their note explains the dash: null was not counted. */
export function countWord(count: number | null | undefined): string {
  return count === null || count === undefined ? '–' : formatInteger(count);
}

export function daysWord(days: number | null | undefined): string {
  return days === null || days === undefined
    ? '–'
    : m.overview_days({ count: days, days: formatMedian(days) });
}
