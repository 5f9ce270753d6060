/** Reminders of one authority to another about several dossiers at once (rule R20). They change no status. */
import { dateToDayNumber, instantToDate } from '../calendar-date.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isReminderDue, silencesOf } from '../dossier/silence.ts';
import { endorsementsDue } from '../dossier/status-on.ts';
import type { AuthorityCode, CalendarDate, DossierKey } from '../ids.ts';
import { REPLY_DAYS } from '../own-choices.ts';
import type { MessageAct } from './thread.ts';

export interface Wait {
  readonly dossier: Dossier;
  /** Oldest own document or question to which the partner has not replied. */
  readonly silentSince: CalendarDate | null;
  /** Day on which the first of the partner's overdue endorsements was due. */
  readonly endorseBy: CalendarDate | null;
  readonly isOverdue: boolean;
}

/** Null if nothing in the dossier waits for the partner of `authority`. */
export function waitOf(
  dossier: Dossier,
  authority: AuthorityCode,
  { today, replyDays }: { readonly today: CalendarDate; readonly replyDays: number }
): Wait | null {
  const silences = silencesOf(dossier, authority, today);
  const endorsed = authority === dossier.exportingCountry ? endorsementsDue(dossier, today) : [];
  const silentSince = earliest(silences.map(({ since }) => since));
  const endorseBy = earliest(endorsed.filter(({ overdue }) => overdue).map(({ due }) => due));
  if (silentSince === null && endorseBy === null) return null;
  const isOverdue = endorseBy !== null || silences.some((one) => isReminderDue(one, replyDays));
  return { dossier, silentSince, endorseBy, isOverdue };
}

function earliest(days: readonly CalendarDate[]): CalendarDate | null {
  return days.reduce<CalendarDate | null>(
    (first, day) => (first === null || day < first ? day : first),
    null
  );
}

/** The last one for each dossier. */
export function lastReminders(
  messages: Iterable<MessageAct>,
  issuer: AuthorityCode
): ReadonlyMap<DossierKey, MessageAct> {
  const last = new Map<DossierKey, MessageAct>();
  for (const message of messages)
    if (message.body.issuer === issuer)
      for (const dossier of message.body.reminds ?? []) {
        const known = last.get(dossier);
        if (!known || known.body.at < message.body.at) last.set(dossier, message);
      }
  return last;
}

/** A reminder has as many days for its reply as the document itself. */
export function isStillFresh({ body }: MessageAct, today: CalendarDate, replyDays: number): boolean {
  return dateToDayNumber(today) - dateToDayNumber(instantToDate(body.at)) < (replyDays || REPLY_DAYS);
}
