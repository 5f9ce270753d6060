/** Compares refused excess acts as well, to distinguish a unit error from goods that no one authorized. */
import type { Dossier } from '../dossier/dossier.ts';
import { comparedAs, importLineOf } from '../dossier/import-line.ts';
import { quantitiesOf } from '../dossier/state.ts';
import type { ActId } from '../ids.ts';
import { bodyOf, type Finder } from './body-of.ts';
import { compare, sidesOf, type Comparison, type Paired } from './comparison.ts';

export function compareRefusedExport(dossier: Dossier, id: ActId, actOf: Finder, found: Comparison[]): void {
  const ea = bodyOf(actOf, id, 'export-authorization');
  const ia = bodyOf(actOf, dossier.importAuthorization, 'import-authorization');
  for (const goods of (ia && ea?.lines) ?? []) {
    const target = importLineOf(goods, ia?.lines ?? []);
    if (!target || !ea) continue;
    const basis = comparedAs(goods, target);
    const [earlier, later] = [quantitiesOf(target), quantitiesOf(goods)];
    if (later[basis] <= earlier[basis]) continue;
    const about = { on: id, number: ea.number, line: goods.no, importLine: target.no };
    const paired: Paired = { pair: 'import-export', goods, target, basis, ...sidesOf(ea) };
    const one = compare(about, paired, earlier, later, false, true);
    if (one) found.push(one);
  }
}

export function compareRefusedShipment(id: ActId, actOf: Finder, found: Comparison[]): void {
  const shipment = bodyOf(actOf, id, 'shipment');
  const ea = shipment && bodyOf(actOf, shipment.exportAuthorization, 'export-authorization');
  for (const goods of ea?.lines ?? []) {
    const actual = shipment?.lines.find(({ no }) => no === goods.no);
    const [earlier, later] = [quantitiesOf(goods), actual && quantitiesOf(actual)];
    if (!shipment || !ea || !later || later.stated <= earlier.stated) continue;
    const { exportAuthorization: on } = shipment;
    const about = { on, number: ea.number, line: goods.no, importLine: goods.importLine ?? null };
    const paired: Paired = { pair: 'export-shipment', goods, target: goods, basis: 'stated', ...sidesOf(ea) };
    const one = compare(about, paired, earlier, later, false, true);
    if (one) found.push(one);
  }
}
