import type { FigureName, TrialFigure } from '#lib/domain/partners/trial.ts';
import type { ItemState } from '#lib/domain/partners/trial-figures.ts';
import { formatInteger, formatQuantity } from '#lib/i18n/format.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Words } from './trial-words.ts';

export function itemWords(state: ItemState): Words {
  const words: Readonly<Record<ItemState, Words>> = {
    agreed: { tone: 'good', word: m.trial_item_agreed() },
    open: { tone: 'warn', word: m.trial_item_open() },
    waiting: { tone: 'info', word: m.trial_item_waiting() }
  };
  return words[state];
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
