/**
 * Likely causes of a difference between two figures (domain.md 5.2), in both directions, nearest first. Guesses to ask
 * about, never pardons.
 */
import type { Content, Factor } from '../goods/goods.ts';
import type { CalendarDate, CountryCode, DecimalText } from '../ids.ts';
import { decimalToRatio, microgramsOf, multiplyExactly, multiplyMicrograms } from '../quantity.ts';
import { findUnitSlip } from '../dossier/judge-pair.ts';
import { isNear } from '../dossier/other-form.ts';

interface Asks {
  readonly asks: CountryCode | null;
}

/** Figures are micrograms; forms and substance have printed names. */
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

interface Goods {
  readonly forms: readonly NamedForm[];
  readonly content: Content | undefined;
  /** Tolerance of a guess: finer if less is lawful, or half of all shipments would be suspect. */
  readonly part: number;
}

interface Guess {
  readonly cause: Cause;
  /** Deviation in millionths. */
  readonly miss: number;
}

export function findCauses(earlier: Statement, later: Statement, goods: Goods): readonly Cause[] {
  const found: Guess[] = [];
  if (earlier.figure === 0 || later.figure === 0) return [];
  const isOtherForm = earlier.form.key !== later.form.key;
  if (isOtherForm && earlier.figure === later.figure) return [sameFigure(earlier, later)];
  const guess = (expected: number | null, stated: number, cause: Cause): void => {
    if (expected === null) return;
    const apart = Math.abs(expected - stated);
    // A deviation of a tenth of the difference explains nothing.
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

/** Mass of the preparation; a millilitre counts as a gram, and a tablet's mass is unknown. */
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

/** Stable: engines of 2018 sort short lists stably. */
function sortGuesses(found: readonly Guess[]): readonly Guess[] {
  return found
    .map((guess, at) => ({ guess, at }))
    .sort((a, b) => a.guess.miss - b.guess.miss || a.at - b.at)
    .map(({ guess }) => guess);
}
