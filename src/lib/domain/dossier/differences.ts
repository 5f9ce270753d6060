import type { ActOf, Line } from '../act/body.ts';
import { isPaper } from '../act/stand-in.ts';
import { sameName } from '../act/typed-text.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Quantities, Agreement, DossierStatus, ExportStrand, MatchClass, SetAside } from './dossier.ts';
import { arrivingOf, excessOf, isEmptied, isInUse, unusedOf } from './import-use.ts';
import { statusOfDeclaration } from './declarations.ts';
import { isOutside } from '../calendar-date.ts';
import { movedDifferences } from './moved-goods.ts';
import { readPaperDifferences } from './paper-excess.ts';
import { isEmergency, lineByNo, type DossierState, type StrandState } from './state.ts';
import { judgeGoods, type Outcome, type Pair } from './judge-pair.ts';

/**
 * Differences between two authorities (domain.md 5.2–5.4). Weight `notice` is lawful (less used than authorized).
 * `comparisons.ts` gives amounts and causes.
 */
export function readDifferences(state: DossierState, status: DossierStatus): readonly Problem[] {
  const found = new Findings();
  const ia = state.importAuthorization;
  for (const strand of state.strands) {
    if (strand.view.status === 'cancelled') continue;
    if (ia) compareParticulars(ia, strand, found);
    compareDates(strand, found);
    strand.view.agreement = compareFigures(state, strand, found);
  }
  compareTotals(state, found);
  for (const problem of movedDifferences(state)) found.push(problem);
  for (const problem of readPaperDifferences(state, found.problems)) found.push(problem);
  if (status === 'closed') noteUnused(state, found);
  if (state.cancelled && state.strands.some((strand) => strand.view.status === 'issued')) {
    found.push({ code: 'matching.import.cancelledWhileExporting', weight: 'todo' });
  }
  return found.problems;
}

/** Most trades have no difference, so no list is allocated. */
class Findings {
  problems: readonly Problem[] = NONE;

  push(problem: Problem): void {
    this.problems = this.problems.concat(problem);
  }
}

const NONE: readonly Problem[] = [];

export function readMatchClass(state: DossierState, differences: readonly Problem[]): MatchClass {
  const declared = statusOfDeclaration(state);
  if (state.importAuthorization === null && declared === null)
    return isEmergency(state) ? 'emergency' : 'export-without-import';
  if (state.setAside.some(isOpenDuplicate)) return 'duplicate-number';
  if (state.strands.some(({ view }) => view.isApart && isInUse(view))) return 'export-without-import';
  if (declared === 'shipped') return 'none';
  if (state.strands.every((strand) => strand.view.status === 'cancelled')) return 'none';
  if (differences.some((one) => one.weight !== 'notice')) return 'differs';
  let worst: Agreement = 'agrees';
  for (const { view } of state.strands) {
    if (view.agreement === 'differs') return 'differs';
    worst = worse(worst, view.agreement);
  }
  if (worst === 'short') return 'short';
  return worst === 'form' ? 'form' : 'matched';
}

function isOpenDuplicate({ problem, isCancelled }: SetAside): boolean {
  return problem.code === 'dossier.number.duplicate' && !isCancelled;
}

function compareParticulars(ia: ActOf<'import-authorization'>, strand: StrandState, found: Findings): void {
  const theirs = strand.act.body;
  const differs = (code: string, article?: string): void => {
    const problem: Problem = { code, values: { number: theirs.number }, weight: 'todo' };
    found.push(article === undefined ? problem : { ...problem, article });
  };
  const cited = theirs.importAuthorization;
  if (cited && !sameName(cited.authority, ia.body.authority.name)) differs('matching.authority.differs');
  if (strand.view.isApart) return;
  if (!sameName(theirs.importer.name, ia.body.importer.name)) differs('matching.importer.differs');
  if (!sameName(theirs.exporter.name, ia.body.exporter.name)) differs('matching.exporter.differs');
  if ((theirs.bondedWarehouse === undefined) !== (ia.body.bondedWarehouse === undefined)) {
    differs('matching.bonded.differs', '1961:31.9');
  }
  compareGoods(ia, strand, found);
}

/** Neither Convention forbids a change, so it is only a question. Plain loops, since every trade passes here. */
function compareGoods(ia: ActOf<'import-authorization'>, { act, view }: StrandState, found: Findings): void {
  const { lines } = act.body;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const target = lineNumbered(ia.body.lines, view.lines[i]?.importLine);
    if (!line || !target || target.pharmaceuticalForm === line.pharmaceuticalForm) continue;
    const { pharmaceuticalForm } = line;
    const forms = { pharmaceuticalForm, authorizedForm: target.pharmaceuticalForm };
    const values = { number: view.number, line: line.no, ...forms };
    found.push({ code: 'matching.pharmaceuticalForm.differs', values, weight: 'todo' });
  }
}

function lineNumbered(lines: readonly Line[], no: number | null | undefined): Line | null {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line && line.no === no) return line;
  }
  return null;
}

/** Reports in stored acts what the door refuses in new ones (`judge-dates.ts`). */
function compareDates({ act, view }: StrandState, found: Findings): void {
  const { shippedOn, receivedOn, number, status } = view;
  const differs = (code: string, values: Problem['values'], article: string): void =>
    found.push({ code, values: { number, ...values }, weight: 'todo', article });
  if (shippedOn && isOutside(shippedOn, act.body)) {
    const { validFrom: from, validUntil: until } = act.body;
    differs('matching.shipped.outsideValidity', { date: shippedOn, from, until }, '1961:31.4(b)');
  }
  if (!receivedOn) return;
  // What its author issues again for a paper is valid from the day of the paper (`paper-twins.ts`).
  const { issuedOn, validFrom } = act.body;
  const sent = shippedOn ?? (issuedOn < validFrom ? issuedOn : validFrom);
  if (receivedOn < sent)
    differs('matching.received.beforeShipment', { date: receivedOn, shippedOn: sent }, '1961:31.7(a)');
  if (status !== 'not-imported' || isEmptied(view.lines)) return;
  if (shippedOn) differs('matching.shipped.notImported', { date: shippedOn }, '1961:31.7(b)');
  if (receivedOn <= view.validUntil)
    differs('matching.nil.beforeExpiry', { date: receivedOn, until: view.validUntil }, '1961:31.7(a)');
}

function compareFigures(state: DossierState, strand: StrandState, found: Findings): Agreement {
  const { act, view } = strand;
  let worst: Agreement = 'agrees';
  for (let i = 0; i < view.lines.length; i++) {
    const line = view.lines[i];
    const stated = act.body.lines[i];
    if (!line || !stated) continue;
    const { authorized, exported, imported } = line;
    const target = lineByNo(state, line.importLine);
    const goods = target && lineNumbered(state.importAuthorization?.body.lines ?? NO_LINES, target.no);
    const content = contentOf(state, stated, goods, line.importLine);
    const own = { basis: 'stated', goods: stated, target: stated, content } as const;
    if (goods && (target.authorized !== authorized || goods.form !== stated.form)) {
      const upon = { basis: line.basis, goods: stated, target: goods, content };
      worst = worse(worst, judgeGoods('import-export', target.authorized, authorized, upon));
    }
    if (exported && exported !== authorized)
      worst = worse(worst, judgeGoods('export-shipment', authorized, exported, own));
    const arriving = arrivingOf(line);
    if (!imported || imported === arriving) continue;
    if (arriving) worst = worse(worst, judgeGoods('shipment-endorsement', arriving, imported, own));
    else if (view.status === 'endorsed')
      worst = worse(worst, judgeGoods(unshippedPair(act._id), authorized, imported, own));
    if (imported.stated > authorized.stated) {
      const values = { number: view.number, line: line.no };
      found.push({ code: 'matching.line.moreThanAuthorized', values, weight: 'todo', article: '1961:31.7' });
      worst = 'exceeds';
    }
  }
  return worst;
}

/** The partner's paper came with the goods and states their quantity; the importing authority cannot record the shipment. */
export function unshippedPair(exportAuthorization: ActId): Pair {
  return isPaper(exportAuthorization) ? 'shipment-endorsement' : 'export-endorsement';
}

/** Only for several consignments; `compareFigures` covers a single one. */
function compareTotals(state: DossierState, found: Findings): void {
  const ia = state.importAuthorization;
  if (ia === null) return;
  for (const line of state.lines) {
    // Few trades exceed, so no list is made for others.
    if (!isBeyond(line.imported, line.authorized) && !isBeyond(line.exported, line.authorized)) continue;
    const exports = state.strands.map(({ view }) => view);
    const excess = excessOf(line, exports);
    if (excess === null) continue;
    const moved = exports.filter(({ lines }) =>
      lines.some((one) => one.importLine === line.no && one[excess.what] !== null)
    );
    // An emergency export was never held against the import authorization that followed it.
    if (moved.length < 2 && !moved.some(({ isEmergency }) => isEmergency)) continue;
    const { what, total, allowed } = excess;
    const code = what === 'imported' ? 'matching.import.moreImported' : 'matching.import.moreExported';
    const values = { number: ia.body.number, line: line.no, [what]: total, authorized: allowed };
    found.push({ code, values, weight: 'todo', article: '1961:31.4(d)' });
    for (const view of moved) view.agreement = 'exceeds';
  }
}

function isBeyond(all: Quantities, allowed: Quantities): boolean {
  return all.stated > allowed.stated || all.base > allowed.base;
}

const NO_LINES: readonly Line[] = [];

function contentOf(
  { strands }: DossierState,
  { content: own }: Line,
  target: Line | null,
  importLine: number | null
): Line['content'] {
  const content = own ?? target?.content;
  if (content === undefined) return undefined;
  const exports = strands.map(({ view }) => view);
  return isOnlyExport(exports, importLine) ? content : undefined;
}

export function isOnlyExport(
  exports: readonly Pick<ExportStrand, 'status' | 'lines'>[],
  importLine: number | null
): boolean {
  const drawing = exports.filter(
    ({ status, lines }) => status !== 'cancelled' && lines.some((line) => line.importLine === importLine)
  );
  return drawing.length < 2;
}

/** From lawful to serious. */
const RANKS: readonly (Agreement | Outcome)[] = ['form', 'short', 'differs', 'exceeds'];

function worse(before: Agreement, outcome: Agreement | Outcome): Agreement {
  return RANKS.indexOf(outcome) > RANKS.indexOf(before) ? (outcome as Agreement) : before;
}

function noteUnused(state: DossierState, found: Findings): void {
  const exports = state.strands.map(({ view }) => view);
  for (const line of state.lines) {
    const unused = unusedOf(line, exports);
    if (unused > 0) {
      found.push({
        code: 'matching.line.notUsed',
        values: { line: line.no, micrograms: unused },
        weight: 'notice'
      });
    }
  }
}
