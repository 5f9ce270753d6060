/**
 * Where two authorities' statements of the same trade differ, line by line, with a reason a person can
 * read (domain.md 5.2–5.4). A difference of weight `notice` is lawful and only told (less was used than
 * authorized); the others ask for an officer's eye.
 */
import type { ActOf, Line } from '../act/body.ts';
import type { DossierStatus, MatchClass, SetAside } from '../dossier/dossier.ts';
import { unusedOf } from '../dossier/import-use.ts';
import { isOutside } from '../dossier/judge-dates.ts';
import type { DossierState, StrandState } from '../dossier/state.ts';
import type { Problem } from '../result.ts';
import { compareQuantities } from './compare-quantities.ts';
import { sameName } from './same-name.ts';

export function readDifferences(state: DossierState, status: DossierStatus): readonly Problem[] {
  const found = new Findings();
  const ia = state.importAuthorization;
  for (const strand of state.strands) {
    if (strand.view.status === 'cancelled') continue;
    if (ia) compareParticulars(ia, strand, found);
    compareDates(strand, found);
    compareActuals(strand, found);
  }
  if (status === 'closed') noteUnused(state, found);
  if (state.cancelled && state.strands.some((strand) => strand.view.status === 'issued')) {
    found.push({ code: 'matching.import.cancelledWhileExporting', weight: 'todo' });
  }
  return found.problems;
}

/** Most trades differ in nothing: no list of their own is made for them. */
class Findings {
  problems: readonly Problem[] = NONE;

  push(problem: Problem): void {
    this.problems = this.problems.concat(problem);
  }
}

const NONE: readonly Problem[] = [];

export function readMatchClass(state: DossierState, differences: readonly Problem[]): MatchClass {
  if (state.importAuthorization === null) return 'export-without-import';
  if (state.setAside.some(isOpenDuplicate)) return 'duplicate-number';
  if (state.strands.every((strand) => strand.view.status === 'cancelled')) return 'none';
  return differences.some((one) => one.weight !== 'notice') ? 'differs' : 'matched';
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
  if (!sameName(theirs.importAuthorization.authority, ia.body.authority.name))
    differs('matching.authority.differs');
  if (!sameName(theirs.importer.name, ia.body.importer.name)) differs('matching.importer.differs');
  if (!sameName(theirs.exporter.name, ia.body.exporter.name)) differs('matching.exporter.differs');
  if ((theirs.bondedWarehouse === undefined) !== (ia.body.bondedWarehouse === undefined)) {
    differs('matching.bonded.differs', '1961:31.9');
  }
  compareGoods(ia, strand, found);
}

/**
 * Neither Convention says that it may not change, so it is no fault of itself; somebody asks whether it was meant.
 * Plain loops: every trade is folded through here, and hardly one differs.
 */
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

/** What the door refuses of an own statement (`judge-dates.ts`) is told of one that stands. */
function compareDates({ act, view }: StrandState, found: Findings): void {
  const { shippedOn, receivedOn, number, status } = view;
  const differs = (code: string, values: Problem['values'], article: string): void =>
    found.push({ code, values: { number, ...values }, weight: 'todo', article });
  if (shippedOn && isOutside(shippedOn, act.body)) {
    const { validFrom: from, validUntil: until } = act.body;
    differs('matching.shipped.outsideValidity', { date: shippedOn, from, until }, '1961:31.4(b)');
  }
  if (!receivedOn) return;
  const sent = shippedOn ?? view.issuedOn;
  if (receivedOn < sent)
    differs('matching.received.beforeShipment', { date: receivedOn, shippedOn: sent }, '1961:31.7(a)');
  if (status !== 'not-imported') return;
  if (shippedOn) differs('matching.shipped.notImported', { date: shippedOn }, '1961:31.7(b)');
  if (receivedOn <= view.validUntil)
    differs('matching.nil.beforeExpiry', { date: receivedOn, until: view.validUntil }, '1961:31.7(a)');
}

/** What left and what arrived are two statements of the same fact; here alone a tolerance exists. */
function compareActuals(strand: StrandState, found: Findings): void {
  if (strand.view.status !== 'endorsed') return;
  strand.view.lines.forEach((line, index) => {
    const { exported, imported } = line;
    const authorized = strand.act.body.lines[index];
    const isAsShipped = exported !== null && imported !== null && exported.stated === imported.stated;
    if (isAsShipped || !imported || !authorized) return;
    const values = { number: strand.view.number, line: line.no };
    if (imported.stated > line.authorized.stated) {
      found.push({ code: 'matching.line.moreThanAuthorized', values, weight: 'todo', article: '1961:31.7' });
    }
    if (!exported) return;
    const outcome = compareQuantities(exported.stated, imported.stated, authorized.factor.value);
    if (outcome === 'agrees') return;
    const figures = { ...values, exported: exported.stated, imported: imported.stated };
    found.push({
      code: `matching.line.${outcome}`,
      values: figures,
      weight: outcome === 'rounding' ? 'notice' : 'todo'
    });
  });
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
