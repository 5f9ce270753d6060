/** Form labels by draft path; `form-fields.ts` in the domain gives box numbers. */
import { boxLedBy } from '#lib/domain/authorization/form-fields.ts';
import { boxLabel } from '#lib/i18n/box-labels.ts';
import { m } from '#lib/i18n/messages.ts';

/** Fields that are not the one their box is named after. */
const NAMES: Readonly<Record<string, () => string>> = {
  importerAddress: m.authorization_address_importer,
  importerCountry: m.authorization_importer_country,
  importerLicence: m.authorization_licence,
  exporterAddress: m.authorization_address_exporter,
  exporterCountry: m.authorization_exporter_country,
  exporterLicence: m.authorization_licence,
  validFrom: m.authorization_valid_from,
  validUntil: m.authorization_valid_until,
  bondedName: m.authorization_bonded_name,
  bondedAddress: m.form_bonded,
  bondedLicence: m.authorization_licence,
  replacesReason: m.dossier_cancel_reason,
  importNumber: m.authorization_reference_number,
  importIssuedOn: m.authorization_reference_date,
  importAuthority: m.authorization_reference_authority,
  importValidUntil: m.authorization_reference_until,
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
  limit: m.authorization_limit
};

export function boxName(path: string): string {
  const [, , field] = /^lines\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
  if (path.startsWith('lines.') && field === undefined) return m.authorization_goods();
  const box = boxLedBy(path);
  // Conflicts and checks cover both kinds: the import form's label of the importer fits each.
  if (box !== null) return boxLabel('import-authorization', box);
  const name = NAMES[field ?? path]?.() ?? field ?? path;
  return field === undefined ? name : m.ui_labelled({ label: m.authorization_goods(), text: name });
}
