/**
 * Where two authorities' statements of the same trade differ, line by line, with a reason a person can
 * read (domain.md 5.2–5.4). A difference of weight `notice` is lawful and only told (less was used than
 * authorized); the others ask for an officer's eye.
 */
import type { ActOf } from '../act/body.ts';
import type { DossierStatus, MatchClass } from '../dossier/dossier.ts';
import type { DossierState, StrandState } from '../dossier/state.ts';
import type { Problem } from '../result.ts';
import { compareQuantities } from './compare-quantities.ts';
import { sameName } from './same-name.ts';

export function readDifferences(state: DossierState, status: DossierStatus): readonly Problem[] {
  const found: Problem[] = [];
  const ia = state.importAuthorization;
  for (const strand of state.strands) {
    if (strand.status === 'cancelled') continue;
    if (ia) compareParticulars(ia, strand, found);
    compareActuals(strand, found);
  }
  if (status === 'closed') noteUnused(state, found);
  if (state.cancelled && state.strands.some((strand) => strand.status === 'issued')) {
    found.push({ code: 'matching.import.cancelledWhileExporting', weight: 'todo' });
  }
  return found;
}

export function readMatchClass(state: DossierState, differences: readonly Problem[]): MatchClass {
  if (state.importAuthorization === null) return 'export-without-import';
  if (state.duplicates > 0) return 'duplicate-number';
  if (state.strands.every((strand) => strand.status === 'cancelled')) return 'none';
  return differences.some((one) => one.weight !== 'notice') ? 'differs' : 'matched';
}

function compareParticulars(ia: ActOf<'import-authorization'>, strand: StrandState, found: Problem[]): void {
  const theirs = strand.act.body;
  const values = { number: theirs.number };
  const cited = theirs.importAuthorization;
  if (!sameName(cited.authority, ia.body.authority.name)) found.push({ code: 'matching.authority.differs', values, weight: 'todo' });
  if (!sameName(theirs.importer.name, ia.body.importer.name)) found.push({ code: 'matching.importer.differs', values, weight: 'todo' });
  if (!sameName(theirs.exporter.name, ia.body.exporter.name)) found.push({ code: 'matching.exporter.differs', values, weight: 'todo' });
  if (theirs.validUntil > ia.body.validUntil) found.push({ code: 'matching.validity.longer', values, weight: 'todo' });
  if (theirs.issuedOn > ia.body.validUntil) found.push({ code: 'matching.issued.afterExpiry', values, weight: 'todo' });
  if ((theirs.bondedWarehouse === undefined) !== (ia.body.bondedWarehouse === undefined)) {
    found.push({ code: 'matching.bonded.differs', values, weight: 'todo', article: '1961:31.9' });
  }
}

/** What left and what arrived are two statements of the same fact; here alone a tolerance exists. */
function compareActuals(strand: StrandState, found: Problem[]): void {
  if (strand.status !== 'endorsed') return;
  for (const line of strand.lines) {
    if (!line.imported) continue;
    const values = { number: strand.act.body.number, line: line.line.no };
    if (line.imported.stated > Number(line.line.stated)) {
      found.push({ code: 'matching.line.moreThanAuthorized', values, weight: 'todo', article: '1961:31.7' });
    }
    if (!line.exported) continue;
    const outcome = compareQuantities(line.exported.stated, line.imported.stated, line.line.factor.value);
    if (outcome === 'agrees') continue;
    const figures = { ...values, exported: line.exported.stated, imported: line.imported.stated };
    found.push({ code: `matching.line.${outcome}`, values: figures, weight: outcome === 'rounding' ? 'notice' : 'todo' });
  }
}

function noteUnused(state: DossierState, found: Problem[]): void {
  for (const line of state.lines) {
    const unused = line.authorized.stated - line.taken.stated;
    if (unused > 0) {
      found.push({ code: 'matching.line.notUsed', values: { line: line.no, micrograms: unused }, weight: 'notice' });
    }
  }
}
