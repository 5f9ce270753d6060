/**
 * An export authorization draws on the import authorization that it cites: never on a cancelled one, for
 * no other goods, in no more consignments and for no more than it allows (1961 art. 31(4)(d), 31(5);
 * 1971 art. 12(1)(c)). Over-shipment has no tolerance.
 */
import type { ActOf, Line } from '../act/body.ts';
import type { Problem } from '../result.ts';
import { addQuantities, quantitiesOf, type DossierState, type LineState, type StrandLine } from './state.ts';

export function applyExportAuthorization(state: DossierState, act: ActOf<'export-authorization'>): Problem | null {
  const ia = state.importAuthorization;
  const lines = act.body.lines.map((line) => toStrandLine(state, line));
  if (ia !== null) {
    const problem = judgeAgainstImport(state, lines);
    if (problem) return problem;
  }
  for (const line of lines) {
    const target = lineByNo(state, line.importLine);
    if (target) addQuantities(target.taken, quantitiesOf(line.line));
  }
  state.strands.push({
    act,
    status: 'issued',
    shipment: null,
    shippedOn: null,
    endorsement: null,
    receivedOn: null,
    lines,
    linkedByDecision: act.body.dossier !== state.key
  });
  return null;
}

function judgeAgainstImport(state: DossierState, lines: readonly StrandLine[]): Problem | null {
  if (state.cancelled) return { code: 'export.importCancelled', article: '1961:31.5' };
  const consignments = state.importAuthorization?.body.consignments ?? 0;
  const used = state.strands.filter((strand) => strand.status !== 'cancelled').length;
  if (consignments > 0 && used >= consignments) {
    return { code: 'export.consignments.exceeded', values: { consignments }, article: '1961:31.4(d)' };
  }
  const extra = new Map<LineState, { stated: number; base: number }>();
  for (const line of lines) {
    const target = lineByNo(state, line.importLine);
    if (!target) return { code: 'export.line.notInImport', values: { line: line.line.no }, article: '1961:31.5' };
    const sum = extra.get(target) ?? { stated: target.taken.stated, base: target.taken.base };
    addQuantities(sum, quantitiesOf(line.line));
    extra.set(target, sum);
    if (exceeds(target, line.line, sum)) {
      return { code: 'export.line.exceedsImport', values: { line: line.line.no }, article: '1961:31.1' };
    }
  }
  return null;
}

/** Two statements in the same form compare as stated; otherwise only anhydrous base can be compared. */
function exceeds(target: LineState, line: Line, sum: { stated: number; base: number }): boolean {
  return line.form === target.form ? sum.stated > target.authorized.stated : sum.base > target.authorized.base;
}

function lineByNo(state: DossierState, no: number | null): LineState | null {
  if (no === null) return null;
  for (const line of state.lines) if (line.no === no) return line;
  return null;
}

function toStrandLine(state: DossierState, line: Line): StrandLine {
  return { line, importLine: importLineOf(state, line), exported: null, imported: null };
}

/** The line it names, if that is the same substance; else the same substance and form; else the same substance. */
function importLineOf(state: DossierState, line: Line): number | null {
  let alike: number | null = null;
  for (const candidate of state.lines) {
    if (candidate.substance !== line.substance) continue;
    if (candidate.no === line.importLine) return candidate.no;
    if (line.importLine === undefined && candidate.form === line.form) return candidate.no;
    if (line.importLine === undefined && alike === null) alike = candidate.no;
  }
  return alike;
}
