import type { WishState } from '#lib/domain/act/kinds/suggestion.ts';
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

const sentences: Readonly<Record<string, unknown>> = m;

/** By the last word of the page's route. */
const PARTS: Readonly<Record<string, Sentence>> = {
  new: m.line_document_draft,
  drafts: m.line_document_draft,
  batch: m.batch_title,
  import: m.import_title,
  templates: m.template_title,
  figures: m.application_figures,
  trials: m.trial_one,
  answer: m.survey_answer,
  plan: m.session_plan_title,
  lessons: m.own_lesson_edit_title,
  regional: m.regional_title,
  meetings: m.user_group_title,
  links: m.links_title,
  directory: m.contacts_directory
};

/** A regional body has the page under an address of its own. */
const SAME_DESK: Readonly<Record<string, string>> = { region: 'overview' };

/** An unknown route of a later version is shown unchanged. */
export function screenWords(screen: string): string {
  const [desk = '', ...parts] = screen.split('/');
  const key = `app_desk_${SAME_DESK[desk] ?? desk}`;
  const name = key in sentences ? (sentences[key] as Sentence)() : undefined;
  if (name === undefined) return isolate(screen);
  if (screen === desk) return name;
  return `${name} (${PARTS[parts.at(-1) ?? '']?.() ?? isolate(screen)})`;
}

export function wishState(state: WishState): { readonly tone: Tone; readonly word: string } {
  const { tone, word } = STATES[state];
  return { tone, word: word() };
}
