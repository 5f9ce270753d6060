/**
 * Figures an authority can give to a partner outside I2ES as a reason to join: number, share, days per step. There are
 * only counts and days: no substance, company or quantity can be disclosed.
 */
import { MIN_MEMBERS } from '../own-choices.ts';
import { foldText } from '../act/typed-text.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { spreadOf } from '../median.ts';
import type { LetterLanguage } from '../registration/request.ts';
import { factsOf, type Step } from './dossier-facts.ts';

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

/**
 * First guess of the language for a country: the official one with the most readers. Source: Unicode CLDR 48.2
 * (`territoryInfo`, official and de facto official languages). Exception: Israel, which CLDR lists with Arabic, has
 * none here (general knowledge, not sourced). The writer can change it; for a country without a row, ask.
 */
const COUNTRIES: Readonly<Record<LetterLanguage, string>> = {
  en:
    'AG AI AS AU BB BM BS BW BZ CA CC CK CX DM ER FJ FK FM GB GD GG GH GI GM GS GU GY IE IM IN IO JE ' +
    'JM KE KI KN KY LC LR LS MH MP MS MT MW NA NF NG NR NU NZ PG PH PK PN PW RW SB SG SH SL SS SX SZ ' +
    'TC TK TO TT TV TZ UG UM US VC VG VI VU WS ZA ZM ZW',
  fr:
    'BE BF BI BJ BL CD CF CG CH CI CM DJ FR GA GF GN GP HT LU MC MF MG ML MQ MU NC NE PF PM RE SC SN ' +
    'TG WF YT',
  es: 'AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE',
  ru: 'BY KG KZ RU UA',
  zh: 'CN HK MO TW',
  ar: 'AE BH DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE'
};

export function officialLanguage(country: CountryCode): LetterLanguage | null {
  const languages = Object.keys(COUNTRIES) as LetterLanguage[];
  return languages.find((language) => COUNTRIES[language].split(' ').indexOf(country) >= 0) ?? null;
}

/**
 * Finds substances, companies and quantities in a text for a partner, because an invitation leaves them out. It matches
 * whole words only and reports them; the writer decides.
 */
interface KnownNames {
  readonly substances: Iterable<string>;
  readonly companies: Iterable<string>;
}

const UNITS =
  'µg|mcg|mg|g|kg|t|grams?|kilograms?|grammes?|kilogrammes?|gramos?|kilogramos?|мкг|мг|г|кг|毫克|公斤|千克|克|ملغ|مغ|غ|كغ|غرام|كيلوغرام';
const QUANTITY = new RegExp(
  `[\\d\\u0660-\\u0669][\\d\\u0660-\\u0669.,٫٬\\u00a0\\u202f ]*(?:${UNITS})(?![\\p{L}\\p{N}])`,
  'giu'
);
/** «2026 г.» is a year, not two kilograms. */
const RUSSIAN_YEAR = /^(?:19|20)\d\d[\u00a0\u202f ]г$/;
/** Scripts without spaces: a name matches anywhere in the text. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/u;
/** Shorter names are parts of too many words. */
const MIN_LETTERS = 4;

/** Each word once, in the order substances, companies, quantities. */
export function tradeWordsIn(text: string, { substances, companies }: KnownNames): readonly string[] {
  const folded = ` ${words(text)} `;
  const found = new Set<string>();
  for (const names of [substances, companies])
    for (const name of names) if (isNamed(folded, name)) found.add(name);
  for (const quantity of text.match(QUANTITY) ?? []) if (!RUSSIAN_YEAR.test(quantity)) found.add(quantity);
  return Array.from(found);
}

function isNamed(folded: string, name: string): boolean {
  const plain = words(name);
  if (UNSPACED.test(plain)) return folded.includes(plain);
  return plain.length >= MIN_LETTERS && folded.includes(` ${plain} `);
}

/** Keeps letters and digits, separated by one space: brackets and full stops are not part of a name. */
function words(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
