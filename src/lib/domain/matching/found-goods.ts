/** Goods of a finding: authorized lines, and the date they last moved. */
import type { ExportStrand } from '../dossier/dossier.ts';
import { quantitiesOf } from '../dossier/state.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import type { Finder } from './body-of.ts';
import type { FoundGoods } from './finding.ts';

export function compareMoved(a: ExportStrand, b: ExportStrand): number {
  const [left, right] = [movedOn(a), movedOn(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

export function movedOn({ receivedOn, shippedOn, issuedOn }: ExportStrand): CalendarDate {
  return receivedOn ?? shippedOn ?? issuedOn;
}

export function goodsOf(actOf: Finder, id: ActId, only?: number): FoundGoods[] {
  const body = actOf(id)?.body;
  if (body?.kind !== 'import-authorization' && body?.kind !== 'export-authorization') return [];
  return body.lines
    .filter(({ no }) => only === undefined || no === only)
    .map((line) => {
      const { no, substance, designation } = line;
      return { line: no, substance, designation, ...quantitiesOf(line) };
    });
}

export function numberOf(actOf: Finder, id: ActId): string {
  const body = actOf(id)?.body;
  return body?.kind === 'import-authorization' || body?.kind === 'export-authorization' ? body.number : '';
}
