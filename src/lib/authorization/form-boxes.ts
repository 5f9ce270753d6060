/** Numbers of the boxes, the same on the screen and on the printed form (pdf/authorization-boxes.ts). */
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';

// prettier-ignore
const IMPORT = [
  'number', 'issuedOn', 'authority', 'importer', 'exporter', 'exportingCountry', 'portOfExit',
  'importingCountry', 'portOfEntry', 'route', 'transport', 'carrier', 'agents', 'goods', 'validity', 'consignments',
  'bonded', 'purpose', 'remarks'
] as const;
// prettier-ignore
const EXPORT = [
  'number', 'issuedOn', 'authority', 'exporter', 'importer', 'exportingCountry', 'portOfExit',
  'importingCountry', 'portOfEntry', 'route', 'transport', 'carrier', 'agents', 'goods', 'validity', 'bonded',
  'reference', 'packages', 'remarks'
] as const;

export type BoxName = (typeof IMPORT)[number] | (typeof EXPORT)[number];

export function boxNumber(kind: AuthorizationKind, name: BoxName): string {
  const boxes: readonly BoxName[] = kind === 'import-authorization' ? IMPORT : EXPORT;
  return String(boxes.indexOf(name) + 1);
}
