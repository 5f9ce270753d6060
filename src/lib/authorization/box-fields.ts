/**
 * Control and label of each field of the form. Boxes, their fields, order and numbers are
 * `domain/authorization/form-fields.ts`.
 */
import { PURPOSES, TRANSPORT_MODES } from '#lib/domain/act/body.ts';
import { EXCEEDING_GROUNDS } from '#lib/domain/act/kinds/special-terms.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { boxLedBy } from '#lib/domain/authorization/form-fields.ts';
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import { boxLabel, exceedingWord, purposeWord, transportWord } from '#lib/i18n/form-words.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';

/** Fields that the act or another field fills in have no control. */
export type TypedField = Exclude<
  FormField,
  | 'replaces'
  | 'importAct'
  | 'emergency'
  | 'paper'
  | 'scan'
  | 'corrects'
  | 'correctionReason'
  | 'ownPaper'
  | 'prepared'
  | 'batch'
  | 'template'
>;

interface Field {
  readonly as: 'text' | 'area' | 'date' | 'country' | 'tick' | 'select' | 'radio';
  /** Default: the label of the box that the field leads. */
  readonly label?: () => string;
  /** In lists of checks and conflicts, if the label is clear only in its box. */
  readonly name?: () => string;
  readonly maxlength?: number;
  readonly rows?: number;
  readonly code?: boolean;
  readonly inputmode?: 'numeric';
  readonly hint?: () => string;
  readonly placeholder?: () => string;
  readonly options?: () => readonly Option[];
}

const LICENCE: Field = { as: 'text', label: m.authorization_licence, code: true, maxlength: 80 };
const PORT: Field = { as: 'text', maxlength: 120 };
const COMPANY: Field = { as: 'text', maxlength: 200 };

const FIELDS: Readonly<Record<TypedField, Field>> = {
  number: { as: 'text', code: true, maxlength: 60 },
  issuedOn: { as: 'date' },
  authorityName: { ...COMPANY, label: m.paper_authority_name },
  authorityAddress: { as: 'area', label: m.authorization_address, name: m.paper_authority_address, rows: 2 },
  comparedBy: { ...COMPANY, label: m.paper_compared_by },
  comparedOn: { as: 'date', label: m.paper_compared_on },
  importerName: COMPANY,
  importerAddress: {
    as: 'area',
    label: m.authorization_address,
    name: m.authorization_address_importer,
    rows: 3
  },
  importerCountry: { as: 'country', label: m.authorization_importer_country },
  importerLicence: LICENCE,
  exporterName: COMPANY,
  exporterAddress: {
    as: 'area',
    label: m.authorization_address,
    name: m.authorization_address_exporter,
    rows: 3
  },
  exporterCountry: { as: 'country', label: m.authorization_exporter_country },
  exporterLicence: LICENCE,
  exportingCountry: { as: 'country' },
  importingCountry: { as: 'country' },
  despatchedOn: { as: 'date' },
  purpose: {
    as: 'radio',
    options: () => PURPOSES.map((value) => ({ value, label: purposeWord(value) }))
  },
  consignments: { as: 'text', hint: m.authorization_consignments_hint, inputmode: 'numeric', code: true },
  validFrom: { as: 'date', label: m.authorization_valid_from },
  validUntil: { as: 'date', label: m.authorization_valid_until },
  aidKit: { as: 'tick', label: m.authorization_aid_kit },
  specialPersonName: {
    ...COMPANY,
    label: m.authorization_special_person_name,
    hint: m.authorization_special_person_hint
  },
  specialPersonDecision: { as: 'text', label: m.authorization_special_person_decision, maxlength: 200 },
  bonded: { as: 'tick', label: m.authorization_bonded },
  bondedName: { ...COMPANY, label: m.authorization_bonded_name },
  bondedAddress: { as: 'area', label: m.authorization_address, name: m.form_bonded },
  bondedLicence: LICENCE,
  portOfEntry: PORT,
  portOfExit: PORT,
  route: { as: 'text', maxlength: 300 },
  transport: {
    as: 'select',
    placeholder: m.form_not_stated,
    options: () => TRANSPORT_MODES.map((value) => ({ value, label: transportWord(value) }))
  },
  carrier: { as: 'text', maxlength: 200 },
  agents: { as: 'area', rows: 2 },
  packages: { as: 'area', rows: 3 },
  remarks: { as: 'area', rows: 3 },
  replacesReason: { as: 'area', label: m.dossier_cancel_reason, maxlength: 2000 },
  exceeding: {
    as: 'select',
    label: m.authorization_exceeding,
    placeholder: m.form_not_stated,
    options: () => EXCEEDING_GROUNDS.map((value) => ({ value, label: exceedingWord(value) }))
  },
  exceedingReason: { as: 'area', label: m.authorization_exceeding_reason, maxlength: 2000 },
  emergencyReason: { as: 'area', label: m.authorization_emergency_reason, maxlength: 2000 }
};

const LINE_NAMES: Readonly<Partial<Record<LineField, () => string>>> = {
  substance: m.authorization_substance,
  form: m.authorization_substance,
  pharmaceuticalForm: m.authorization_pharmaceutical_form,
  preparation: m.authorization_preparation,
  quantity: m.authorization_quantity,
  unit: m.authorization_unit,
  nationalFactor: m.authorization_factor,
  strength: m.authorization_strength,
  unitsPerPack: m.authorization_units_per_pack,
  packs: m.authorization_packs,
  specialLicence: m.authorization_special_licence,
  scheduleThree: m.authorization_schedule_three
};

function isTypedField(name: string): name is TypedField {
  return Object.hasOwn(FIELDS, name);
}

export function fieldShape(
  name: TypedField,
  kind: AuthorizationKind
): Field & { readonly label: () => string } {
  const field = FIELDS[name];
  const box = boxLedBy(name);
  return { ...field, label: field.label ?? (() => (box ? boxLabel(kind, box) : name)) };
}

export function boxName(path: string): string {
  const [, , field] = /^lines\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
  if (path.startsWith('lines.')) {
    const goods = boxLabel('import-authorization', 'goods');
    if (field === undefined) return goods;
    return m.ui_labelled({ label: goods, text: LINE_NAMES[field as LineField]?.() ?? field });
  }
  const box = boxLedBy(path);
  // Conflicts and checks cover both kinds: the import form's label of the importer fits each.
  if (box !== null) return boxLabel('import-authorization', box);
  const shape = isTypedField(path) ? FIELDS[path] : undefined;
  return (shape?.name ?? shape?.label)?.() ?? path;
}
