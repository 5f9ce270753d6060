/**
 * Asks about implausible figures: far above the authority's past, or a dosage unit too small for its content. Neither
 * the Conventions nor another source sets a limit (domain.md §5.1 expects errors of 10³). Each is a question by I2ES's
 * own measure and never blocks.
 */
import { CONTAINER_GRAMS, MAX_FIRST_QUANTITY, TIMES_MEDIAN } from '../own-choices.ts';
import type {
  Content,
  PharmaceuticalForm,
  ExportAuthorizationBody,
  ImportAuthorizationBody
} from '../act/body.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { sameName } from '../act/typed-text.ts';
import type { CountryCode } from '../ids.ts';
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
    if (context.history) judgeAmount(line, lines, context.history, askTimes, context, findings);
  }
}

function judgeAmount(
  line: ComputedLine,
  lines: readonly ComputedLine[],
  history: AuthorizedHistory,
  times: number,
  { today }: JudgeContext,
  findings: Findings
): void {
  if (!line.substance || !line.base || !line.stated) return;
  const amount = microgramsOf(line.base);
  const ask = (code: ProblemCode, other: number, more: Readonly<Record<string, number>> = {}): void =>
    findings.add(code, `lines.${line.key}.quantity`, {
      line: line.no,
      quantity: line.stated ?? '',
      words: line.stated ?? '',
      other,
      ...more
    });
  const known = history.bySubstance.get(line.substance.key);
  if (!known) return judgeFirst(amount, history.median, ask);
  if (amount > times * known.atOnce)
    return ask('line.quantity.unusual', known.atOnce, { times: Math.floor(amount / known.atOnce) });
  const year = Number(today.slice(0, 4));
  const before = mostBefore(known, year);
  const soFar = known.byYear.get(year) ?? 0;
  const sum = soFar + sumOf(lines, line.substance.key);
  // Only the authorization that crosses the yearly limit raises the question; later ones do not.
  if (before > 0 && soFar <= times * before && sum > times * before)
    ask('line.quantity.unusualYear', before, { asked: sum });
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

function judgeUnit(
  { key, no, content, pharmaceuticalForm }: ComputedLine,
  grams: number,
  findings: Findings
): void {
  if (!content || !pharmaceuticalForm) return;
  const path = `lines.${key}.strength`;
  const held = (micrograms: number, most: number): Readonly<Record<string, string | number>> => ({
    line: no,
    content: Math.round(micrograms),
    words: String(Math.round(micrograms)),
    other: most,
    pharmaceuticalForm
  });
  // A millilitre of water weighs a gram; more substance than that is a wrong unit.
  if (content.unit === 'ml' && shareOf(content) > GRAM)
    return findings.add('line.dose.dense', path, held(shareOf(content), GRAM));
  const most = mostOf(pharmaceuticalForm, grams);
  const unit = unitOf(content);
  if (most !== null && unit > most) findings.add('line.dose.large', path, held(unit, most));
}

function mostOf(form: PharmaceuticalForm, grams: number): number | null {
  if (SMALL_PIECES.includes(form)) return grams * GRAM;
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

function partnerOf(body: ImportAuthorizationBody | ExportAuthorizationBody): CountryCode {
  return body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry;
}

function goodsOf(lines: ImportAuthorizationBody['lines']): string {
  return lines
    .map(({ substance, form, stated }) => [substance, form, stated].join(' '))
    .sort()
    .join('\n');
}
