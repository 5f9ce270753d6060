/**
 * All differences between two authorities per pair and line (domain.md 5.2–5.4), from dossier, acts and date, equal on
 * both sides.
 */
import type { ExportAuthorizationBody, ImportAuthorizationBody } from '../act/body.ts';
import { isOnlyExport, unshippedPair } from '../dossier/differences.ts';
import type { Dossier, ExportLine, ExportStrand, Quantities } from '../dossier/dossier.ts';
import { quantitiesOf } from '../dossier/state.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import { arrivingOf, comparedAs, importLineOf } from '../dossier/import-use.ts';
import type { Cause } from './causes.ts';
import { bodyOf, type Finder } from './finding.ts';
import { compare, missing, sidesOf, type Comparison, type Paired } from './comparison.ts';

export type { Comparison } from './comparison.ts';

interface Strand {
  readonly dossier: Dossier;
  readonly view: ExportStrand;
  readonly export: ExportAuthorizationBody;
  readonly import: ImportAuthorizationBody | null;
  readonly edition: EditionIndex | undefined;
}

export function readComparisons(
  dossier: Dossier,
  actOf: Finder,
  today: CalendarDate,
  edition?: EditionIndex
): readonly Comparison[] {
  const found: Comparison[] = [];
  const ia = bodyOf(actOf, dossier.importAuthorization, 'import-authorization');
  for (const view of dossier.exports) {
    const ea = bodyOf(actOf, view.act, 'export-authorization');
    if (!ea || view.status === 'cancelled') continue;
    const strand: Strand = { dossier, view, export: ea, import: ia, edition };
    view.lines.forEach((line, index) => compareLine(strand, line, index, today, found));
  }
  for (const { act, problem, isCancelled } of dossier.setAside) {
    if (isCancelled) continue;
    if (problem.code === 'export.line.exceedsImport')
      compareRefusedExport(dossier, act, { actOf, edition }, found);
    if (problem.code === 'shipment.line.exceedsAuthorization')
      compareRefusedShipment(act, { actOf, edition }, found);
  }
  return found;
}

function compareLine(
  strand: Strand,
  exportLine: ExportLine,
  index: number,
  today: CalendarDate,
  found: Comparison[]
): void {
  const line = strand.export.lines[index];
  if (!line) return;
  const { no, importLine, basis, authorized, exported, imported } = exportLine;
  const arriving = arrivingOf(exportLine);
  const { view } = strand;
  const target = strand.import?.lines.find((one) => one.no === importLine) ?? null;
  const about = { on: view.act, number: view.number, line: no, importLine };
  const content = isOnlyExport(strand.dossier.exports, importLine)
    ? (line.content ?? target?.content)
    : undefined;
  const { edition } = strand;
  const own = {
    goods: line,
    target: line,
    basis: 'stated' as const,
    content,
    edition,
    ...sidesOf(strand.export)
  };
  const add = (one: Comparison | null): unknown => one && found.push(one);
  if (target) {
    const pair: Paired = { ...own, pair: 'import-export', target, basis };
    add(withConsignments(compare(about, pair, quantitiesOf(target), authorized), strand, importLine));
  }
  if (exported) add(compare(about, { ...own, pair: 'export-shipment' }, authorized, exported));
  if (imported && arriving) {
    const pair: Paired = { ...own, pair: 'shipment-endorsement' };
    add(
      withYear(
        withOthers(compare(about, pair, arriving, imported, true), strand, imported),
        view,
        index === 0
      )
    );
  } else if (imported && view.status === 'endorsed') {
    add(compare(about, { ...own, pair: unshippedPair(view.act) }, authorized, imported));
  } else if (!imported && arriving?.stated !== 0 && view.validUntil < today && !view.declaration) {
    add(missing(about, own, arriving, authorized, view.validUntil));
  }
}

/** Less was granted because other consignments used the line. */
function withConsignments(one: Comparison | null, { dossier }: Strand, no: number | null): Comparison | null {
  if (!one || one.shows !== 'lawful' || one.causes.length > 0) return one;
  const upon = dossier.exports
    .filter(({ status }) => status !== 'cancelled')
    .map(({ lines }) => lines.filter(({ importLine }) => importLine === no));
  const times = upon.filter((lines) => lines.length > 0).length;
  if (times < 2) return one;
  const all = upon.reduce((sum, lines) => sum.concat(lines), []);
  const sum = all.reduce((total, { authorized }) => total + authorized[one.basis], 0);
  return { ...one, causes: [{ kind: 'consignments', times, sum, asks: null }] };
}

/** Endorsed goods left under other export authorizations of the dossier. */
function withOthers(
  one: Comparison | null,
  { dossier, view }: Strand,
  imported: Quantities
): Comparison | null {
  if (!one || one.direction === 'same') return one;
  const figure = imported.stated;
  const asks = one.importing;
  const causes: Cause[] = [];
  let sum = one.earlier.stated;
  let times = 1;
  for (const other of dossier.exports) {
    if (other.act === view.act || other.status === 'cancelled') continue;
    const line = other.lines.find(({ importLine, exported }) => exported && importLine === one.importLine);
    if (!line?.exported || one.importLine === null) continue;
    sum += line.exported.stated;
    times++;
    if (line.exported.stated === figure) causes.push({ kind: 'swap', figure, number: other.number, asks });
  }
  if (times > 1 && sum === figure) causes.push({ kind: 'sum', figure, times, asks });
  return causes.length === 0 ? one : { ...one, causes: causes.concat(one.causes) };
}

/** Shipped in one year and received in the next: the returns of two years show it, short or not. */
function withYear(
  one: Comparison | null,
  { shippedOn, receivedOn }: ExportStrand,
  isFirst: boolean
): Comparison | null {
  if (!one) return null;
  const [left, arrived] = [shippedOn, receivedOn].map((date) => Number((date ?? '').slice(0, 4)));
  const isOtherYear = Boolean(left && arrived && left !== arrived);
  // Matching lines are reported once in total.
  if (one.shows === 'same' && !(isOtherYear && isFirst)) return null;
  if (!isOtherYear || !left || !arrived) return one;
  const causes = one.causes.concat({ kind: 'year', left, arrived, asks: null });
  return { ...one, causes, shows: one.shows === 'same' ? 'lawful' : one.shows };
}

interface Sources {
  readonly actOf: Finder;
  readonly edition: EditionIndex | undefined;
}

/** Refused excess is compared as well, to distinguish a unit error from goods that no one authorized. */
function compareRefusedExport(
  dossier: Dossier,
  id: ActId,
  { actOf, edition }: Sources,
  found: Comparison[]
): void {
  const ea = bodyOf(actOf, id, 'export-authorization');
  const ia = bodyOf(actOf, dossier.importAuthorization, 'import-authorization');
  for (const goods of (ia && ea?.lines) ?? []) {
    const target = importLineOf(goods, ia?.lines ?? []);
    if (!target || !ea) continue;
    const basis = comparedAs(goods, target);
    const [earlier, later] = [quantitiesOf(target), quantitiesOf(goods)];
    if (later[basis] <= earlier[basis]) continue;
    const about = { on: id, number: ea.number, line: goods.no, importLine: target.no };
    const paired: Paired = { pair: 'import-export', goods, target, basis, edition, ...sidesOf(ea) };
    const one = compare(about, paired, earlier, later, false, true);
    if (one) found.push(one);
  }
}

function compareRefusedShipment(id: ActId, { actOf, edition }: Sources, found: Comparison[]): void {
  const shipment = bodyOf(actOf, id, 'shipment');
  const ea = shipment && bodyOf(actOf, shipment.exportAuthorization, 'export-authorization');
  for (const goods of ea?.lines ?? []) {
    const actual = shipment?.lines.find(({ no }) => no === goods.no);
    const [earlier, later] = [quantitiesOf(goods), actual && quantitiesOf(actual)];
    if (!shipment || !ea || !later || later.stated <= earlier.stated) continue;
    const { exportAuthorization: on } = shipment;
    const about = { on, number: ea.number, line: goods.no, importLine: goods.importLine ?? null };
    const own = { goods, target: goods, basis: 'stated', edition } as const;
    const paired: Paired = { pair: 'export-shipment', ...own, ...sidesOf(ea) };
    const one = compare(about, paired, earlier, later, false, true);
    if (one) found.push(one);
  }
}
