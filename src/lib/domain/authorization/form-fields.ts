/**
 * Draft names of the form's fields, one flat list for both directions, because an export authorization begins as a copy
 * of the import authorization.
 */
import type { BodyOf } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { cleanText } from '../act/typed-text.ts';
import type { DraftFields, DraftLine, Typed } from '../draft/draft.ts';
import type { ActId } from '../ids.ts';

// prettier-ignore
export const FORM_FIELDS = [
  'importerName', 'importerAddress', 'importerCountry', 'importerLicence',
  'exporterName', 'exporterAddress', 'exporterCountry', 'exporterLicence',
  'exportingCountry', 'importingCountry',
  'purpose', 'consignments', 'validFrom', 'validUntil', 'specialPersonName', 'specialPersonDecision', 'aidKit',
  'bonded', 'bondedName', 'bondedAddress', 'bondedLicence',
  'portOfEntry', 'portOfExit', 'route', 'transport', 'carrier', 'agents', 'packages', 'remarks',
  'replaces', 'replacesReason',
  'importAct', 'emergency', 'emergencyReason',
  'exceeding', 'exceedingReason',
  'despatchedOn',
  // A partner's paper that this authority records, in the same boxes.
  'paper', 'number', 'issuedOn', 'authorityName', 'authorityAddress', 'comparedBy', 'comparedOn', 'scan',
  'corrects', 'correctionReason',
  // The partner's record of this authority's own paper, which is issued again here.
  'ownPaper',
  // The signature of the person who prepared it (`two-people.ts`).
  'prepared',
  // `batch`: the file that the draft was loaded from. `template`: the name of a template, which cannot be signed.
  'batch', 'template'
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

// prettier-ignore
export const LINE_FIELDS = [
  'substance', 'form', 'pharmaceuticalForm', 'preparation',
  'quantity', 'unit', 'nationalFactor',
  'strength', 'strengthUnit', 'per', 'perUnit', 'unitSize', 'unitsPerPack', 'packs',
  'importLine', 'scheduleThree', 'atropine',
  'specialLicence', 'specialLicenceOn', 'specialLicenceAct', 'specialLicenceCopy'
] as const;
export type LineField = (typeof LINE_FIELDS)[number];

export function fieldOf(form: DraftFields, name: FormField): string {
  return form.fields[name] ?? '';
}

export function lineFieldOf(line: DraftLine, name: LineField): string {
  return line.fields[name] ?? '';
}

/** The form holds the partner's paper, which this authority records as its holder. */
export function isPaperForm(form: DraftFields): boolean {
  return isTicked(form, 'paper');
}

/** The record that this form corrects, and the reason; its kind of act parses both. */
export function correctionIn(form: DraftFields): Partial<Pick<BodyOf<'paper-record'>, 'corrects'>> {
  const of = fieldOf(form, 'corrects');
  return of ? { corrects: { of: of as ActId, reason: cleanText(fieldOf(form, 'correctionReason')) } } : {};
}

/** A ticked box is saved as `'yes'`. */
export function isTicked(form: DraftFields, name: FormField): boolean {
  return fieldOf(form, name) === 'yes';
}

export function aTypedLine(key: string, fields: { readonly [N in LineField]?: string }): DraftLine {
  return { key, fields: fields as Typed };
}

// Boxes of each form in paper order, with their fields: 1961 art. 31(4), (9); 1971 art. 12(1)(b). Form, sheet, preview
// and paper share this table, so box numbers agree.

/** Draft fields of each box. I2ES fills in the first three, except on a partner's paper. */
const FIELDS = {
  number: ['number'],
  issuedOn: ['issuedOn'],
  authority: ['authorityName', 'authorityAddress'],
  importer: ['importerName', 'importerAddress', 'importerCountry', 'importerLicence'],
  exporter: ['exporterName', 'exporterAddress', 'exporterCountry', 'exporterLicence'],
  exportingCountry: ['exportingCountry'],
  portOfExit: ['portOfExit'],
  importingCountry: ['importingCountry'],
  portOfEntry: ['portOfEntry'],
  route: ['route'],
  transport: ['transport'],
  carrier: ['carrier'],
  agents: ['agents'],
  goods: ['lines'],
  validity: ['validFrom', 'validUntil'],
  consignments: ['consignments'],
  bonded: ['bonded', 'bondedName', 'bondedAddress', 'bondedLicence'],
  purpose: ['purpose'],
  specialPerson: ['specialPersonName', 'specialPersonDecision'],
  reference: ['emergencyReason'],
  despatch: ['despatchedOn'],
  packages: ['packages'],
  remarks: ['remarks', 'exceeding', 'exceedingReason']
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BoxName = keyof typeof FIELDS;
export type TypedBox = Exclude<BoxName, 'goods'>;

export function fieldsOf(name: TypedBox): readonly (typeof FIELDS)[TypedBox][number][] {
  return FIELDS[name];
}

/** Boxes in one row on paper; empty boxes are printed too. */
type Rows = readonly (readonly BoxName[])[];

/** A special import licence has boxes only on paper. */
export type FormKind = AuthorizationKind | 'special-import-licence';

// prettier-ignore
const ROWS: Readonly<Record<FormKind, Rows>> = {
  'import-authorization': [
    ['number', 'issuedOn'],
    ['authority'],
    ['importer', 'exporter'],
    ['exportingCountry', 'portOfExit', 'importingCountry', 'portOfEntry'],
    ['route', 'transport'],
    ['carrier', 'agents'],
    ['goods'],
    ['validity', 'consignments'],
    ['bonded', 'purpose'],
    ['specialPerson', 'remarks']
  ],
  'export-authorization': [
    ['number', 'issuedOn'],
    ['authority'],
    ['exporter', 'importer'],
    ['exportingCountry', 'portOfExit', 'importingCountry', 'portOfEntry'],
    ['route', 'transport'],
    ['carrier', 'agents'],
    ['goods'],
    ['validity', 'bonded'],
    ['reference', 'specialPerson'],
    ['packages', 'remarks']
  ],
  // 1971 art. 12(2)(a).
  'export-declaration': [
    ['number', 'issuedOn'],
    ['authority'],
    ['exporter', 'importer'],
    ['exportingCountry', 'importingCountry'],
    ['transport', 'carrier'],
    ['goods'],
    ['despatch', 'packages'],
    ['remarks']
  ],
  // 1971 art. 13(3), with name and address of importer and exporter.
  'special-import-licence': [
    ['number', 'issuedOn'],
    ['authority'],
    ['importer', 'exporter'],
    ['importingCountry', 'exportingCountry'],
    ['goods'],
    ['validity', 'reference']
  ]
};

export function boxesOf(kind: FormKind): readonly BoxName[] {
  return ROWS[kind].flatMap((row) => row);
}

export function boxNumber(kind: FormKind, name: BoxName): number {
  return boxesOf(kind).indexOf(name) + 1;
}

export function rowsAroundGoods(kind: FormKind): { readonly above: Rows; readonly below: Rows } {
  const at = ROWS[kind].findIndex((row) => row[0] === 'goods');
  return { above: ROWS[kind].slice(0, at), below: ROWS[kind].slice(at + 1) };
}

/** The box itself, or the one labelled by its only or first field. */
export function boxLedBy(field: string): BoxName | null {
  for (const name of Object.keys(FIELDS) as BoxName[])
    if (name === field || FIELDS[name][0] === field) return name;
  return null;
}
