import type { FigureName, Trial, TrialFigure, TrialState } from '#lib/domain/partners/trial.ts';
import type { ItemState } from '#lib/domain/partners/trial-figures.ts';
import { countryName, formatDate, formatInteger, formatList, formatQuantity } from '#lib/i18n/format.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface Words {
  readonly tone: Tone;
  readonly word: string;
}

export function trialWords(state: TrialState): Words {
  const words: Readonly<Record<TrialState, Words>> = {
    proposed: { tone: 'info', word: m.trial_state_proposed() },
    declined: { tone: 'neutral', word: m.trial_state_declined() },
    accepted: { tone: 'good', word: m.trial_state_accepted() },
    'one-signed': { tone: 'info', word: m.trial_state_one_signed() },
    differs: { tone: 'warn', word: m.trial_state_differs() },
    agreed: { tone: 'done', word: m.trial_state_agreed() }
  };
  return words[state];
}

export function itemWords(state: ItemState): Words {
  const words: Readonly<Record<ItemState, Words>> = {
    agreed: { tone: 'good', word: m.trial_item_agreed() },
    open: { tone: 'warn', word: m.trial_item_open() },
    waiting: { tone: 'info', word: m.trial_item_waiting() }
  };
  return words[state];
}

export function periodText({ from, until }: Pick<Trial, 'from' | 'until'>): string {
  return m.partners_days({ from: formatDate(from), to: formatDate(until) });
}

export function scopeText({ importing }: Pick<Trial, 'importing'>): string {
  return m.trial_scope({ countries: formatList(importing.map((one) => countryName(one))) });
}

export function figureWord({ figure, substance }: FigureName): string {
  const words: Readonly<Record<TrialFigure, () => string>> = {
    dossiers: m.trial_figure_dossiers,
    agreed: m.trial_item_agreed,
    open: m.trial_item_open,
    waiting: m.trial_item_waiting,
    authorized: m.trial_figure_authorized,
    exported: m.trial_figure_exported,
    imported: m.trial_figure_imported,
    acts: m.trial_figure_acts,
    hash: m.trial_figure_hash
  };
  const word = words[figure]();
  return substance === null ? word : m.ui_labelled({ label: substanceName(substance), text: word });
}

/** Quantities with unit; fingerprints by their first characters. */
export function figureText({ figure, substance }: FigureName, stated: string): string {
  if (figure === 'hash') return stated.slice(0, 12);
  return substance === null ? formatInteger(Number(stated)) : formatQuantity(stated);
}
