import type { AnnouncementAct, Letter } from '#lib/domain/outreach/letters.ts';
import { formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export function letterState(state: Letter['state']): { readonly tone: Tone; readonly word: string } {
  if (state === 'stands') return { tone: 'good', word: m.announce_state_stands() };
  return state === 'replaced'
    ? { tone: 'warn', word: m.announce_state_replaced() }
    : { tone: 'bad', word: m.announce_state_withdrawn() };
}

export function fromWords({ body }: AnnouncementAct): string {
  return m.announce_from({ when: formatDateTime(body.at) });
}
