/** Goods of a row in a spreadsheet as a typed line; the form judges what they mean. */
import { PHARMACEUTICAL_FORMS } from '#lib/domain/act/body.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { parseUnit, splitTypedQuantity } from '#lib/domain/authorization/typed-quantity.ts';
import type { Typed } from '#lib/domain/draft/draft.ts';
import { addTo } from '#lib/domain/groups.ts';
import { goodsNames, keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import { designationOf, formsOf, type EditionIndex } from '#lib/domain/goods/substance.ts';
import type { Problem } from '#lib/domain/result.ts';
import { pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { goodsToValue, substanceOptions, usualContentUnit, valueToGoods } from './line-options.ts';

/** Each heading in English or as on the form. */
export const GOODS_COLUMNS = [
  ['substance', 'substance', m.authorization_substance],
  ['pharmaceuticalForm', 'form', m.authorization_pharmaceutical_form],
  ['quantity', 'quantity', m.authorization_quantity],
  ['unit', 'unit', m.authorization_unit],
  ['preparation', 'preparation', m.authorization_preparation],
  ['strength', 'strength', m.authorization_strength],
  ['unitsPerPack', 'units per pack', m.authorization_units_per_pack],
  ['packs', 'packs', m.authorization_packs]
] as const;
export type GoodsColumn = (typeof GOODS_COLUMNS)[number][0];

export type GoodsCells = Partial<Record<GoodsColumn, string>>;
export type TellCell = (code: string, column: GoodsColumn, values?: Problem['values']) => void;

export function toLine(read: GoodsCells, edition: EditionIndex, tell: TellCell): Typed {
  const pharmaceuticalForm = readPharmaceuticalForm(read.pharmaceuticalForm ?? '', tell);
  const amount = readAmount(read.quantity ?? '', read.unit ?? '', 'unit', tell);
  const strength = readAmount(read.strength ?? '', '', 'strength', tell);
  return {
    ...readGoods(read.substance ?? '', edition, tell),
    pharmaceuticalForm,
    quantity: amount.figure,
    unit: amount.unit,
    preparation: read.preparation ?? '',
    ...(strength.figure === ''
      ? {}
      : {
          strength: strength.figure,
          strengthUnit: strength.unit,
          per: '1',
          perUnit: usualContentUnit(pharmaceuticalForm),
          unitSize: '1'
        }),
    unitsPerPack: read.unitsPerPack ?? '',
    packs: read.packs ?? ''
  };
}

const held = new WeakMap<EditionIndex, ReadonlyMap<string, readonly string[]>>();

/** Computed once for each edition: a file has hundreds of rows. */
function exactNames(edition: EditionIndex): ReadonlyMap<string, readonly string[]> {
  const known = held.get(edition);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const substance of edition.edition.rows)
    for (const form of formsOf(substance)) {
      const names = [designationOf(substance, form), ...goodsNames(substance, form)].map(foldText);
      for (const name of new Set(names)) addTo(found, name, goodsToValue(substance.key, form.key));
    }
  held.set(edition, found);
  return found;
}

/** A name of one form, or of a substance that has one form only. */
function readGoods(typed: string, edition: EditionIndex, tell: TellCell): Typed {
  if (typed === '') {
    tell('list.cell.missing', 'substance');
    return {};
  }
  const exact = exactNames(edition).get(foldText(typed)) ?? [];
  const key = keyOfSubstance(typed, edition);
  const found =
    exact.length > 0
      ? exact
      : substanceOptions(typed, edition)
          .map(({ value }) => value)
          .filter((value) => key === null || valueToGoods(value).substance === key);
  const [only] = found;
  if (only !== undefined && found.length === 1) return valueToGoods(only);
  if (only === undefined) tell('list.cell.substance', 'substance', { found: typed.slice(0, 60) });
  else {
    const names = substanceOptions(typed, edition).filter(({ value }) => found.includes(value));
    const known = names.slice(0, 5).map(({ label }) => label);
    tell('apply.rows.several', 'substance', { found: typed.slice(0, 60), known: known.join(' · ') });
  }
  return {};
}

function readPharmaceuticalForm(typed: string, tell: TellCell): string {
  if (typed === '') {
    tell('list.cell.missing', 'pharmaceuticalForm');
    return '';
  }
  const asked = foldText(typed);
  const found = PHARMACEUTICAL_FORMS.find((form) =>
    [form, form.replace(/-/g, ' '), ...locales.map((one) => pharmaceuticalWord(form, one))].some(
      (one) => foldText(one) === asked
    )
  );
  if (!found) tell('apply.rows.form', 'pharmaceuticalForm', { found: typed.slice(0, 60) });
  return found ?? '';
}

/** The unit after the figure is meant, not the one in its own cell; without any, nothing is guessed. */
function readAmount(
  typed: string,
  unit: string,
  column: 'unit' | 'strength',
  tell: TellCell
): { readonly figure: string; readonly unit: string } {
  const split = splitTypedQuantity(typed);
  const written = split.unit || unit;
  const meant = parseUnit(written);
  if (typed !== '' && written === '') tell('list.cell.missing', column);
  else if (typed !== '' && !meant) tell('quantity.unit.unknown', column, { typed: written.slice(0, 20) });
  return { figure: split.figure.trim(), unit: meant ?? '' };
}
