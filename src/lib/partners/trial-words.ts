import type { Trial, TrialState } from '#lib/domain/partners/trial.ts';
import { countryName, formatDate, formatList } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export interface Words {
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

export function periodText({ from, until }: Pick<Trial, 'from' | 'until'>): string {
  return m.partners_days({ from: formatDate(from), to: formatDate(until) });
}

export function scopeText({ importing }: Pick<Trial, 'importing'>): string {
  return m.trial_scope({ countries: formatList(importing.map((one) => countryName(one))) });
}
