/**
 * Partners of an authority, one row per country. The function is pure: devices with the same acts show the same rows.
 * `dossier-facts.ts` defines the source of each figure.
 */
import { addMonths } from '../calendar-date.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isUndecided } from '../dossier/needs.ts';
import { openQuestions, openVerdicts } from '../dossier/open-question.ts';
import { silencesOf } from '../dossier/silence.ts';
import { endorsementsDue } from '../dossier/status-on.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { roundedBase, type TotalledGoods } from '../goods/substance-totals.ts';
import { factsOf, type Direction, type DossierFacts, type Step } from './dossier-facts.ts';
import { spreadOf, type Spread } from '../median.ts';

export interface Flow {
  readonly issued: number;
  readonly received: number;
  readonly paper: number;
  readonly emergency: number;
  /** Declarations of 1971 Schedule III, in addition to these. */
  readonly declared: number;
}

/** Unit: micrograms of anhydrous base. */
interface Quantity {
  readonly authorized: number;
  readonly moved: number;
}

export interface SubstanceTrade {
  readonly substance: string;
  readonly imports: Quantity;
  readonly exports: Quantity;
}

type Pace = Readonly<Record<Step, Spread | null>>;

export interface Sides {
  readonly ours: number;
  readonly theirs: number;
}

export interface MonthOfTrade {
  /** `yyyy-mm`. */
  readonly month: string;
  readonly imports: Flow;
  readonly exports: Flow;
}

export interface PartnerRow {
  readonly partner: CountryCode;
  readonly imports: Flow;
  readonly exports: Flow;
  /** Substances of the period, largest authorized quantity first. */
  readonly substances: readonly SubstanceTrade[];
  readonly number: number;
  /** Ten-thousandths of all authorizations exchanged. */
  readonly share: number;
  readonly theirPace: Pace;
  readonly ourPace: Pace;
  readonly questions: Sides;
  readonly unanswered: Sides;
  readonly overdue: Sides;
  /** Day of the oldest own document or question to which the partner has not replied. */
  readonly silentSince: CalendarDate | null;
  /** Twelve months that end with the period. */
  readonly months: readonly MonthOfTrade[];
}

interface PartnersAsked {
  readonly authority: CountryCode;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly today: CalendarDate;
  /** Nothing waits here for a partner that is not on I2ES: it cannot answer here. */
  readonly isOff?: (partner: CountryCode) => boolean;
}

/** Order: most exchanged first. A partner without any in the period stays while the year or an open item has them. */
export function partnerRows(dossiers: Iterable<Dossier>, asked: PartnersAsked): readonly PartnerRow[] {
  const months = monthsUpTo(asked.to);
  const tallies = new Map<CountryCode, Tally>();
  for (const dossier of dossiers) {
    const facts = factsOf(dossier, asked.authority);
    if (facts === null) continue;
    let tally = tallies.get(facts.partner);
    if (tally === undefined) tallies.set(facts.partner, (tally = new Tally(facts.partner, months)));
    tally.count(facts, asked);
    tally.countOpen(dossier, facts.direction, asked);
  }
  const all = Array.from(tallies.values());
  const total = all.reduce((sum, one) => sum + one.number, 0);
  return all.map((one) => one.toRow(total)).sort(byNumber);
}

function byNumber(a: PartnerRow, b: PartnerRow): number {
  return b.number - a.number || (a.partner < b.partner ? -1 : 1);
}

/** Twelve months as `yyyy-mm`, ending with the month of this day. */
function monthsUpTo(day: CalendarDate): readonly string[] {
  const first = (day.slice(0, 8) + '01') as CalendarDate;
  return Array.from({ length: 12 }, (_, index) => addMonths(first, index - 11).slice(0, 7));
}

type Counted = { -readonly [K in keyof Flow]: Flow[K] };
type Weighed = { -readonly [K in keyof Quantity]: Quantity[K] };
type Waiting = { -readonly [K in keyof Sides]: Sides[K] };
type Side = keyof Sides;

function nothing(): Counted {
  return { issued: 0, received: 0, paper: 0, emergency: 0, declared: 0 };
}

function noQuantity(): Weighed {
  return { authorized: 0, moved: 0 };
}

function none(): Waiting {
  return { ours: 0, theirs: 0 };
}

/** The exporting authority answers and ships; the importing authority endorses. */
function sideOfStep(direction: Direction, step: Step): Side {
  return (direction === 'import') === (step === 'endorse') ? 'ours' : 'theirs';
}

class Tally {
  readonly #partner: CountryCode;
  readonly #flows = { import: nothing(), export: nothing() };
  readonly #months: ReadonlyMap<string, Record<Direction, Counted>>;
  readonly #substances = new Map<string, Record<Direction, Weighed>>();
  readonly #days = { ours: daysOfSteps(), theirs: daysOfSteps() };
  readonly #questions = none();
  readonly #unanswered = none();
  readonly #overdue = none();
  #silentSince: CalendarDate | null = null;
  number = 0;

  constructor(partner: CountryCode, months: readonly string[]) {
    this.#partner = partner;
    this.#months = new Map(months.map((month) => [month, { import: nothing(), export: nothing() }]));
  }

  count({ direction, authorizations, declared, steps }: DossierFacts, { from, to }: PartnersAsked): void {
    const isAsked = (on: CalendarDate): boolean => on >= from && on <= to;
    const flowsOn = (on: CalendarDate): readonly Counted[] => {
      const month = on <= to ? this.#months.get(on.slice(0, 7)) : undefined;
      return [isAsked(on) ? this.#flows[direction] : [], month ? month[direction] : []].flat();
    };
    for (const on of declared) for (const flow of flowsOn(on)) flow.declared++;
    for (const { on, own, authorized, moved, isPaper, isEmergency } of authorizations) {
      for (const flow of flowsOn(on)) {
        flow[own ? 'issued' : 'received']++;
        if (isPaper) flow.paper++;
        if (isEmergency) flow.emergency++;
      }
      if (!isAsked(on)) continue;
      this.number++;
      this.#add(direction, 'authorized', authorized);
      this.#add(direction, 'moved', moved);
    }
    for (const { step, on, days } of steps)
      if (isAsked(on)) this.#days[sideOfStep(direction, step)][step].push(days);
  }

  #add(direction: Direction, what: keyof Quantity, goods: readonly TotalledGoods[]): void {
    for (const one of goods) {
      let trade = this.#substances.get(one.substance);
      if (!trade)
        this.#substances.set(one.substance, (trade = { import: noQuantity(), export: noQuantity() }));
      trade[direction][what] += roundedBase(one);
    }
  }

  countOpen(dossier: Dossier, direction: Direction, { authority, today, isOff }: PartnersAsked): void {
    const isAway = isOff?.(this.#partner) === true;
    const note = (open: Waiting, side: Side): void => {
      if (side === 'ours' || !isAway) open[side]++;
    };
    if (dossier.replies.length > 0)
      for (const { waitsFor } of [...openQuestions(dossier), ...openVerdicts(dossier)])
        note(this.#questions, waitsFor === authority ? 'ours' : 'theirs');
    if (isUndecided(dossier, today)) note(this.#unanswered, sideOfStep(direction, 'answer'));
    for (const { since } of isAway ? [] : silencesOf(dossier, authority, today))
      if (this.#silentSince === null || since < this.#silentSince) this.#silentSince = since;
    for (const { overdue } of endorsementsDue(dossier, today))
      if (overdue) note(this.#overdue, sideOfStep(direction, 'endorse'));
  }

  toRow(total: number): PartnerRow {
    return {
      partner: this.#partner,
      imports: this.#flows.import,
      exports: this.#flows.export,
      substances: Array.from(this.#substances, ([substance, flows]) => ({
        substance,
        imports: flows.import,
        exports: flows.export
      })).sort(byAuthorized),
      number: this.number,
      share: total === 0 ? 0 : Math.round((this.number * 10000) / total),
      theirPace: paceOf(this.#days.theirs),
      ourPace: paceOf(this.#days.ours),
      questions: this.#questions,
      unanswered: this.#unanswered,
      overdue: this.#overdue,
      silentSince: this.#silentSince,
      months: Array.from(this.#months, ([month, flows]) => ({
        month,
        imports: flows.import,
        exports: flows.export
      }))
    };
  }
}

function byAuthorized(a: SubstanceTrade, b: SubstanceTrade): number {
  const most = ({ imports, exports }: SubstanceTrade): number =>
    Math.max(imports.authorized, exports.authorized);
  return most(b) - most(a) || (a.substance < b.substance ? -1 : 1);
}

function daysOfSteps(): Record<Step, number[]> {
  return { answer: [], ship: [], endorse: [] };
}

function paceOf({ answer, ship, endorse }: Record<Step, number[]>): Pace {
  return { answer: spreadOf(answer), ship: spreadOf(ship), endorse: spreadOf(endorse) };
}
