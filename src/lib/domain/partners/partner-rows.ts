/**
 * Partners of an authority, one row per country. The function is pure: devices with the same acts show the same rows.
 * `dossier-facts.ts` defines the source of each figure.
 */
import { addMonths } from '../calendar-date.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { changedItems } from '../groups.ts';
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

interface Days {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

interface PartnersAsked extends Days {
  readonly authority: CountryCode;
  readonly today: CalendarDate;
  /** Nothing waits here for a partner that is not on I2ES: it cannot answer here. */
  readonly isOff?: (partner: CountryCode) => boolean;
}

export function partnerRows(dossiers: Iterable<Dossier>, asked: PartnersAsked): readonly PartnerRow[] {
  return new PartnerTable(asked.authority).rows(Array.from(dossiers), asked);
}

/** Of one dossier; the open items are those of one day. */
interface Entry {
  readonly facts: DossierFacts;
  readonly open: OpenItems;
}

interface Told {
  readonly tally: Tally;
  readonly isAway: boolean;
  row: PartnerRow | null;
}

interface Period {
  readonly days: Days;
  readonly partners: Map<CountryCode, Told>;
}

/** Totals are kept while dossiers change: a changed one is taken away and added again. */
export class PartnerTable {
  readonly authority: CountryCode;
  readonly #partners = new Map<CountryCode, Map<Dossier, Entry>>();
  /** By the days that were asked for. */
  readonly #periods = new Map<string, Period>();
  #dossiers: readonly Dossier[] = [];
  #today: CalendarDate | null = null;

  constructor(authority: CountryCode) {
    this.authority = authority;
  }

  /** Order: most exchanged first. A partner without any in the period stays while the year or an open item has them. */
  rows(dossiers: readonly Dossier[], asked: Omit<PartnersAsked, 'authority'>): readonly PartnerRow[] {
    this.#take(dossiers, asked.today);
    const { from, to } = asked;
    const period = this.#periods.get(`${from} ${to}`) ?? {
      days: { from, to },
      partners: new Map<CountryCode, Told>()
    };
    this.#periods.set(`${from} ${to}`, period);
    const rows: PartnerRow[] = [];
    this.#partners.forEach((entries, partner) => {
      const isAway = asked.isOff?.(partner) === true;
      let told = period.partners.get(partner);
      if (told?.isAway !== isAway) {
        const tally = new Tally(partner, monthsUpTo(to));
        entries.forEach((entry) => tally.count(entry, period.days, 1));
        period.partners.set(partner, (told = { tally, isAway, row: null }));
      }
      rows.push((told.row ??= told.tally.toRow(isAway)));
    });
    const total = rows.reduce((sum, one) => sum + one.number, 0);
    return rows.map((one) => ({ ...one, share: shareOf(one.number, total) })).sort(byNumber);
  }

  #take(dossiers: readonly Dossier[], today: CalendarDate): void {
    if (this.#today !== today) {
      this.#periods.clear();
      this.#partners.clear();
      this.#dossiers = [];
    }
    this.#today = today;
    const { gone, fresh } = changedItems(this.#dossiers, dossiers);
    this.#dossiers = dossiers;
    for (const dossier of gone) {
      const partner = this.#partnerIn(dossier);
      const entry = partner && this.#partners.get(partner)?.get(dossier);
      if (entry) this.#drop(partner, dossier, entry);
    }
    for (const dossier of fresh) {
      const facts = factsOf(dossier, this.authority);
      if (facts === null) continue;
      const entries = this.#partners.get(facts.partner) ?? new Map<Dossier, Entry>();
      const entry = { facts, open: openItems(dossier, this.authority, today) };
      this.#partners.set(facts.partner, entries.set(dossier, entry));
      this.#count(facts.partner, entry, 1);
    }
  }

  #partnerIn({ importingCountry, exportingCountry }: Dossier): CountryCode | null {
    if (importingCountry === this.authority) return exportingCountry;
    return exportingCountry === this.authority ? importingCountry : null;
  }

  #drop(partner: CountryCode, dossier: Dossier, entry: Entry): void {
    const entries = this.#partners.get(partner)!;
    entries.delete(dossier);
    this.#count(partner, entry, -1);
    if (entries.size > 0) return;
    this.#partners.delete(partner);
    this.#periods.forEach(({ partners }) => partners.delete(partner));
  }

  #count(partner: CountryCode, entry: Entry, by: 1 | -1): void {
    this.#periods.forEach(({ days, partners }) => {
      const told = partners.get(partner);
      if (!told) return;
      told.tally.count(entry, days, by);
      told.row = null;
    });
  }
}

function shareOf(number: number, total: number): number {
  return total === 0 ? 0 : Math.round((number * 10000) / total);
}

interface OpenItems {
  readonly questions: Sides;
  readonly isUndecided: boolean;
  readonly silentSince: CalendarDate | null;
  readonly overdue: number;
}

function openItems(dossier: Dossier, authority: CountryCode, today: CalendarDate): OpenItems {
  const questions = none();
  if (dossier.replies.length > 0)
    for (const { waitsFor } of [...openQuestions(dossier), ...openVerdicts(dossier)])
      questions[waitsFor === authority ? 'ours' : 'theirs']++;
  const silent = silencesOf(dossier, authority, today).map(({ since }) => since);
  return {
    questions,
    isUndecided: isUndecided(dossier, today),
    silentSince: silent.reduce<CalendarDate | null>(earlier, null),
    overdue: endorsementsDue(dossier, today).filter(({ overdue }) => overdue).length
  };
}

function earlier(one: CalendarDate | null, other: CalendarDate): CalendarDate {
  return one !== null && one <= other ? one : other;
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

interface Trade extends Record<Direction, Weighed> {
  /** Goods that were added up: at zero the partner trades it no more. */
  count: number;
}

class Tally {
  readonly #partner: CountryCode;
  readonly #flows = { import: nothing(), export: nothing() };
  readonly #months: ReadonlyMap<string, Record<Direction, Counted>>;
  readonly #substances = new Map<string, Trade>();
  readonly #days = { ours: daysOfSteps(), theirs: daysOfSteps() };
  readonly #questions = none();
  readonly #unanswered = none();
  readonly #overdue = none();
  readonly #silentSince = new Map<CalendarDate, number>();
  #number = 0;

  constructor(partner: CountryCode, months: readonly string[]) {
    this.#partner = partner;
    this.#months = new Map(months.map((month) => [month, { import: nothing(), export: nothing() }]));
  }

  count({ facts, open }: Entry, days: Days, by: 1 | -1): void {
    this.#countFacts(facts, days, by);
    this.#countOpen(open, facts.direction, by);
  }

  #countFacts(
    { direction, authorizations, declared, steps }: DossierFacts,
    { from, to }: Days,
    by: 1 | -1
  ): void {
    const isAsked = (on: CalendarDate): boolean => on >= from && on <= to;
    const flowsOn = (on: CalendarDate): readonly Counted[] => {
      const month = on <= to ? this.#months.get(on.slice(0, 7)) : undefined;
      return [isAsked(on) ? this.#flows[direction] : [], month ? month[direction] : []].flat();
    };
    for (const on of declared) for (const flow of flowsOn(on)) flow.declared += by;
    for (const { on, own, authorized, moved, isPaper, isEmergency } of authorizations) {
      for (const flow of flowsOn(on)) {
        flow[own ? 'issued' : 'received'] += by;
        if (isPaper) flow.paper += by;
        if (isEmergency) flow.emergency += by;
      }
      if (!isAsked(on)) continue;
      this.#number += by;
      this.#add(direction, 'authorized', authorized, by);
      this.#add(direction, 'moved', moved, by);
    }
    for (const { step, on, days } of steps)
      if (isAsked(on)) putDay(this.#days[sideOfStep(direction, step)][step], days, by);
  }

  #add(direction: Direction, what: keyof Quantity, goods: readonly TotalledGoods[], by: 1 | -1): void {
    for (const one of goods) {
      let trade = this.#substances.get(one.substance);
      if (!trade)
        this.#substances.set(
          one.substance,
          (trade = { import: noQuantity(), export: noQuantity(), count: 0 })
        );
      trade[direction][what] += by * roundedBase(one);
      trade.count += by;
      if (trade.count === 0) this.#substances.delete(one.substance);
    }
  }

  #countOpen(open: OpenItems, direction: Direction, by: 1 | -1): void {
    this.#questions.ours += by * open.questions.ours;
    this.#questions.theirs += by * open.questions.theirs;
    if (open.isUndecided) this.#unanswered[sideOfStep(direction, 'answer')] += by;
    this.#overdue[sideOfStep(direction, 'endorse')] += by * open.overdue;
    if (open.silentSince === null) return;
    const count = (this.#silentSince.get(open.silentSince) ?? 0) + by;
    if (count === 0) this.#silentSince.delete(open.silentSince);
    else this.#silentSince.set(open.silentSince, count);
  }

  /** The share is the table's to tell. Nothing waits for a partner that is away. */
  toRow(isAway: boolean): PartnerRow {
    const waiting = ({ ours, theirs }: Sides): Sides => ({ ours, theirs: isAway ? 0 : theirs });
    const silent = isAway ? [] : Array.from(this.#silentSince.keys());
    return {
      partner: this.#partner,
      imports: { ...this.#flows.import },
      exports: { ...this.#flows.export },
      substances: Array.from(this.#substances, ([substance, flows]) => ({
        substance,
        imports: { ...flows.import },
        exports: { ...flows.export }
      })).sort(byAuthorized),
      number: this.#number,
      share: 0,
      theirPace: paceOf(this.#days.theirs),
      ourPace: paceOf(this.#days.ours),
      questions: waiting(this.#questions),
      unanswered: waiting(this.#unanswered),
      overdue: waiting(this.#overdue),
      silentSince: silent.reduce<CalendarDate | null>(earlier, null),
      months: Array.from(this.#months, ([month, flows]) => ({
        month,
        imports: { ...flows.import },
        exports: { ...flows.export }
      }))
    };
  }
}

/** `sorted` stays in order. */
function putDay(sorted: number[], days: number, by: 1 | -1): void {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < days) from = middle + 1;
    else to = middle;
  }
  if (by === 1) sorted.splice(from, 0, days);
  else sorted.splice(from, 1);
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
