/**
 * Export declarations of 1971 art. 12(2): no authorization comes first, so each is a dossier of its own. Its goods leave on
 * the day of despatch that it states.
 *
 * | the copy for the importing authority, art. 12(2)(c)   | ends the duty to send it                    |
 * |-------------------------------------------------------|---------------------------------------------|
 * | the partner is on I2ES                                | the delivery of the declaration, by receipt |
 * | the partner is not on I2ES                            | the exporting authority records the posting |
 * | either returns its copy endorsed (art. 12(2)(d))      | yes: the copy has arrived                   |
 *
 * Art. 12(2)(d) leaves it to each country whether its importers return a copy, so nothing waits for that.
 */
import { asExport } from '../act/stand-in.ts';
import type { ActOf } from '../act/body.ts';
import { addDays } from '../calendar-date.ts';
import type { AuthorityCode, CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier, DossierStatus, ExportStrand } from './dossier.ts';
import { openStrand } from './export-authorization.ts';
import { toFollowUpProblem } from './follow-up-codes.ts';
import { absent, strandOf, type DossierState } from './state.ts';

/** Art. 12(2)(c): as soon as possible, but not later than ninety days after the date of despatch. */
export const COPY_DUE_DAYS = 90;

export function applyExportDeclaration(
  state: DossierState,
  act: ActOf<'export-declaration'>
): Problem | null {
  const read = asExport(act);
  if (read === null || state.importAuthorization !== null || state.strands.length > 0)
    return { code: 'dossier.declaration.duplicate' };
  const { view } = openStrand(state, read);
  view.status = 'shipped';
  view.shippedOn = act.body.despatchedOn;
  view.declaration = { copySentOn: null };
  for (const line of view.lines) line.exported = line.authorized;
  return null;
}

/** The last one counts: a lost copy is sent again. */
export function applyCopySent(state: DossierState, { body }: ActOf<'copy-sent'>): Problem | 'missing' | null {
  const strand = strandOf(state, body.of);
  if (strand === null) return absent(state, body.of);
  if (!strand.view.declaration) return { code: 'copy.notDeclaration', article: '1971:12.2(c)' };
  if (strand.view.status === 'cancelled') return { code: 'copy.cancelled', article: '1971:12.2(c)' };
  strand.view.declaration = { copySentOn: body.sentOn };
  return null;
}

/** Form and door. A copy sent after the ninety days is late, and still a fact. */
export function judgeSentOn(sentOn: CalendarDate, today: CalendarDate): Problem[] {
  return sentOn > today ? [toFollowUpProblem('copy.sentOn.future', 'sentOn', { date: sentOn })] : [];
}

/** Null for a dossier of authorizations. */
export function statusOfDeclaration({ strands }: DossierState): DossierStatus | null {
  const [strand] = strands;
  if (!strand?.view.declaration) return null;
  const { status } = strand.view;
  return status === 'shipped' || status === 'cancelled' ? status : 'closed';
}

export interface CopyDue {
  readonly due: CalendarDate;
  readonly overdue: boolean;
}

/** The copy that the exporting authority owes, whatever the way on which it goes. */
export function copyDueOf(
  dossier: Dossier,
  authority: AuthorityCode,
  { declaration, status, shippedOn }: ExportStrand,
  today: CalendarDate
): CopyDue | null {
  const isOwed = declaration && declaration.copySentOn === null && status === 'shipped';
  if (!isOwed || shippedOn === null || authority !== dossier.exportingCountry) return null;
  const due = addDays(shippedOn, COPY_DUE_DAYS);
  return { due, overdue: due < today };
}
