/**
 * One comparison of two statements of a line, by `judge-pair.ts` and `causes.ts`: amounts, difference, direction,
 * likely cause.
 */
import type { ExportAuthorizationBody, Line, ActOf, ActualLine } from '../act/body.ts';
import { judgeGoods, type Outcome, type Pair } from '../dossier/judge-pair.ts';
import { baseBy, isOtherForm, isWholeShare } from '../dossier/other-form.ts';
import { FINE, NEAR } from '../own-choices.ts';
import type { Quantities } from '../dossier/dossier.ts';
import { quantitiesOf } from '../dossier/state.ts';
import {
  CURRENT_EDITION,
  designationOf,
  findSubstance,
  formsOf,
  type EditionIndex
} from '../goods/substance.ts';
import type { ActId, CalendarDate, CountryCode, DecimalText } from '../ids.ts';
import { findCauses, type Cause, type NamedForm, type Statement } from './causes.ts';

/** `refused`: not counted · `missing`: validity has ended without endorsement. */
type Shows = Outcome | 'refused' | 'missing';

export interface Comparison {
  readonly pair: Pair;
  /** The export authorization, its number (perhaps given twice) and line. */
  readonly on: ActId;
  readonly number: string;
  readonly line: number;
  readonly importLine: number | null;
  readonly shows: Shows;
  readonly earlier: Quantities & { readonly form: string };
  readonly later: (Quantities & { readonly form: string }) | null;
  readonly basis: keyof Quantities;
  readonly direction: 'same' | 'less' | 'more';
  readonly difference: Quantities;
  readonly percent: DecimalText;
  readonly causes: readonly Cause[];
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
}

interface About {
  readonly on: ActId;
  readonly number: string;
  readonly line: number;
  readonly importLine: number | null;
}

export interface Sides {
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
}

export interface Paired extends Sides {
  readonly pair: Pair;
  readonly goods: Line;
  readonly target: Line;
  readonly basis: keyof Quantities;
  /** Its other forms can explain a figure; without it, those of the bundled edition. */
  readonly edition?: EditionIndex | undefined;
  /** Content of a preparation, if packs can be taken for units (`judge-pair.ts`). */
  readonly content?: Line['content'];
}

export function sidesOf({ issuer, importingCountry }: ExportAuthorizationBody): Sides {
  return { exporting: issuer as CountryCode, importing: importingCountry };
}

export function compare(
  about: About,
  paired: Paired,
  earlier: Quantities,
  later: Quantities,
  isKept = false,
  isRefused = false
): Comparison | null {
  const { pair, goods, target } = paired;
  const outcome = judgeGoods(pair, earlier, later, paired);
  if (outcome === 'same' && !isKept) return null;
  const shows: Shows = isRefused ? 'refused' : outcome;
  const before = shows === 'form' && hasOtherFactor(paired) ? byOtherFactor(paired, later) : earlier;
  return {
    ...about,
    ...amountsOf(paired, before, later),
    pair,
    shows,
    earlier: { ...before, form: target.designation },
    later: { ...later, form: goods.designation },
    causes: causesOf(paired, before, later, shows),
    importing: paired.importing,
    exporting: paired.exporting
  };
}

function hasOtherFactor({ pair, goods, target }: Paired): boolean {
  return pair === 'import-export' && goods.form === target.form && isOtherForm(goods, target);
}

/** The goods of the export authorization with both factors: less than authorized would hide what the factors change. */
function byOtherFactor({ goods, target }: Paired, { stated }: Quantities): Quantities {
  return { stated, base: baseBy(goods, target) };
}

/** Equal figures with two factors differ in base. */
function amountsOf(
  { basis }: Pick<Paired, 'basis'>,
  earlier: Quantities,
  later: Quantities
): Pick<Comparison, 'basis' | 'direction' | 'difference' | 'percent'> {
  const shown = earlier[basis] === later[basis] ? 'base' : basis;
  const [before, after] = [earlier[shown], later[shown]];
  return {
    basis: shown,
    direction: before === after ? 'same' : after < before ? 'less' : 'more',
    difference: {
      stated: Math.abs(earlier.stated - later.stated),
      base: Math.abs(earlier.base - later.base)
    },
    percent: percentText(Math.abs(before - after), before)
  };
}

function causesOf(paired: Paired, earlier: Quantities, later: Quantities, shows: Shows): readonly Cause[] {
  if (shows === 'same') return [];
  const isByFactor = shows === 'form' || earlier.stated === later.stated;
  if (isByFactor && hasOtherFactor(paired)) return [factors(paired)];
  const { goods, target } = paired;
  // Both forms and both bases are in the sentence already.
  const isOtherSalt = paired.pair === 'import-export' && goods.form !== target.form;
  if (shows === 'form' && isOtherSalt && earlier.stated !== later.stated) return [];
  // An ordinary order of half or a tenth looks like nothing else.
  if (shows === 'lawful' && isWholeShare(earlier.stated, later.stated)) return [];
  return findCauses(
    statementOf(paired, target, earlier, 'earlier'),
    statementOf(paired, goods, later, 'later'),
    {
      forms: formsKnown(goods.substance, paired.edition),
      content: goods.content ?? target.content,
      part: shows === 'lawful' || shows === 'form' ? FINE : NEAR
    }
  );
}

function factors({ goods, target }: Paired): Cause {
  return {
    kind: 'factor',
    value: target.factor.value,
    form: target.designation,
    otherValue: goods.factor.value,
    otherForm: goods.designation,
    asks: null
  };
}

function statementOf(
  { pair, importing, exporting }: Paired,
  { form, designation, factor }: Line,
  { stated }: Quantities,
  which: 'earlier' | 'later'
): Statement {
  const isImporters = which === 'earlier' ? pair === 'import-export' : pair.slice(-11) === 'endorsement';
  const by = isImporters ? importing : exporting;
  return { figure: stated, form: { key: form, designation, factor: factor.value }, by };
}

const known = new WeakMap<EditionIndex, Map<string, readonly NamedForm[]>>();

function formsKnown(key: string, edition: EditionIndex = CURRENT_EDITION): readonly NamedForm[] {
  const ofEdition = known.get(edition) ?? new Map<string, readonly NamedForm[]>();
  known.set(edition, ofEdition);
  const before = ofEdition.get(key);
  if (before) return before;
  const substance = findSubstance(key, edition);
  const forms: NamedForm[] = [];
  for (const form of substance ? formsOf(substance) : [])
    if (substance && form.factor !== null)
      forms.push({ key: form.key, designation: designationOf(substance, form), factor: form.factor });
  if (substance) ofEdition.set(key, forms);
  return forms;
}

export function missing(
  about: About,
  paired: Omit<Paired, 'pair'>,
  exported: Quantities | null,
  authorized: Quantities,
  on: CalendarDate
): Comparison {
  const earlier = exported ?? authorized;
  return {
    ...about,
    pair: exported ? 'shipment-endorsement' : 'export-endorsement',
    shows: 'missing',
    earlier: { ...earlier, form: paired.goods.designation },
    later: null,
    basis: 'stated',
    direction: 'less',
    difference: earlier,
    percent: '100' as DecimalText,
    causes: [{ kind: 'expired', on, asks: paired.importing }],
    importing: paired.importing,
    exporting: paired.exporting
  };
}

/** Decimals for values below a thousandth of a per cent; the smallest has eleven. */
const MAX_DECIMALS = 13;
/** Ten times a remainder must stay a safe integer. */
const MAX_WHOLE = 9e14;

/**
 * `part` of `whole` in per cent, to two decimals or two significant digits; rounded half up. Exact digits, no binary
 * fraction.
 */
export function percentText(part: number, whole: number): DecimalText {
  if (whole > MAX_WHOLE) return percentText(Math.floor(part / 10), Math.floor(whole / 10));
  if (whole === 0) return '0' as DecimalText;
  let figure = Math.floor(part / whole);
  let rest = part % whole;
  let digits = 0;
  // Two places for per cent, then the decimals.
  while (digits < 4 || (figure < 10 && rest > 0 && digits < MAX_DECIMALS)) {
    figure = figure * 10 + Math.floor((rest * 10) / whole);
    rest = (rest * 10) % whole;
    digits++;
  }
  // A part is never rounded up to the whole.
  if (rest * 2 >= whole && String(figure + 1).length === String(figure).length) figure++;
  return toDecimal(figure, digits - 2);
}

function toDecimal(figure: number, decimals: number): DecimalText {
  const text = String(figure).padStart(decimals + 1, '0');
  const fraction = text.slice(-decimals).replace(/0+$/, '');
  return (text.slice(0, -decimals) + (fraction && `.${fraction}`)) as DecimalText;
}

/** `shipment`: given for an endorsement; `undefined` for a shipment itself. */
export function compareTyped(
  { _id: on, body }: ActOf<'export-authorization'>,
  actual: ActualLine,
  shipment?: ActOf<'shipment'> | null
): Comparison | null {
  const line = body.lines.find(({ no }) => no === actual.no);
  if (!line) return null;
  const shipped = shipment?.body.lines.find(({ no }) => no === actual.no);
  const pair =
    shipment === undefined ? 'export-shipment' : shipped ? 'shipment-endorsement' : 'export-endorsement';
  const about = { on, number: body.number, line: line.no, importLine: line.importLine ?? null };
  const paired = { pair, goods: line, target: line, basis: 'stated', ...sidesOf(body) } as const;
  return compare(about, paired, quantitiesOf(shipped ?? line), quantitiesOf(actual));
}
