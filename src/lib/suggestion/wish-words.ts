/** What becomes of a wish, as a word and a tone; the name of a screen as the desks call it. */
import type { WishState } from '#lib/domain/act/kinds/suggestion-answer.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const STATES: Readonly<Record<WishState, { readonly tone: Tone; readonly word: () => string }>> = {
  asked: { tone: 'neutral', word: m.suggestion_state_asked },
  planned: { tone: 'info', word: m.suggestion_state_planned },
  done: { tone: 'good', word: m.suggestion_state_done },
  declined: { tone: 'neutral', word: m.suggestion_state_declined }
};

export function wishState(state: WishState): { readonly tone: Tone; readonly word: string } {
  const { tone, word } = STATES[state];
  return { tone, word: word() };
}
