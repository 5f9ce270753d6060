/**
 * Why two figures of one line may differ (domain.md 5.2): every cause that the acts and the substance list can
 * show is tried, in both directions, and the nearest comes first. A cause is a guess for an officer to ask
 * about, never a pardon: the difference stays whatever is found.
 */
import type { Content, Factor } from '../goods/goods.ts';
import { multiplyExactly } from '../act/exact-product.ts';
import type { CalendarDate, CountryCode, DecimalText } from '../ids.ts';
import { decimalToRatio, microgramsOf, multiplyMicrograms } from '../quantity.ts';
import { findUnitSlip, isNear } from '../dossier/judge-pair.ts';

/** Whose figure is to be confirmed; null where nothing is to be done. */
interface Asks {
  readonly asks: CountryCode | null;
}

/** Figures are micrograms; forms and their substance are named as printed. */
export type Cause = Asks &
  (
    | { readonly kind: 'base'; readonly figure: number; readonly from: number; readonly form: string }
    | {
        readonly kind: 'hydrate';
        readonly figure: number;
        readonly other: string;
        readonly from: number;
        readonly form: string;
      }
    | { readonly kind: 'form'; readonly figure: number; readonly form: string; readonly other: string }
    | { readonly kind: 'unit'; readonly figure: number; readonly from: number; readonly times: number }
    | { readonly kind: 'gross'; readonly figure: number; readonly content: number }
    | { readonly kind: 'packs'; readonly figure: number; readonly from: number; readonly times: number }
    | { readonly kind: 'swap'; readonly figure: number; readonly number: string }
    | { readonly kind: 'sum'; readonly figure: number; readonly times: number }
    | { readonly kind: 'consignments'; readonly times: number; readonly sum: number }
    | {
        readonly kind: 'factor';
        readonly value: DecimalText;
        readonly form: string;
        readonly otherValue: DecimalText;
        readonly otherForm: string;
      }
    | { readonly kind: 'year'; readonly left: number; readonly arrived: number }
    | { readonly kind: 'expired'; readonly on: CalendarDate }
  );

/** A form of the substance with its name as printed. */
export interface NamedForm {
  readonly key: string;
  readonly designation: string;
  readonly factor: Factor['value'];
}

export interface Statement {
  readonly figure: number;
  readonly form: NamedForm;
  readonly by: CountryCode;
}

export interface Goods {
  /** The other forms of the same substance, as far as their content of base is known. */
  readonly forms: readonly NamedForm[];
  readonly content: Content | undefined;
  /** The part by which a guess may miss: finer where less is lawful, or half of all shipments would be suspect. */
  readonly part: number;
}

interface Guess {
  readonly cause: Cause;
  /** By how many millionths it misses. */
  readonly miss: number;
}

/** Nearest first; of two that are as near, that of the later statement. */
export function findCauses(earlier: Statement, later: Statement, goods: Goods): readonly Cause[] {
  const found: Guess[] = [];
  if (earlier.figure === 0 || later.figure === 0) return [];
  const isOtherForm = earlier.form.key !== later.form.key;
  if (isOtherForm && earlier.figure === later.figure) return [sameFigure(earlier, later)];
  const guess = (expected: number | null, stated: number, cause: Cause): void => {
    if (expected === null) return;
    const apart = Math.abs(expected - stated);
    // What misses by a tenth of the difference explains none of it.
    const isFit = apart * 10 <= Math.abs(earlier.figure - later.figure);
    if (isFit && isNear(expected, stated, goods.part)) found.push({ cause, miss: millionths(apart, stated) });
  };
  for (const [from, derived] of [
    [earlier, later],
    [later, earlier]
  ] as const) {
    guessForms(from, derived, goods, guess);
    guessContent(from, derived, goods.content, guess);
  }
  const times = findUnitSlip(earlier.figure, later.figure);
  if (times !== null) found.push({ cause: unitSlip(earlier, later, times), miss: 0 });
  return sortGuesses(found).map(({ cause }) => cause);
}

type Guessing = (expected: number | null, stated: number, cause: Cause) => void;

/** The derived figure is the other as base, or as another salt or hydrate that holds the same base. */
function guessForms(from: Statement, derived: Statement, { forms }: Goods, guess: Guessing): void {
  const own = from.form;
  const { figure, by: asks } = derived;
  for (const form of [own, ...forms.filter(({ key }) => key !== own.key)]) {
    if (form.factor === '1') continue;
    const { designation } = form;
    const asBase = multiplyMicrograms(from.figure, form.factor);
    if (own.factor !== '1')
      guess(asBase, figure, { kind: 'base', figure, from: from.figure, form: designation, asks });
    if (form === own) continue;
    guess(multiplyMicrograms(from.figure, own.factor), multiplyMicrograms(figure, form.factor), {
      kind: 'hydrate',
      figure,
      other: designation,
      from: from.figure,
      form: own.designation,
      asks
    });
  }
}

/** The derived figure is the mass of the whole preparation, or counts its packs as if they were units. */
function guessContent(
  from: Statement,
  derived: Statement,
  content: Content | undefined,
  guess: Guessing
): void {
  if (!content) return;
  const { figure, by: asks } = derived;
  guess(massOf(from.figure, content), figure, { kind: 'gross', figure, content: from.figure, asks });
  const times = content.unitsPerPack;
  if (times > 1)
    guess(multiplyExactly([figure, times], [1]), from.figure, {
      kind: 'packs',
      figure,
      from: from.figure,
      times,
      asks
    });
}

/** The mass of the preparation that holds so much; a millilitre is taken for a gram, and a tablet's mass is not known. */
function massOf(held: number, { strength, per, unit }: Content): number | null {
  if (unit === 'unit') return null;
  const { units, scale } = decimalToRatio(per);
  return multiplyExactly([held, units, 1e6], [scale, microgramsOf(strength)]);
}

function sameFigure({ figure, form }: Statement, later: Statement): Cause {
  const other = later.form.designation;
  return { kind: 'form', figure, form: form.designation, other, asks: later.by };
}

function unitSlip(earlier: Statement, later: Statement, times: number): Cause {
  return { kind: 'unit', figure: later.figure, from: earlier.figure, times, asks: later.by };
}

function millionths(apart: number, of: number): number {
  return Math.floor(apart / Math.max(1, Math.floor(of / 1e6)));
}

/** Stable: engines of 2018 sort long lists otherwise, and these are short. */
function sortGuesses(found: readonly Guess[]): readonly Guess[] {
  return found
    .map((guess, at) => ({ guess, at }))
    .sort((a, b) => a.guess.miss - b.guess.miss || a.at - b.at)
    .map(({ guess }) => guess);
}
