import type { ActionState } from '#lib/domain/act/kinds/user-group.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const ACTION_STATE: Readonly<
  Record<ActionState, { readonly tone: Tone; readonly word: () => string }>
> = {
  open: { tone: 'info', word: m.regional_state_open },
  done: { tone: 'good', word: m.regional_state_done },
  dropped: { tone: 'done', word: m.regional_state_dropped }
};
