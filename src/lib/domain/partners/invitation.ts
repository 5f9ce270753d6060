/**
 * Figures an authority can give to a partner outside I2ES as a reason to join: number, share, days per step. There are
 * only counts and days: no substance, company or quantity can be disclosed.
 */
import type { Dossier } from '../dossier/dossier.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { factsOf, type Step } from './dossier-facts.ts';
import { spreadOf } from '../median.ts';

export interface TradeCount {
  /** Authorizations of both sides, cancelled ones included. */
  readonly number: number;
  /** Ten-thousandths of all authorizations that the authority exchanged. */
  readonly share: number;
}

interface YearOfExchange extends TradeCount {
  readonly year: number;
}

export interface DaysTaken {
  readonly step: Step;
  /** Median days between the two authorities, both sides together; null if the step never happened. */
  readonly here: number | null;
  /** Median days with authorities on I2ES; null below `MIN_MEMBERS`. */
  readonly there: number | null;
}

export interface InvitationFigures {
  /** Years are consecutive, oldest first. */
  readonly years: readonly YearOfExchange[];
  readonly days: readonly DaysTaken[];
}

interface InvitationAsked {
  readonly authority: CountryCode;
  readonly partner: CountryCode;
  readonly today: CalendarDate;
  readonly isMember: (country: CountryCode) => boolean;
}

const MAX_YEARS = 5;
/** A median of fewer members would disclose how one of them works. */
const MIN_MEMBERS = 3;
const STEPS: readonly Step[] = ['answer', 'ship', 'endorse'];

export function invitationFigures(
  dossiers: Iterable<Dossier>,
  { authority, partner, today, isMember }: InvitationAsked
): InvitationFigures {
  const counts = new YearCounts(partner);
  const here = new StepDays();
  const there = new StepDays();
  for (const dossier of dossiers) {
    const facts = factsOf(dossier, authority);
    if (facts === null) continue;
    for (const { on } of facts.authorizations) if (on <= today) counts.add(facts.partner, yearOf(on));
    const days = facts.partner === partner ? here : isMember(facts.partner) ? there : null;
    for (const { step, days: taken } of facts.steps) days?.add(facts.partner, step, taken);
  }
  return {
    years: counts.upTo(yearOf(today)),
    days: STEPS.map((step) => ({
      step,
      here: here.median(step, 1),
      there: there.median(step, MIN_MEMBERS)
    }))
  };
}

function yearOf(day: CalendarDate): number {
  return Number(day.slice(0, 4));
}

class YearCounts {
  readonly #partner: CountryCode;
  readonly #all = new Map<number, number>();
  readonly #own = new Map<number, number>();

  constructor(partner: CountryCode) {
    this.#partner = partner;
  }

  add(partner: CountryCode, year: number): void {
    this.#all.set(year, (this.#all.get(year) ?? 0) + 1);
    if (partner === this.#partner) this.#own.set(year, (this.#own.get(year) ?? 0) + 1);
  }

  /** Years start with the first exchange, within a bounded number; the list can be empty. */
  upTo(last: number): YearOfExchange[] {
    const years = Array.from(this.#own.keys()).filter((year) => year > last - MAX_YEARS);
    if (years.length === 0) return [];
    const first = Math.min(...years);
    return Array.from({ length: last - first + 1 }, (_, at) => this.#count(first + at));
  }

  #count(year: number): YearOfExchange {
    const number = this.#own.get(year) ?? 0;
    const all = this.#all.get(year) ?? 0;
    return { year, number, share: all === 0 ? 0 : Math.round((number * 10000) / all) };
  }
}

class StepDays {
  readonly #days: Record<Step, number[]> = { answer: [], ship: [], endorse: [] };
  readonly #partners: Record<Step, CountryCode[]> = { answer: [], ship: [], endorse: [] };

  add(partner: CountryCode, step: Step, days: number): void {
    this.#days[step].push(days);
    if (this.#partners[step].indexOf(partner) < 0) this.#partners[step].push(partner);
  }

  median(step: Step, leastPartners: number): number | null {
    if (this.#partners[step].length < leastPartners) return null;
    return spreadOf(this.#days[step])?.median ?? null;
  }
}
