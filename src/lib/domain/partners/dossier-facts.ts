/**
 * Facts of one dossier about the trade with a partner: which authorizations went between the two, how much, how long each
 * side took. Read from the dossier alone: an act's id bears the day on which it was stated.
 *
 * | figure             | is counted from                                                                     |
 * |--------------------|-------------------------------------------------------------------------------------|
 * | authorizations     | import and export authorizations that count in a dossier, cancelled ones among them |
 * | authorized         | base of the import authorization; without one here, of the export authorizations    |
 * | moved              | base that was stated as shipped; where no shipment was stated, as arrived           |
 * | days to answer     | from the import authorization to the first answer or export authorization upon it   |
 * | days to ship       | from the export authorization to the day of despatch                                |
 * | days to endorse    | from the day of despatch to the endorsement; on paper, to the receipt that it states |
 *
 * Quantities of each substance apart, without preparations of 1961 Schedule III. What is cancelled authorizes nothing any more. Everything counts on the day of its authorization.
 * Declarations of 1971 Schedule III are no authorizations: their days are listed apart.
 */
import { isPaper } from '../act/stand-in.ts';
import { dateToDayNumber } from '../calendar-date.ts';
import type { Dossier, ExportStrand, Quantities } from '../dossier/dossier.ts';
import type { ActId, CalendarDate, CountryCode } from '../ids.ts';
import type { TotalledGoods } from '../goods/substance-totals.ts';

export type Direction = 'import' | 'export';

interface AuthorizationFact {
  readonly on: CalendarDate;
  readonly own: boolean;
  /** Recorded from the partner's paper. */
  readonly isPaper: boolean;
  /** Issued without import authorization, whether linked since or not (rule R22). */
  readonly isEmergency: boolean;
  readonly authorized: readonly TotalledGoods[];
  readonly moved: readonly TotalledGoods[];
}

export type Step = 'answer' | 'ship' | 'endorse';

interface StepFact {
  readonly step: Step;
  readonly on: CalendarDate;
  readonly days: number;
}

export interface DossierFacts {
  readonly partner: CountryCode;
  readonly direction: Direction;
  readonly authorizations: readonly AuthorizationFact[];
  /** Days of declarations of 1971 Schedule III, cancelled ones included. */
  readonly declared: readonly CalendarDate[];
  readonly steps: readonly StepFact[];
}

export function factsOf(dossier: Dossier, authority: CountryCode): DossierFacts | null {
  const { importingCountry, exportingCountry } = dossier;
  const isImport = authority === importingCountry;
  if (!isImport && authority !== exportingCountry) return null;
  const trade = { ...dossier, exports: dossier.exports.filter(isCounted) };
  return {
    partner: isImport ? exportingCountry : importingCountry,
    direction: isImport ? 'import' : 'export',
    authorizations: authorizationsOf(trade, isImport),
    declared: dossier.exports.filter(({ declaration }) => declaration).map(({ issuedOn }) => issuedOn),
    steps: stepsOf(trade)
  };
}

/** A record is counted as its twin, the author's own document. */
function isCounted({ declaration, isPresumed }: ExportStrand): boolean {
  return !declaration && !isPresumed;
}

function authorizationsOf(dossier: Dossier, isImport: boolean): AuthorizationFact[] {
  const facts: AuthorizationFact[] = [];
  const { importAuthorization, issuedOn: on, lines, status } = dossier;
  if (importAuthorization) {
    const authorized =
      status === 'cancelled' ? NONE : counted(lines).map((line) => goodsOf(line, line.authorized));
    facts.push({
      on,
      own: isImport,
      isPaper: isPaper(importAuthorization),
      isEmergency: false,
      authorized,
      moved: NONE
    });
  }
  for (const strand of dossier.exports) {
    const isAuthorized = (!importAuthorization || strand.isApart) && strand.status !== 'cancelled';
    const own = counted(strand.lines);
    const authorized = isAuthorized ? own.map((line) => goodsOf(line, line.authorized)) : NONE;
    const moved = own.flatMap((line) => {
      const those = line.exported ?? line.imported;
      return those ? [goodsOf(line, those)] : NONE;
    });
    facts.push({
      on: strand.issuedOn,
      own: !isImport,
      isPaper: isPaper(strand.act),
      isEmergency: strand.isEmergency === true,
      authorized,
      moved
    });
  }
  return facts;
}

const NONE: readonly TotalledGoods[] = [];

/** Estimates and returns leave preparations of 1961 Schedule III out. */
function counted<L extends { readonly isExempt?: true }>(lines: readonly L[]): readonly L[] {
  return lines.filter(({ isExempt }) => !isExempt);
}

function goodsOf({ substance }: { readonly substance: string }, { stated, base }: Quantities): TotalledGoods {
  return { substance, stated, base };
}

function stepsOf(dossier: Dossier): StepFact[] {
  const steps: StepFact[] = [];
  const answered = answeredOn(dossier);
  // The day of a paper's record is not the day on which anybody received or answered it.
  if (dossier.importAuthorization && !isPaper(dossier.importAuthorization) && answered)
    push(steps, 'answer', statedOn(dossier.importAuthorization), answered);
  for (const strand of dossier.exports) {
    const { shippedOn, receivedOn, endorsement } = strand;
    if (shippedOn === null) continue;
    push(steps, 'ship', strand.issuedOn, shippedOn);
    if (endorsement === null || receivedOn === null) continue;
    // Nor is it the day of an endorsement; a correction does not make the first one later.
    const first = dossier.corrections.find(({ act }) => act === endorsement)?.first ?? endorsement;
    push(steps, 'endorse', shippedOn, isPaper(endorsement) ? receivedOn : statedOn(first));
  }
  return steps;
}

/** Clocks and calendars of two offices can differ by a day, so a negative duration counts as zero. */
function push(steps: StepFact[], step: Step, from: CalendarDate, to: CalendarDate): void {
  steps.push({ step, on: from, days: Math.max(0, dateToDayNumber(to) - dateToDayNumber(from)) });
}

/** An acknowledgement of receipt is not an answer, nor is a letter or an authorization on paper counted in days. */
function answeredOn({ replies, exports, exportingCountry }: Dossier): CalendarDate | null {
  const answers = replies
    .filter(({ issuer, answer }) => issuer === exportingCountry && answer !== 'received')
    .map(({ act }) => act);
  const exported = exports.filter(({ isApart }) => !isApart).map(({ act }: ExportStrand) => act);
  const days = [...answers, ...exported].filter((act) => !isPaper(act)).map(statedOn);
  return days.reduce<CalendarDate | null>(
    (first, day) => (first === null || day < first ? day : first),
    null
  );
}

/** The day is part of a parsed id: `act:<yyyymmdd>:…`. */
function statedOn(id: ActId): CalendarDate {
  return `${id.slice(4, 8)}-${id.slice(8, 10)}-${id.slice(10, 12)}` as CalendarDate;
}
