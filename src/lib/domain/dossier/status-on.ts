/** Adds expiry and overdue acts to a dossier. The date is an argument; the fold has no clock. */
import { ENDORSEMENT_DUE_DAYS } from '../own-choices.ts';
import { addDays } from '../calendar-date.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import type { Agreement, Dossier, DossierStatus, ExportStatus, ExportStrand } from './dossier.ts';
import { conventionOfLines } from './follow-up-codes.ts';
import { hasLeft, isEmptied } from './import-use.ts';
import { isObjected } from './open-question.ts';
import { isOpenWithoutImport } from './without-import.ts';
import { isSuspended } from './stops.ts';

type DatedStatus = DossierStatus | 'expired' | 'suspended';
type DatedExportStatus = ExportStatus | 'objected' | 'expired' | 'suspended';

export function isUnused({ status }: Pick<Dossier, 'status'>): boolean {
  return status === 'issued' || status === 'objected' || status === 'partly-used';
}

/**
 * After the end of validity: `expired` if partly unused, `closed` if all exports were returned unused (1961 art.
 * 31(7)(a)), so that nothing is awaited.
 */
export function statusOn(dossier: Dossier, today: CalendarDate): DatedStatus {
  const { status, validUntil, importAuthorization } = dossier;
  const isOver = validUntil !== null && validUntil < today;
  if (!isOver || !isUnused(dossier))
    return importAuthorization && isSuspended(dossier, importAuthorization) ? 'suspended' : status;
  const isReturned =
    status !== 'partly-used' && dossier.exports.some((one) => one.status === 'not-imported' && !one.isApart);
  return isReturned ? 'closed' : 'expired';
}

/** An objection counts until the goods have left. */
export function exportStatusOn(
  dossier: Dossier,
  strand: ExportStrand,
  today: CalendarDate
): DatedExportStatus {
  if (strand.status === 'issued' && strand.validUntil < today) return 'expired';
  if (isSuspended(dossier, strand.act)) return 'suspended';
  if (strand.status !== 'issued') return strand.status;
  return isObjected(dossier, strand.act) ? 'objected' : 'issued';
}

export function isOnlyIssued(dossier: Dossier, authorization: ActId, today: CalendarDate): boolean {
  if (authorization === dossier.importAuthorization) return statusOn(dossier, today) === 'issued';
  const strand = dossier.exports.find(({ act }) => act === authorization);
  // A declaration states goods that leave.
  const first = strand?.declaration ? 'shipped' : 'issued';
  return strand !== undefined && exportStatusOn(dossier, strand, today) === first;
}

export function agreementIn({ match, exports }: Pick<Dossier, 'match' | 'exports'>): Agreement {
  if (exports.some(({ agreement }) => agreement === 'exceeds')) return 'exceeds';
  return match === 'form' || match === 'short' || match === 'differs' ? match : 'agrees';
}

interface EndorsementDue {
  readonly act: ActId;
  readonly due: CalendarDate;
  readonly overdue: boolean;
}

/**
 * Export authorizations that await an endorsement, with due dates. 1961 art. 31(7)(a) requires a return when the import has
 * been effected or when the period has expired; 1971 art. 12(1)(e) only when it has been effected. One 1961 line makes the
 * whole document fall under 1961. Without an import authorization none is
 * due until the importing authority has explained it: that question comes first. Nobody owes the copy of a declaration
 * (`declarations.ts`).
 */
export function endorsementsDue(dossier: Dossier, today: CalendarDate): EndorsementDue[] {
  const waiting: EndorsementDue[] = [];
  for (const strand of dossier.exports) {
    if (strand.declaration || isOpenWithoutImport(dossier, strand.act)) continue;
    // Art. 31(16): of preparations of Schedule III nothing is returned.
    if (strand.lines.every(({ isExempt }) => isExempt)) continue;
    const isOver =
      strand.status === 'issued' && strand.validUntil < today && conventionOfLines(strand.lines) === 1961;
    if (strand.status !== 'shipped' && !isOver) continue;
    // Goods that came back are endorsed as not imported, once the period has expired (1961 art. 31(7)(a)).
    const left = isEmptied(strand.lines) ? null : strand.shippedOn;
    const due = addDays(left ?? strand.validUntil, ENDORSEMENT_DUE_DAYS);
    waiting.push({ act: strand.act, due, overdue: due < today });
  }
  return waiting;
}

export interface AuthorizationUse {
  readonly isCancelled: boolean;
  readonly isShipped: boolean;
}

export function readUse(dossier: Dossier, authorization: ActId): AuthorizationUse {
  const isImport = dossier.importAuthorization === authorization;
  const aside = dossier.setAside.find(({ act }) => act === authorization);
  if (aside) return { isCancelled: aside.isCancelled === true, isShipped: false };
  const exports = dossier.exports.filter(({ act }) => isImport || act === authorization);
  return {
    isCancelled: isImport
      ? dossier.status === 'cancelled'
      : exports.some(({ status }) => status === 'cancelled'),
    isShipped: exports.some(hasLeft)
  };
}
