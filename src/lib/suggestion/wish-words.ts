/** What becomes of a wish, as a word and a tone; the name of a screen as the desks call it. */
import type { WishState } from '#lib/domain/act/kinds/suggestion-answer.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const STATES: Readonly<Record<WishState, { readonly tone: Tone; readonly word: () => string }>> = {
  asked: { tone: 'neutral', word: m.suggestion_state_asked },
  planned: { tone: 'info', word: m.suggestion_state_planned },
  done: { tone: 'good', word: m.suggestion_state_done },
  declined: { tone: 'neutral', word: m.suggestion_state_declined }
};

type Sentence = () => string;

const sentences = m as unknown as Readonly<Record<string, Sentence | undefined>>;

/** As the list of desks calls it, with the rest of the route where there is one. */
export function screenWords(screen: string): string {
  const [desk = ''] = screen.split('/');
  const key = `app_desk_${desk}`;
  const name = key in sentences ? sentences[key]?.() : undefined;
  if (name === undefined) return isolate(screen);
  return screen === desk ? name : `${name} (${isolate(screen)})`;
}

export function wishState(state: WishState): { readonly tone: Tone; readonly word: string } {
  const { tone, word } = STATES[state];
  return { tone, word: word() };
}
