import type { BoxName } from '#lib/domain/authorization/form-fields.ts';
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
  reference: m.form_reference,
  packages: m.form_packages,
  remarks: m.form_remarks
};

/** On an export authorization the importer is the consignee of 1961 art. 31(5). */
export function boxLabel(kind: AuthorizationKind, name: BoxName, locale: Locale = readLocale()): string {
  const isConsignee = kind === 'export-authorization' && name === 'importer';
  return (isConsignee ? m.form_importer_consignee : LABELS[name])({}, { locale });
}
