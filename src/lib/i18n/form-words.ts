import type { BoxName, FormKind } from '#lib/domain/authorization/form-fields.ts';
import type { Exceeding, PharmaceuticalForm, Purpose, TransportMode } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { readLocale, type Locale } from './locale.ts';
import { m } from './messages.ts';

type Words = (inputs: object, options: { locale: Locale }) => string;

const LABELS: Readonly<Record<BoxName, Words>> = {
  number: m.form_number,
  issuedOn: m.form_issued_on,
  authority: m.form_authority,
  importer: m.form_importer,
  exporter: m.form_exporter,
  exportingCountry: m.form_exporting_country,
  portOfExit: m.form_port_of_exit,
  importingCountry: m.form_importing_country,
  portOfEntry: m.form_port_of_entry,
  route: m.form_route,
  transport: m.form_transport,
  carrier: m.form_carrier,
  agents: m.form_agents,
  goods: m.form_lines,
  validity: m.form_validity,
  consignments: m.form_consignments,
  bonded: m.form_bonded,
  purpose: m.form_purpose,
  specialPerson: m.form_special_person,
  reference: m.form_reference,
  despatch: m.form_despatch,
  packages: m.form_packages,
  remarks: m.form_remarks
};

/** Boxes with a word of their own: the consignee of 1961 art. 31(5); a declaration authorizes nothing (1971 art. 12(2)). */
const OWN_LABELS: Readonly<Partial<Record<FormKind, Partial<Record<BoxName, Words>>>>> = {
  'export-authorization': { importer: m.form_importer_consignee },
  'export-declaration': {
    number: m.form_number_declaration,
    issuedOn: m.form_issued_on_declaration,
    authority: m.form_authority_declaration,
    goods: m.form_lines_declaration
  },
  'special-import-licence': { number: m.dossier_licence_number, reference: m.form_licence_reference }
};

export function boxLabel(kind: FormKind, name: BoxName, locale: Locale = readLocale()): string {
  return (OWN_LABELS[kind]?.[name] ?? LABELS[name])({}, { locale });
}

export function numberLater(kind: AuthorizationKind): string {
  return kind === 'export-declaration'
    ? m.authorization_number_at_signing()
    : m.authorization_number_at_issue();
}

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

const wordsByGround: Readonly<Record<Exceeding['ground'], Words>> = {
  treatment: m.form_purpose_essential_treatment,
  supplement: m.form_exceeding_supplement,
  decision: m.form_exceeding_decision,
  unreserved: m.form_exceeding_unreserved
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

export function exceedingWord(ground: Exceeding['ground'], locale: Locale = readLocale()): string {
  return wordsByGround[ground]({}, { locale });
}

export function purposeWord(purpose: Purpose, locale: Locale = readLocale()): string {
  return wordsByPurpose[purpose]({}, { locale });
}

export function transportWord(mode: TransportMode, locale: Locale = readLocale()): string {
  return wordsByTransport[mode]({}, { locale });
}
