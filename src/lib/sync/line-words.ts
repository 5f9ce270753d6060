import { formatDateTime, formatSeries, formatTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { LineState } from '#lib/store/api.ts';
import type { Tone } from '#lib/ui/tone.ts';

const TONES: Readonly<Record<LineState['state'], Tone>> = {
  'all-delivered': 'good',
  unsent: 'info',
  syncing: 'info',
  offline: 'warn',
  'signed-out': 'warn',
  refused: 'bad',
  full: 'bad',
  epoch: 'bad',
  roots: 'bad'
};

export function lineWords(line: LineState, now: Instant): { readonly tone: Tone; readonly words: string } {
  const { state, counts } = line;
  if (counts.refused === 0) return { tone: TONES[state], words: sentenceOf(line, now) };
  // A refusal hides neither the lost connection nor the unsent work.
  const rest =
    state === 'refused'
      ? counts.unsent > 0 && m.line_unsent({ what: whatIsUnsent(counts) })
      : sentenceOf(line, now);
  const words = [m.line_refused({ count: counts.refused }), rest].filter(Boolean).join(' · ');
  return { tone: 'bad', words };
}

function sentenceOf({ state, counts, since }: LineState, now: Instant): string {
  switch (state) {
    case 'all-delivered':
      return counts.delivered === 0
        ? m.line_none_to_send()
        : m.line_all_delivered({ count: counts.delivered });
    case 'unsent':
      return m.line_unsent({ what: whatIsUnsent(counts) });
    case 'syncing':
      return m.line_syncing();
    case 'offline':
      return counts.unsent === 0
        ? m.line_offline({ since: shortMoment(since, now) })
        : m.line_offline_unsent({ what: whatIsUnsent(counts), since: shortMoment(since, now) });
    case 'signed-out':
      return counts.unsent === 0
        ? m.line_signed_out()
        : m.line_signed_out_unsent({ what: whatIsUnsent(counts) });
    case 'refused':
      return m.line_refused({ count: counts.refused });
    case 'full':
      return m.line_full();
    case 'epoch':
      return m.line_epoch();
    case 'roots':
      return m.line_roots();
  }
}

/** Documents for partners are counted apart from drafts. */
function whatIsUnsent({ unsent, unsentActs, unsentDrafts }: LineState['counts']): string {
  const others = unsent - unsentActs - unsentDrafts;
  return formatSeries([
    ...(unsentActs > 0 ? [m.line_unsent_documents({ count: unsentActs })] : []),
    ...(unsentDrafts > 0 ? [m.line_unsent_drafts({ count: unsentDrafts })] : []),
    ...(others > 0 ? [m.line_unsent_others({ count: others })] : [])
  ]);
}

function shortMoment(at: Instant, now: Instant): string {
  return instantToDate(at) === instantToDate(now) ? formatTime(at) : formatDateTime(at);
}
