/**
 * A document of a dossier that only a later version of I2ES reads. What this device shows of the dossier is then not all
 * of it, so it signs nothing more upon it; a stop, a question or a reply is always possible.
 *
 * A partner must not be able to close a dossier for ever with documents that no version reads. Only the first one of an
 * authority counts, and only for some days; the up-to-date server judges what is signed afterwards. Only documents of
 * certified people are given here.
 *
 * | days since the first one was signed | on this device                                    |
 * |-------------------------------------|---------------------------------------------------|
 * | up to `UNREAD_DAYS`                 | update needed; only what `GOES_ON` names is signed |
 * | more                                | update needed; everything is signed               |
 */
import type { DossierAct } from '../act/body.ts';
import type { LaterAct } from '../act/later-act.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import type { AuthorityCode, CalendarDate, Instant } from '../ids.ts';
import { UNREAD_DAYS } from '../own-choices.ts';
import type { Problem } from '../result.ts';
import type { Action, Actions } from './next-steps.ts';

const GOES_ON: readonly string[] = ['reply', 'cancellation', 'suspension'];

export interface UpdateNeeded {
  readonly issuer: AuthorityCode;
  readonly at: Instant;
  readonly until: CalendarDate;
  readonly count: number;
}

/** One entry an issuer, for the verified unread documents of one dossier. */
export function findUpdateNeeded(unread: readonly LaterAct[]): readonly UpdateNeeded[] {
  const issuers = [...new Set(unread.map(({ body }) => body.issuer))].sort();
  return issuers.map((issuer) => {
    const times = unread.flatMap(({ body }) => (body.issuer === issuer ? [body.at] : [])).sort();
    const [at] = times as [Instant];
    return { issuer, at, until: addDays(instantToDate(at), UNREAD_DAYS), count: times.length };
  });
}

const OPEN_ACTIONS: readonly string[] = [
  'reply',
  'settle',
  'confirm',
  'ask',
  'explain',
  'cancel',
  'suspend',
  'release'
];

/** No button leads to a refusal of `judgeUnread`. */
export function withoutClosed(
  { primary, others }: Actions,
  needed: readonly UpdateNeeded[],
  today: CalendarDate
): Actions {
  if (!needed.some(({ until }) => today <= until)) return { primary, others };
  const isOpen = ({ kind }: Action): boolean => OPEN_ACTIONS.indexOf(kind) >= 0;
  const open = others.filter(isOpen);
  return { primary: primary && isOpen(primary) ? primary : null, others: open };
}

export function judgeUnread(unread: readonly LaterAct[], { body }: DossierAct): readonly Problem[] {
  if (GOES_ON.indexOf(body.kind) >= 0) return [];
  const open = findUpdateNeeded(unread).find(({ until }) => instantToDate(body.at) <= until);
  return open ? [{ code: 'dossier.updateNeeded', values: { partner: open.issuer, until: open.until } }] : [];
}
