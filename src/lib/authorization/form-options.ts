import { PHARMACEUTICAL_FORMS, PURPOSES, TRANSPORT_MODES } from '#lib/domain/act/body.ts';
import { QUANTITY_UNITS } from '#lib/domain/authorization/typed-quantity.ts';
import { unitName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { pharmaceuticalWord, purposeWord, transportWord } from '#lib/i18n/particular-words.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';

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

export function purposeOptions(): readonly Option[] {
  return PURPOSES.map((value) => ({ value, label: purposeWord(value) }));
}

export function transportOptions(): readonly Option[] {
  return TRANSPORT_MODES.map((value) => ({ value, label: transportWord(value) }));
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
