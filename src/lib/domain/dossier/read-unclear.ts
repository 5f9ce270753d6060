/**
 * Open questions on an authorization, with this authority's step; null if none, or if the partner is next. `transitions.ts`
 * accepts each step.
 *
 * | the authorization                                  | of the partner | one's own |
 * |----------------------------------------------------|----------------|-----------|
 * | rests on an import authorization that is not here  | ask, or explain what its issuer explained | nothing |
 * | contradicts what was stated before, and is set aside | ask          | cancel    |
 * | bears a number that was given to an earlier one      | ask          | cancel    |
 *
 * An export authorization of one's own was issued upon paper that its officer has seen. What of one's own has gone too
 * far to be cancelled is nothing any more: the partner asks, and is answered.
 */
import { isAuthorizationId, parseActId } from '../act/act-id.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Dossier, Agreement, ExportStrand } from './dossier.ts';
import { hasLeft, isCancellable } from './import-use.ts';
import { subjectsIn } from './open-question.ts';
import { endorsementsDue } from './status-on.ts';
import { hasExplained, isOpenWithoutImport } from './without-import.ts';

type Clearing = 'ask' | 'cancel' | 'justify';

/** `isTwice`: its number was given to an earlier one (`matching/given-twice.ts`), perhaps in another dossier. */
export function readUnclear(
  dossier: Dossier,
  authority: AuthorityCode,
  on: ActId,
  isTwice = false
): Clearing | null {
  const isOwn = parseActId(on)?.issuer === authority;
  const aside = dossier.setAside.find(({ act }) => act === on);
  const isStray = !isOwn && isOpenWithoutImport(dossier, on);
  if (aside ? aside.isCancelled || !isAuthorizationId(on) : !isTwice && !isStray) return null;
  if (isOwn) return aside || isOwnCancellable(dossier, on) ? 'cancel' : null;
  if (isStray && hasExplained(dossier, dossier.exportingCountry, on)) return 'justify';
  return hasLastWord(dossier, authority, on) ? null : 'ask';
}

/** Same rule as `transitions.ts`: no goods have left. */
function isOwnCancellable({ importAuthorization, status, exports }: Dossier, on: ActId): boolean {
  if (on === importAuthorization) return status !== 'cancelled' && !exports.some(hasLeft);
  return exports.some((one) => one.act === on && isCancellable(one));
}

/** A `received` reply does not settle what is unclear. */
function hasLastWord(dossier: Dossier, authority: AuthorityCode, on: ActId): boolean {
  const subject = subjectsIn(dossier.replies);
  const words = dossier.replies.filter(
    ({ act, answer, issuer }) => subject(act) === on && (issuer !== authority || answer !== 'received')
  );
  return words[words.length - 1]?.issuer === authority;
}

/**
 * Unsettled figures of an export authorization, and the act that this authority asks about. The matter ends with this
 * authority's first reply after the last act on the goods.
 *
 * | the goods                                              | importing authority | exporting authority |
 * |--------------------------------------------------------|---------------------|---------------------|
 * | less arrived than was shipped; figures differ          | told                | told                |
 * | left, and long after the validity nothing was endorsed | endorses, see `endorsementsDue` | told    |
 */
type Unsettled = Exclude<Agreement, 'agrees'> | 'missing';

interface UnsettledGoods {
  readonly why: Unsettled;
  readonly on: ActId;
}

export function readUnsettled(
  dossier: Dossier,
  authority: AuthorityCode,
  strand: ExportStrand,
  today: CalendarDate
): UnsettledGoods | null {
  const isImporting = authority === dossier.importingCountry;
  // Goods arrived, and this authority has not recorded what left: that comes before any question.
  if (!isImporting && owesShipment(strand)) return null;
  const why = whyOf(dossier, strand, isImporting, today);
  const on = isImporting ? strand.act : dossier.importAuthorization;
  if (why === null || on === null || hasSpokenSince(dossier, authority, strand)) return null;
  return { why, on };
}

export function owesShipment({ status, shipment, declaration }: ExportStrand): boolean {
  return status === 'endorsed' && shipment === null && !declaration;
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

export function hasSpokenSince(dossier: Dossier, authority: AuthorityCode, strand: ExportStrand): boolean {
  const stated = strand.endorsement ?? strand.shipment ?? strand.act;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(stated) + 1);
  return dossier.replies.some(
    ({ act, issuer, answer }) => issuer === authority && answer !== 'received' && since.includes(act)
  );
}
