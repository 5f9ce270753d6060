/** What a date adds to a dossier: expiry, and what is overdue. The date is an argument; the fold has no clock. */
import { addDays } from '../calendar-date.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import type { Dossier, DossierStatus } from './dossier.ts';

export type DatedStatus = DossierStatus | 'expired';

/**
 * After the end of validity: `expired` where not all of it was used, `closed` where what was issued upon it
 * has been returned unused (1961 art. 31(7)(a)), so that nothing is waited for.
 */
export function statusOn(dossier: Dossier, today: CalendarDate): DatedStatus {
  const { status, validUntil } = dossier;
  const isOver = validUntil !== null && validUntil < today;
  if (!isOver || (status !== 'issued' && status !== 'partly-used')) return status;
  const isReturned = status === 'issued' && dossier.exports.some((one) => one.status === 'not-imported');
  return isReturned ? 'closed' : 'expired';
}

/** Days after arrival or expiry after which a missing endorsement is shown as overdue; this system's own choice. */
export const ENDORSEMENT_DUE_DAYS = 14;

export interface EndorsementDue {
  readonly act: ActId;
  readonly due: CalendarDate;
  readonly overdue: boolean;
}

/** Export authorizations that wait for the importing authority's endorsement, until when, and whether that is over. */
export function endorsementsDue(dossier: Dossier, today: CalendarDate): EndorsementDue[] {
  const waiting: EndorsementDue[] = [];
  for (const strand of dossier.exports) {
    const isOver = strand.status === 'issued' && strand.validUntil < today;
    if (strand.status !== 'shipped' && !isOver) continue;
    const due = addDays(strand.shippedOn ?? strand.validUntil, ENDORSEMENT_DUE_DAYS);
    waiting.push({ act: strand.act, due, overdue: due < today });
  }
  return waiting;
}
