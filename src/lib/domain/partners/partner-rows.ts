/**
 * Partners of an authority, one row per country. The function is pure: devices with the same acts show the same rows.
 * `dossier-facts.ts` defines the source of each figure.
 */
import { addMonths } from '../calendar-date.ts';
import { changedDossiers } from '../dossier/changed-dossiers.ts';
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

export function partnerRows(dossiers: Iterable<Dossier>, asked: PartnersAsked): readonly PartnerRow[] {
  return new PartnerTable(asked.authority).rows(Array.from(dossiers), asked);
}

/** Of one dossier; the open items are those of one day. */
interface Entry {
  readonly dossier: Dossier;
  readonly facts: DossierFacts;
  open: OpenItems | null;
}

interface Partner {
  readonly entries: Map<Dossier, Entry>;
  changes: number;
}

interface Told {
  readonly row: PartnerRow;
  readonly isAway: boolean;
  readonly changes: number;
}

/** Rows are kept while dossiers change: only the partner of a changed one is counted again. */
export class PartnerTable {
  readonly authority: CountryCode;
  readonly #partners = new Map<CountryCode, Partner>();
  /** By the days that were asked for. */
  readonly #told = new Map<string, Map<CountryCode, Told>>();
  #dossiers: readonly Dossier[] = [];
  #today: CalendarDate | null = null;
  #changes = 0;

  constructor(authority: CountryCode) {
    this.authority = authority;
  }

  /** Order: most exchanged first. A partner without any in the period stays while the year or an open item has them. */
  rows(dossiers: readonly Dossier[], asked: Omit<PartnersAsked, 'authority'>): readonly PartnerRow[] {
    this.#take(dossiers, asked.today);
    const days = `${asked.from} ${asked.to}`;
    const told = this.#told.get(days) ?? new Map<CountryCode, Told>();
    this.#told.set(days, told);
    const rows: PartnerRow[] = [];
    this.#partners.forEach((held, partner) => {
      const isAway = asked.isOff?.(partner) === true;
      const before = told.get(partner);
      const isKept = before?.changes === held.changes && before.isAway === isAway;
      const one = isKept
        ? before
        : { row: this.#count(partner, held, isAway, asked), isAway, changes: held.changes };
      told.set(partner, one);
      rows.push(one.row);
    });
    const total = rows.reduce((sum, one) => sum + one.number, 0);
    return rows.map((one) => ({ ...one, share: shareOf(one.number, total) })).sort(byNumber);
  }

  #take(dossiers: readonly Dossier[], today: CalendarDate): void {
    if (this.#today !== today) {
      this.#told.clear();
      this.#partners.forEach(({ entries }) => entries.forEach((entry) => (entry.open = null)));
    }
    this.#today = today;
    const { gone, fresh } = changedDossiers(this.#dossiers, dossiers);
    this.#dossiers = dossiers;
    for (const dossier of gone) {
      const facts = factsOf(dossier, this.authority);
      const held = facts && this.#partners.get(facts.partner);
      if (!held) continue;
      held.entries.delete(dossier);
      held.changes = ++this.#changes;
      if (held.entries.size === 0) this.#partners.delete(facts.partner);
    }
    for (const dossier of fresh) {
      const facts = factsOf(dossier, this.authority);
      if (facts === null) continue;
      const held = this.#partners.get(facts.partner) ?? { entries: new Map<Dossier, Entry>(), changes: 0 };
      this.#partners.set(facts.partner, held);
      held.entries.set(dossier, { dossier, facts, open: null });
      held.changes = ++this.#changes;
    }
  }

  #count(
    partner: CountryCode,
    { entries }: Partner,
    isAway: boolean,
    asked: Omit<PartnersAsked, 'authority'>
  ): PartnerRow {
    const tally = new Tally(partner, monthsUpTo(asked.to));
    entries.forEach((entry) => {
      tally.count(entry.facts, asked);
      entry.open ??= openItems(entry.dossier, this.authority, asked.today);
      tally.countOpen(entry.open, entry.facts.direction, isAway);
    });
    return tally.toRow();
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

  count(
    { direction, authorizations, declared, steps }: DossierFacts,
    { from, to }: Pick<PartnersAsked, 'from' | 'to'>
  ): void {
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

  countOpen(open: OpenItems, direction: Direction, isAway: boolean): void {
    const add = (to: Waiting, side: Side, count: number): void => {
      if (side === 'ours' || !isAway) to[side] += count;
    };
    add(this.#questions, 'ours', open.questions.ours);
    add(this.#questions, 'theirs', open.questions.theirs);
    if (open.isUndecided) add(this.#unanswered, sideOfStep(direction, 'answer'), 1);
    if (open.silentSince !== null && !isAway)
      this.#silentSince = earlier(this.#silentSince, open.silentSince);
    add(this.#overdue, sideOfStep(direction, 'endorse'), open.overdue);
  }

  /** The share is the table's to tell. */
  toRow(): PartnerRow {
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
      share: 0,
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
