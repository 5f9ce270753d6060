/** The choices of the form's boxes, in the reader's words. */
import {
  PHARMACEUTICAL_FORMS,
  PURPOSES,
  TRANSPORT_MODES,
  type PharmaceuticalForm
} from '#lib/domain/act/body.ts';
import type { Purpose, TransportMode } from '#lib/domain/act/body.ts';
import { QUANTITY_UNITS } from '#lib/domain/authorization/typed-quantity.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { compareNames, countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Option } from '#lib/ui/SelectField.svelte';

const FORM_WORDS: Readonly<Record<PharmaceuticalForm, () => string>> = {
  powder: m.form_pharmaceutical_powder,
  crystals: m.form_pharmaceutical_crystals,
  'raw-material': m.form_pharmaceutical_raw_material,
  tablet: m.form_pharmaceutical_tablet,
  capsule: m.form_pharmaceutical_capsule,
  lozenge: m.form_pharmaceutical_lozenge,
  ampoule: m.form_pharmaceutical_ampoule,
  vial: m.form_pharmaceutical_vial,
  'prefilled-syringe': m.form_pharmaceutical_prefilled_syringe,
  'oral-solution': m.form_pharmaceutical_oral_solution,
  solution: m.form_pharmaceutical_solution,
  drops: m.form_pharmaceutical_drops,
  syrup: m.form_pharmaceutical_syrup,
  suppository: m.form_pharmaceutical_suppository,
  patch: m.form_pharmaceutical_patch,
  'nasal-spray': m.form_pharmaceutical_nasal_spray,
  film: m.form_pharmaceutical_film,
  granules: m.form_pharmaceutical_granules,
  'reference-standard': m.form_pharmaceutical_reference_standard,
  other: m.form_pharmaceutical_other
};

const PURPOSE_WORDS: Readonly<Record<Purpose, () => string>> = {
  domestic: m.form_purpose_domestic,
  're-export': m.form_purpose_re_export,
  'essential-treatment': m.form_purpose_essential_treatment
};

const TRANSPORT_WORDS: Readonly<Record<TransportMode, () => string>> = {
  air: m.form_transport_air,
  sea: m.form_transport_sea,
  road: m.form_transport_road,
  rail: m.form_transport_rail,
  post: m.form_transport_post,
  other: m.form_transport_other
};

/** Of these a unit is measured in millilitres; of the others a unit is a piece. */
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

export function pharmaceuticalWord(form: PharmaceuticalForm): string {
  return FORM_WORDS[form]();
}

export function purposeWord(purpose: Purpose): string {
  return PURPOSE_WORDS[purpose]();
}

export function transportWord(mode: TransportMode): string {
  return TRANSPORT_WORDS[mode]();
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

/** The signs of the units are international and the same in every language here. */
export function unitOptions(): readonly Option[] {
  return QUANTITY_UNITS.map((value) => ({ value, label: value }));
}

export function contentUnitOptions(): readonly Option[] {
  return [
    { value: 'unit', label: m.authorization_unit_piece() },
    { value: 'ml', label: 'ml' },
    { value: 'g', label: 'g' }
  ];
}

export function countryOptions(without: string): readonly Option[] {
  const options = COUNTRY_CODES.filter((code) => code !== without).map((code) => ({
    value: code as string,
    label: countryName(code),
    detail: code as string
  }));
  return options.sort((a, b) => compareNames(a.label, b.label));
}
