/**
 * What Today shows of a country's dossiers, without the dossiers: a step and its day. Everything that leaves the app is
 * counted from it, so no number, company, substance or partner can be in a notification.
 */
import type { CarriedAct } from '../act/later-act.ts';
import type { Act, ReceiptBody } from '../act/body.ts';
import { readAuthorization } from '../act/stand-in.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isDossierAct, routeActs } from '../dossier/dossier-index.ts';
import { foldDossier } from '../dossier/fold-dossier.ts';
import { needsOfExport, needsOfImport, REMINDERS, talkNeeds, type Need } from '../dossier/needs.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '../ids.ts';
import { findTwice, numbersIn } from '../matching/given-twice.ts';
import { DIGEST_DAYS } from '../own-choices.ts';

export interface Waiting {
  readonly need: Need;
  /** The last day for it, of steps that have one. */
  readonly due: CalendarDate | null;
  /** When the partner last signed something in this dossier. */
  readonly at: Instant | null;
}

interface Known {
  readonly authority: AuthorityCode;
  readonly today: CalendarDate;
  readonly isOff: (country: string) => boolean;
}

/** In pieces, since a country can have ten thousand dossiers. Expects acts that the door admitted. */
export function* waitingIn(acts: readonly CarriedAct[], known: Known): Generator<readonly Waiting[]> {
  const byId = new Map(acts.map((act) => [act._id, act]));
  const dossiers: Dossier[] = [];
  for (const [key, own] of routeActs(acts.filter(isDossierAct))) {
    dossiers.push(foldDossier(key, own));
    yield [];
  }
  const actOf = (id: ActId): Act | null => (byId.get(id) as Act | undefined) ?? null;
  const twice = findTwice(
    dossiers.flatMap((dossier) => numbersIn(dossier, actOf)),
    actOf
  );
  const delivered = deliveredIn(acts);
  for (const dossier of dossiers) {
    const at = lastOfPartner(dossier, byId, known.authority);
    const steps = stepsIn(dossier, known, {
      twice,
      delivered,
      isHeld: (id) => readAuthorization(byId.get(id) as Act) !== null
    });
    yield steps.flatMap(({ needs, ...dates }) =>
      needs.filter((need) => !REMINDERS.includes(need)).map((need) => ({ need, due: dayOf(need, dates), at }))
    );
  }
}

interface Steps {
  readonly needs: readonly Need[];
  readonly owed?: CalendarDate | undefined;
  readonly validUntil: CalendarDate | null;
}

interface Context {
  readonly twice: ReadonlyMap<ActId, ActId>;
  readonly delivered: ReadonlySet<string>;
  readonly isHeld: (id: ActId) => boolean;
}

function stepsIn(
  dossier: Dossier,
  { authority, today, isOff }: Known,
  { twice, delivered, isHeld }: Context
): readonly Steps[] {
  const { importAuthorization: opening, importingCountry, exportingCountry, validUntil } = dossier;
  const partner = authority === importingCountry ? exportingCountry : importingCountry;
  const steps: Steps[] = [];
  if (opening !== null && isHeld(opening)) {
    const { needs } = needsOfImport(dossier, authority, { act: opening, today, isTwice: twice.has(opening) });
    steps.push({ needs, validUntil });
  }
  for (const strand of dossier.exports) {
    if (!isHeld(strand.act)) continue;
    const isDelivered = strand.declaration !== undefined && delivered.has(`${partner} ${strand.act}`);
    const seen = { strand, today, isTwice: twice.has(strand.act), isOff: isOff(partner), isDelivered };
    const { needs, due } = needsOfExport(dossier, authority, seen);
    steps.push({ needs, owed: due?.due, validUntil: strand.validUntil });
  }
  for (const { act } of dossier.setAside)
    if (isHeld(act)) steps.push({ needs: talkNeeds(dossier, authority, act), validUntil: null });
  return steps;
}

function dayOf(need: Need, { owed, validUntil }: Omit<Steps, 'needs'>): CalendarDate | null {
  if (need === 'endorse' || need === 'record' || need === 'copy') return owed ?? null;
  return need === 'decide' || need === 'ship' ? validUntil : null;
}

function deliveredIn(acts: readonly CarriedAct[]): ReadonlySet<string> {
  const delivered = new Set<string>();
  for (const { body } of acts) {
    if (body.kind !== 'receipt' || body.issuer !== 'EXCHANGE') continue;
    const { stage, where, of } = body as ReceiptBody;
    if (stage === 'delivered') of.forEach((id) => delivered.add(`${where} ${id}`));
  }
  return delivered;
}

function lastOfPartner(
  { timeline }: Dossier,
  byId: ReadonlyMap<ActId, CarriedAct>,
  authority: AuthorityCode
): Instant | null {
  let last: Instant | null = null;
  for (const id of timeline) {
    const body = byId.get(id)?.body;
    if (body && body.issuer !== authority && (last === null || body.at > last)) last = body.at;
  }
  return last;
}

/** Steps of the calendar, in the order in which a day names them. */
export const DATED = ['decide', 'endorse', 'record', 'copy', 'ship'] as const satisfies readonly Need[];
type Dated = (typeof DATED)[number];

export type CountsByDay = ReadonlyMap<CalendarDate, Readonly<Partial<Record<Dated | 'overdue', number>>>>;

/** Overdue steps are counted on today's date, because people do not look at past days of a calendar. */
export function countByDay(waiting: readonly Waiting[], today: CalendarDate): CountsByDay {
  const days = new Map<CalendarDate, Partial<Record<Dated | 'overdue', number>>>();
  for (const { need, due } of waiting) {
    if (due === null) continue;
    const [day, what] = due < today ? [today, 'overdue' as const] : [due, need as Dated];
    const counts = days.get(day) ?? {};
    counts[what] = (counts[what] ?? 0) + 1;
    days.set(day, counts);
  }
  return new Map([...days].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export interface DigestCounts {
  readonly fresh: number;
  readonly due: number;
  readonly overdue: number;
}

/** `since`: the last digest. A step can be new and due. */
export function countForDigest(
  waiting: readonly Waiting[],
  today: CalendarDate,
  since: Instant
): DigestCounts {
  const until = addDays(today, DIGEST_DAYS);
  const isDue = ({ due }: Waiting): boolean => due !== null && due >= today && due <= until;
  return {
    fresh: waiting.filter(({ at }) => at !== null && at > since).length,
    due: waiting.filter(isDue).length,
    overdue: waiting.filter(({ due }) => due !== null && due < today).length
  };
}

/** Whether a step came, became due or became overdue since then: nothing is notified twice. */
export function hasNews(waiting: readonly Waiting[], today: CalendarDate, since: Instant): boolean {
  const then = instantToDate(since);
  const [dueThen, dueNow] = [addDays(then, DIGEST_DAYS), addDays(today, DIGEST_DAYS)];
  return waiting.some(({ at, due }) => {
    if (at !== null && at > since) return true;
    return due !== null && ((due > dueThen && due <= dueNow) || (due >= then && due < today));
  });
}
