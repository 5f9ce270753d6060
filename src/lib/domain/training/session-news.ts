/** E-mails to enrolled people: each says one thing, once. The server keeps only `ToldOfSession` of what it has said. */
import type { Instant } from '../ids.ts';
import { fits, oneOf, stored, text, yesOrNo, type Checked } from '../shape/shape.ts';
import type { Seat } from './seats.ts';
import { isOver, type Session } from './session.ts';

/** Long enough to leave for another city, short enough not to be forgotten again. */
export const REMINDED_HOURS = 24;

/**
 * - `place`: has a place
 * - `free`: had waited, and has one now
 * - `changed`: the trainer changed the session with a note
 * - `cancelled`, `soon`
 */
export type SessionNews = 'place' | 'free' | 'changed' | 'cancelled' | 'soon';

const told = stored({
  required: {
    state: oneOf(['confirmed', 'waiting']),
    /** Time of the last note, or empty. */
    note: text(0, 40),
    isReminded: yesOrNo,
    isCancelled: yesOrNo
  }
});
export type ToldToPerson = Checked<typeof told>;

export function parseTold(value: unknown): ToldToPerson | null {
  return fits(told, value) ? value : null;
}

interface NewsFor {
  readonly news: SessionNews | null;
  /** Null: nothing more is kept of this session. */
  readonly told: ToldToPerson | null;
}

type Watched = Pick<Session, 'startsAt' | 'endsAt' | 'changes' | 'cancelled'>;

/** `before`: null for a session of which nothing was said yet. */
export function newsFor(
  session: Watched,
  seat: Pick<Seat, 'state'> | null,
  before: ToldToPerson | null,
  now: Instant
): NewsFor {
  const state = seat?.state;
  if (isOver(session, now) || (state !== 'confirmed' && state !== 'waiting'))
    return { news: null, told: null };
  const { startsAt, changes = [], cancelled } = session;
  const note = changes[changes.length - 1]?.at ?? '';
  const isSoon = Date.parse(startsAt) - Date.parse(now) <= REMINDED_HOURS * 3_600_000;
  const news = newsOf({ state, note, isSoon, isCancelled: cancelled !== undefined }, before);
  const isBegun = startsAt <= now;
  return {
    news: isBegun && news !== 'changed' && news !== 'cancelled' ? null : news,
    told: {
      state,
      note,
      // Each e-mail shows the time, so none of the last day needs a reminder after it.
      // A session that is postponed reminds again.
      isReminded: isSoon && (before?.isReminded === true || state === 'confirmed'),
      isCancelled: cancelled !== undefined
    }
  };
}

interface Seen extends Pick<ToldToPerson, 'state' | 'note' | 'isCancelled'> {
  readonly isSoon: boolean;
}

function newsOf({ state, note, isSoon, isCancelled }: Seen, before: ToldToPerson | null): SessionNews | null {
  if (isCancelled) return before !== null && !before.isCancelled ? 'cancelled' : null;
  if (state === 'waiting') return null;
  if (before === null) return 'place';
  if (before.state === 'waiting') return 'free';
  if (note > before.note) return 'changed';
  return isSoon && !before.isReminded ? 'soon' : null;
}
