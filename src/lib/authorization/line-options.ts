/** Choices of a line: units, pharmaceutical forms, and substances by INN, salt, hydrate, synonym or CAS number. */
import { PHARMACEUTICAL_FORMS } from '#lib/domain/act/body.ts';
import { QUANTITY_UNITS } from '#lib/domain/authorization/typed-quantity.ts';
import { goodsNames, searchSubstances } from '#lib/domain/goods/substance-search.ts';
import {
  casOf,
  CURRENT_EDITION,
  designationOf,
  findForm,
  findSubstance,
  formsOf,
  isScheduleAssumed,
  type EditionIndex,
  type Substance,
  type SubstanceForm
} from '#lib/domain/goods/substance.ts';
import { countryName, unitName } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';

/** `morphine|sulfate-2-1-pentahydrate`: substance and form are one choice. */
export function goodsToValue(substance: string, form: string): string {
  return substance === '' ? '' : `${substance}|${form}`;
}

export function valueToGoods(value: string): { readonly substance: string; readonly form: string } {
  const [substance = '', form = ''] = value.split('|');
  return { substance, form };
}

export function substanceOptions(text: string, edition: EditionIndex = CURRENT_EDITION): readonly Option[] {
  return searchSubstances(text, edition).flatMap(({ substance, form }) =>
    (form ? [form] : formsOf(substance)).map((one) => toOption(substance, one))
  );
}

export function goodsOptionNames({ value }: Option, edition?: EditionIndex): readonly string[] {
  const { substance, form } = valueToGoods(value);
  const found = findSubstance(substance, edition);
  const foundForm = found && findForm(found, form);
  return found && foundForm ? goodsNames(found, foundForm) : [];
}

function scheduleText({ national, ...substance }: Substance): string {
  if (national) {
    const { country, schedule } = national;
    return m.authorization_schedule_national({ country: countryName(country), schedule: schedule ?? '' });
  }
  const listed = {
    convention: String(substance.convention),
    schedule: substance.schedules.join(', ')
  };
  return isScheduleAssumed(substance)
    ? m.authorization_schedule_assumed(listed)
    : m.authorization_schedule(listed);
}

function toOption(substance: Substance, form: SubstanceForm): Option {
  const schedule = scheduleText(substance);
  const cas = casOf(substance, form);
  const locale = readLocale();
  // The designation is signed in English.
  const name = substance.names?.[locale] ?? (locale === 'en' ? null : m.authorization_name_english());
  return {
    value: goodsToValue(substance.key, form.key),
    label: designationOf(substance, form),
    detail: [name, schedule, cas && `CAS ${cas}`, substance.incbIdsCode].filter(Boolean).join(' · ')
  };
}

/** A unit of these is measured in millilitres; a unit of the others is a piece. */
const LIQUID_UNITS: readonly string[] = [
  'ampoule',
  'vial',
  'prefilled-syringe',
  'oral-solution',
  'solution',
  'drops',
  'syrup',
  'nasal-spray'
];

export function usualContentUnit(pharmaceuticalForm: string): 'ml' | 'unit' {
  return LIQUID_UNITS.includes(pharmaceuticalForm) ? 'ml' : 'unit';
}

export function pharmaceuticalOptions(): readonly Option[] {
  return PHARMACEUTICAL_FORMS.map((value) => ({ value, label: pharmaceuticalWord(value) }));
}

export function unitOptions(): readonly Option[] {
  return QUANTITY_UNITS.map((value) => ({ value, label: value === 'µg' ? value : unitName(value) }));
}

export function contentUnitOptions(): readonly Option[] {
  return [
    { value: 'unit', label: m.authorization_unit_piece() },
    { value: 'ml', label: m.unit_ml() },
    { value: 'g', label: unitName('g') }
  ];
}
