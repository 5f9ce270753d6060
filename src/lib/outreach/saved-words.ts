import type { Instant } from '#lib/domain/ids.ts';
import { formatTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

interface Saved {
  readonly status: 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed';
  readonly savedAt: Instant | null;
}

export function savedWords({ status, savedAt }: Saved) {
  if (status === 'failed') return { status, words: m.authorization_save_failed() };
  if (status === 'untouched') return { status: 'unsaved' as const, words: m.authorization_save_untouched() };
  if (status !== 'saved' || !savedAt)
    return { status: 'saving' as const, words: m.authorization_save_running() };
  return { status, words: m.authorization_saved({ time: formatTime(savedAt) }) };
}
