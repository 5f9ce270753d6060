/**
 * Asks about implausible figures: far above the authority's past, or a dosage unit too small for its content. Neither
 * the Conventions nor another source sets a limit (domain.md §5.1 expects errors of 10³). Each is a question by I2ES's
 * own measure and never blocks.
 */
import { CONTAINER_GRAMS, LARGE_QUANTITY, MAX_FIRST_QUANTITY, TIMES_MEDIAN } from '../own-choices.ts';
import type { AuthorizationBody, Content, Line, PharmaceuticalForm } from '../act/body.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { sameName } from '../act/typed-text.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { decimalToRatio, microgramsOf } from '../quantity.ts';
import type { AuthorizedHistory, SubstanceHistory } from './authorized-history.ts';
import { settingsOf } from './country-settings.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import type { Parties } from './judge-parties.ts';

const GRAM = 1e6;
/** Pieces to swallow, stick on or insert; a country's setting gives the limit. */
const SMALL_PIECES: readonly PharmaceuticalForm[] = [
  'tablet',
  'capsule',
  'lozenge',
  'suppository',
  'patch',
  'film'
];
/** Hand-held containers: none of them can hold 100 g of substance. */
const CONTAINERS: readonly PharmaceuticalForm[] = ['ampoule', 'vial', 'prefilled-syringe', 'nasal-spray'];
export function judgePlausible(
  lines: readonly ComputedLine[],
  context: JudgeContext,
  findings: Findings
): void {
  const { askTimes, askUnitGrams } = settingsOf(context.settings, context.country);
  for (const line of lines) {
    judgeUnit(line, askUnitGrams, findings);
    judgeAmount(line, lines, askTimes, context, findings);
  }
}

/** A line gets one question: against the authority's past, else against the bound that the door knows too. */
function judgeAmount(
  line: ComputedLine,
  lines: readonly ComputedLine[],
  times: number,
  context: JudgeContext,
  findings: Findings
): void {
  const { substance, base, stated } = line;
  if (!substance || !base || !stated) return;
  let isAsked = false;
  const ask: Ask = (code, other, more = {}) => {
    isAsked = true;
    const values = { line: line.no, quantity: stated, words: stated, other, ...more };
    findings.add(code, `lines.${line.key}.quantity`, values);
  };
  const amount = microgramsOf(base);
  if (context.history) {
    const sum = sumOf(lines, substance.key);
    judgePast({ substance: substance.key, amount, sum, times }, context.history, context.today, ask);
  }
  if (!isAsked && amount > LARGE_QUANTITY) ask('line.quantity.large', LARGE_QUANTITY);
}

interface Amount {
  readonly substance: string;
  readonly amount: number;
  /** The sum of all lines with this substance. */
  readonly sum: number;
  readonly times: number;
}

function judgePast(
  { substance, amount, sum, times }: Amount,
  history: AuthorizedHistory,
  today: CalendarDate,
  ask: Ask
): void {
  const known = history.bySubstance.get(substance);
  if (!known) return judgeFirst(amount, history.median, ask);
  if (amount > times * known.atOnce)
    return ask('line.quantity.unusual', known.atOnce, { times: Math.floor(amount / known.atOnce) });
  const year = Number(today.slice(0, 4));
  const before = mostBefore(known, year);
  const soFar = known.byYear.get(year) ?? 0;
  // Only the authorization that crosses the yearly limit raises the question; later ones do not.
  if (before > 0 && soFar <= times * before && soFar + sum > times * before)
    ask('line.quantity.unusualYear', before, { asked: soFar + sum });
}

type Ask = (code: ProblemCode, other: number, more?: Readonly<Record<string, number>>) => void;

function judgeFirst(amount: number, median: number | null, ask: Ask): void {
  if (median === null) {
    if (amount > MAX_FIRST_QUANTITY) ask('line.quantity.first', MAX_FIRST_QUANTITY);
  } else if (amount > TIMES_MEDIAN * median) {
    ask('line.quantity.noHistory', median, { times: Math.floor(amount / Math.max(median, 1)) });
  }
}

function mostBefore({ byYear }: SubstanceHistory, year: number): number {
  let most = 0;
  byYear.forEach((amount, one) => {
    if (one < year) most = Math.max(most, amount);
  });
  return most;
}

function sumOf(lines: readonly ComputedLine[], substance: string): number {
  return lines.reduce(
    (sum, one) => (one.substance?.key === substance && one.base ? sum + microgramsOf(one.base) : sum),
    0
  );
}

function judgeUnit(line: ComputedLine, grams: number, findings: Findings): void {
  const { key, no, content, pharmaceuticalForm } = line;
  if (!pharmaceuticalForm) return;
  const found = findDose({ content, pharmaceuticalForm }, grams);
  if (found)
    findings.add(found.code, `lines.${key}.strength`, {
      line: no,
      content: found.held,
      words: String(found.held),
      other: found.most,
      pharmaceuticalForm
    });
}

interface LargeDose {
  readonly code: 'line.dose.dense' | 'line.dose.large';
  readonly held: number;
  readonly most: number;
}

/** `grams`: most of a piece to swallow by the country's setting, which doors do not know. */
export function findDose(
  { content, pharmaceuticalForm }: Pick<Line, 'pharmaceuticalForm'> & { readonly content?: Content | null },
  grams: number | null
): LargeDose | null {
  if (!content) return null;
  // A millilitre of water weighs a gram; more substance than that is a wrong unit.
  const share = shareOf(content);
  if (content.unit === 'ml' && share > GRAM)
    return { code: 'line.dose.dense', held: Math.round(share), most: GRAM };
  const most = mostOf(pharmaceuticalForm, grams);
  const unit = unitOf(content);
  return most !== null && unit > most ? { code: 'line.dose.large', held: Math.round(unit), most } : null;
}

function mostOf(form: PharmaceuticalForm, grams: number | null): number | null {
  if (SMALL_PIECES.includes(form)) return grams === null ? null : grams * GRAM;
  return CONTAINERS.includes(form) ? CONTAINER_GRAMS * GRAM : null;
}

/** Micrograms per millilitre, gram or piece; approximate. */
function shareOf({ strength, per }: Content): number {
  const { units, scale } = decimalToRatio(per);
  return (microgramsOf(strength) * scale) / units;
}

function unitOf(content: Content): number {
  const { units, scale } = decimalToRatio(content.unitSize);
  return (shareOf(content) * units) / scale;
}

/**
 * Asks about the same goods between the same parties on one day: two consignments, or one typed twice. No text of the
 * Conventions forbids it, so this is I2ES's own question. It names the earlier authorization.
 */
export function judgeTwice(
  partner: CountryCode | null,
  parties: Parties,
  lines: readonly ComputedLine[],
  { issuedToday = [] }: JudgeContext,
  findings: Findings
): void {
  const whole = lines.flatMap(({ line }) => line ?? []);
  if (!partner || whole.length === 0 || whole.length < lines.length) return;
  const goods = goodsOf(whole);
  const earlier = issuedToday.find(
    ({ body }) =>
      partnerOf(body) === partner &&
      sameName(body.importer.name, parties.importer.name) &&
      sameName(body.exporter.name, parties.exporter.name) &&
      goodsOf(body.lines) === goods
  );
  if (earlier)
    findings.add('authorization.twice', 'lines', { number: earlier.body.number, act: earlier._id });
}

function partnerOf(body: AuthorizationBody): CountryCode {
  return body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry;
}

function goodsOf(lines: AuthorizationBody['lines']): string {
  return lines
    .map(({ substance, form, stated }) => [substance, form, stated].join(' '))
    .sort()
    .join('\n');
}
