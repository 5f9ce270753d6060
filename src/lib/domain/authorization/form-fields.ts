/**
 * Draft names of the form's fields, one flat list for both directions, because an export authorization begins as a copy
 * of the import authorization.
 */
import type { DraftFields, DraftLine, Typed } from '../draft/draft.ts';

// prettier-ignore
export const FORM_FIELDS = [
  'importerName', 'importerAddress', 'importerCountry', 'importerLicence', 'importerNotBank',
  'exporterName', 'exporterAddress', 'exporterCountry', 'exporterLicence',
  'exportingCountry', 'importingCountry',
  'purpose', 'consignments', 'validFrom', 'validUntil', 'specialPersons',
  'bonded', 'bondedName', 'bondedAddress', 'bondedLicence',
  'portOfEntry', 'portOfExit', 'route', 'transport', 'carrier', 'agents', 'packages', 'remarks',
  'replaces', 'replacesReason',
  'importAct', 'importNumber', 'importIssuedOn', 'importAuthority', 'importValidUntil', 'importBonded'
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

// prettier-ignore
export const LINE_FIELDS = [
  'substance', 'form', 'pharmaceuticalForm', 'preparation',
  'quantity', 'unit', 'nationalFactor',
  'strength', 'strengthUnit', 'per', 'perUnit', 'unitSize', 'unitsPerPack', 'packs',
  'importLine', 'limit', 'limitUnit', 'specialLicence'
] as const;
export type LineField = (typeof LINE_FIELDS)[number];

export function fieldOf(form: DraftFields, name: FormField): string {
  return form.fields[name] ?? '';
}

export function lineFieldOf(line: DraftLine, name: LineField): string {
  return line.fields[name] ?? '';
}

/** A ticked box is saved as `'yes'`. */
export function isTicked(form: DraftFields, name: FormField): boolean {
  return fieldOf(form, name) === 'yes';
}

export function aTypedLine(key: string, fields: { readonly [N in LineField]?: string }): DraftLine {
  return { key, fields: fields as Typed };
}
