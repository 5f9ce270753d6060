/**
 * The boxes of each instrument in the order of the paper form, with what is typed in them: 1961 art. 31(4), (9); 1971
 * art. 12(1)(b). Form, sheet, print preview and paper read this one table, so that a box has the same number wherever a
 * person sees it. The party of the issuing country comes first, as its own application names it.
 */
import type { AuthorizationKind } from './number.ts';

/** Which fields of a draft fill a box; what is known without anybody's typing has none. */
const FIELDS = {
  number: [],
  issuedOn: [],
  authority: [],
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
  reference: ['importNumber', 'importIssuedOn', 'importAuthority', 'importValidUntil'],
  packages: ['packages'],
  remarks: ['remarks']
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BoxName = keyof typeof FIELDS;

/** Boxes that stand side by side on paper; every box is always there, whether something is stated in it or not. */
type Rows = readonly (readonly BoxName[])[];

// prettier-ignore
const ROWS: Readonly<Record<AuthorizationKind, Rows>> = {
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
    ['remarks']
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
    ['reference'],
    ['packages', 'remarks']
  ]
};

export function boxesOf(kind: AuthorizationKind): readonly BoxName[] {
  return ROWS[kind].flatMap((row) => row);
}

/** From 1, as printed. */
export function boxNumber(kind: AuthorizationKind, name: BoxName): number {
  return boxesOf(kind).indexOf(name) + 1;
}

/** The rows before the table of goods, and those after it. */
export function rowsAroundGoods(kind: AuthorizationKind): { readonly above: Rows; readonly below: Rows } {
  const at = ROWS[kind].findIndex((row) => row[0] === 'goods');
  return { above: ROWS[kind].slice(0, at), below: ROWS[kind].slice(at + 1) };
}

/** The box that is named by its only or its first field: its label is that field's label too. */
export function boxLedBy(field: string): BoxName | null {
  for (const name of Object.keys(FIELDS) as BoxName[]) if (FIELDS[name][0] === field) return name;
  return null;
}
