import { formatInteger, formatMedian, formatPercentText } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { FIGURES, type FigureKey, type FigureLabel, type UseFigures } from '#lib/domain/usage/figures.ts';
import type { UseState } from '#lib/domain/usage/use-state.ts';
import type { Step } from '#lib/domain/usage/ways-onto.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface UseWords {
  readonly word: string;
  readonly tone: Tone;
}

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

const LABELS: Readonly<Record<FigureLabel, () => string>> = m;

/** `as`: for a narrow column or a headline. */
export function figureLabel(key: FigureKey, as?: 'short' | 'long'): string {
  const row: { readonly label: FigureLabel; readonly short?: FigureLabel; readonly long?: FigureLabel } =
    FIGURES[key];
  return LABELS[(as && row[as]) ?? row.label]();
}

/** A dash if nothing was counted, and for a share or median of nothing. */
export function figureText(key: FigureKey, figures: UseFigures | null | undefined): string {
  const value = figures?.[key] ?? null;
  switch (FIGURES[key].is) {
    case 'sum':
    case 'most':
      return countWord(value);
    case 'share':
      return value === null ? '–' : formatPercentText(String(Math.round(value)));
    case 'median':
      return daysWord(value);
  }
}

export function countWord(count: number | null): string {
  return count === null ? '–' : formatInteger(count);
}

export function daysWord(days: number | null): string {
  return days === null ? '–' : m.overview_days({ count: days, days: formatMedian(days) });
}
