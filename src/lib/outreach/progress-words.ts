import type { LanguageProgress } from '#lib/domain/outreach/draft-letter.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export type Progress = LanguageProgress | 'gaps';

const WORDS: Readonly<Record<Progress, { readonly tone: Tone; readonly word: () => string }>> = {
  none: { tone: 'neutral', word: m.announce_progress_none },
  'no-title': { tone: 'warn', word: m.announce_progress_no_title },
  'no-text': { tone: 'warn', word: m.announce_progress_no_text },
  gaps: { tone: 'warn', word: m.announce_progress_gaps },
  written: { tone: 'good', word: m.announce_progress_written }
};

export function progressWords(progress: Progress): { readonly tone: Tone; readonly word: string } {
  const { tone, word } = WORDS[progress];
  return { tone, word: word() };
}
