/** What a date adds to a dossier: expiry, and what is overdue. The date is an argument; the fold has no clock. */
import { addDays } from '../calendar-date.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import type { Agreement, Dossier, DossierStatus, ExportStatus, ExportStrand } from './dossier.ts';
import { isObjected } from './open-question.ts';

export type DatedStatus = DossierStatus | 'expired';
export type DatedExportStatus = ExportStatus | 'objected' | 'expired';

/** In force, with something of it left: what the end of validity ends. */
export function isUnused({ status }: Pick<Dossier, 'status'>): boolean {
  return status === 'issued' || status === 'objected' || status === 'partly-used';
}

/**
 * After the end of validity: `expired` where not all of it was used, `closed` where what was issued upon it
 * has been returned unused (1961 art. 31(7)(a)), so that nothing is waited for.
 */
export function statusOn(dossier: Dossier, today: CalendarDate): DatedStatus {
  const { status, validUntil } = dossier;
  const isOver = validUntil !== null && validUntil < today;
  if (!isOver || !isUnused(dossier)) return status;
  const isReturned = status !== 'partly-used' && dossier.exports.some((one) => one.status === 'not-imported');
  return isReturned ? 'closed' : 'expired';
}

/** Of one export authorization: an objection counts until its goods have left. */
export function exportStatusOn(
  dossier: Dossier,
  strand: ExportStrand,
  today: CalendarDate
): DatedExportStatus {
  if (strand.status !== 'issued') return strand.status;
  if (strand.validUntil < today) return 'expired';
  return isObjected(dossier, strand.act) ? 'objected' : 'issued';
}

/** In force, and nothing has become of it yet: neither used, cancelled, objected to nor expired. */
export function isOnlyIssued(dossier: Dossier, authorization: ActId, today: CalendarDate): boolean {
  if (authorization === dossier.importAuthorization) return statusOn(dossier, today) === 'issued';
  const strand = dossier.exports.find(({ act }) => act === authorization);
  return strand !== undefined && exportStatusOn(dossier, strand, today) === 'issued';
}

/** How the figures of the whole dossier agree; of the worst of its export authorizations. */
export function agreementIn({ match, exports }: Pick<Dossier, 'match' | 'exports'>): Agreement {
  if (exports.some(({ agreement }) => agreement === 'exceeds')) return 'exceeds';
  return match === 'short' || match === 'differs' ? match : 'agrees';
}

/** Days after arrival or expiry after which a missing endorsement is shown as overdue; this system's own choice. */
export const ENDORSEMENT_DUE_DAYS = 14;

export interface EndorsementDue {
  readonly act: ActId;
  readonly due: CalendarDate;
  readonly overdue: boolean;
}

/**
 * Export authorizations that wait for the importing authority's endorsement, until when, and whether that is over: the
 * one answer for Today, the matching desk, the partners and the dossier. What rests on no import authorization that is
 * here waits for none: that nobody has authorized it is to be cleared up first, and is told as that.
 */
export function endorsementsDue(dossier: Dossier, today: CalendarDate): EndorsementDue[] {
  const waiting: EndorsementDue[] = [];
  if (dossier.status === 'unmatched') return waiting;
  for (const strand of dossier.exports) {
    const isOver = strand.status === 'issued' && strand.validUntil < today;
    if (strand.status !== 'shipped' && !isOver) continue;
    const due = addDays(strand.shippedOn ?? strand.validUntil, ENDORSEMENT_DUE_DAYS);
    waiting.push({ act: strand.act, due, overdue: due < today });
  }
  return waiting;
}
