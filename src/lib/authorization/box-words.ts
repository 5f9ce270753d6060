/** The name of a box by its path in the draft, as the form labels it. */
import { m } from '#lib/i18n/messages.ts';

const NAMES: Readonly<Record<string, () => string>> = {
  importerName: m.form_importer,
  importerAddress: m.authorization_address_importer,
  importerLicence: m.authorization_licence,
  exporterName: m.form_exporter,
  exporterAddress: m.authorization_address_exporter,
  exporterLicence: m.authorization_licence,
  exportingCountry: m.form_exporting_country,
  importingCountry: m.form_importing_country,
  purpose: m.form_purpose,
  consignments: m.form_consignments,
  validFrom: m.authorization_valid_from,
  validUntil: m.authorization_valid_until,
  bonded: m.form_bonded,
  bondedName: m.authorization_bonded_name,
  bondedAddress: m.form_bonded,
  bondedLicence: m.authorization_licence,
  portOfEntry: m.form_port_of_entry,
  portOfExit: m.form_port_of_exit,
  route: m.form_route,
  transport: m.form_transport,
  carrier: m.form_carrier,
  agents: m.form_agents,
  packages: m.form_packages,
  remarks: m.form_remarks,
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
  const name = NAMES[field ?? path]?.() ?? field ?? path;
  return field === undefined ? name : `${m.authorization_goods()}: ${name}`;
}
