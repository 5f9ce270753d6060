import type { PharmaceuticalForm, Purpose, TransportMode } from '#lib/domain/act/body.ts';
import { readLocale, type Locale } from './locale.ts';
import { m } from './messages.ts';

type Words = (inputs: object, options: { locale: Locale }) => string;

const wordsByForm: Readonly<Record<PharmaceuticalForm, Words>> = {
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

const wordsByPurpose: Readonly<Record<Purpose, Words>> = {
  domestic: m.form_purpose_domestic,
  're-export': m.form_purpose_re_export,
  'essential-treatment': m.form_purpose_essential_treatment
};

const wordsByTransport: Readonly<Record<TransportMode, Words>> = {
  air: m.form_transport_air,
  sea: m.form_transport_sea,
  road: m.form_transport_road,
  rail: m.form_transport_rail,
  post: m.form_transport_post,
  other: m.form_transport_other
};

export function pharmaceuticalWord(form: PharmaceuticalForm, locale: Locale = readLocale()): string {
  return wordsByForm[form]({}, { locale });
}

export function purposeWord(purpose: Purpose, locale: Locale = readLocale()): string {
  return wordsByPurpose[purpose]({}, { locale });
}

export function transportWord(mode: TransportMode, locale: Locale = readLocale()): string {
  return wordsByTransport[mode]({}, { locale });
}
