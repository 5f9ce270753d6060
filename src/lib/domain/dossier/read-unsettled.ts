/**
 * Unsettled figures of an export authorization, and the act that this authority asks about. The matter ends with this
 * authority's first reply after the last act on the goods.
 *
 * | the goods                                              | importing authority | exporting authority |
 * |--------------------------------------------------------|---------------------|---------------------|
 * | less arrived than was shipped; figures differ          | told                | told                |
 * | left, and long after the validity nothing was endorsed | endorses, see `endorsementsDue` | told    |
 */
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Agreement, Dossier, ExportStrand } from './dossier.ts';
import { endorsementsDue } from './status-on.ts';

type Unsettled = Exclude<Agreement, 'agrees'> | 'missing';

interface UnsettledGoods {
  readonly why: Unsettled;
  /** The partner's act to question. */
  readonly on: ActId;
}

export function readUnsettled(
  dossier: Dossier,
  authority: AuthorityCode,
  strand: ExportStrand,
  today: CalendarDate
): UnsettledGoods | null {
  const isImporting = authority === dossier.importingCountry;
  const why = whyOf(dossier, strand, isImporting, today);
  const on = isImporting ? strand.act : dossier.importAuthorization;
  if (why === null || on === null || hasSpokenSince(dossier, authority, strand)) return null;
  return { why, on };
}

function whyOf(
  dossier: Dossier,
  strand: ExportStrand,
  isImporting: boolean,
  today: CalendarDate
): Unsettled | null {
  if (strand.status === 'cancelled') return null;
  if (strand.agreement !== 'agrees') return strand.agreement;
  if (isImporting || strand.status !== 'shipped' || strand.validUntil >= today) return null;
  const isOverdue = endorsementsDue(dossier, today).some(({ act, overdue }) => act === strand.act && overdue);
  return isOverdue ? 'missing' : null;
}

/** A `received` reply does not count. */
export function hasSpokenSince(dossier: Dossier, authority: AuthorityCode, strand: ExportStrand): boolean {
  const stated = strand.endorsement ?? strand.shipment ?? strand.act;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(stated) + 1);
  return dossier.replies.some(
    ({ act, issuer, answer }) => issuer === authority && answer !== 'received' && since.includes(act)
  );
}
