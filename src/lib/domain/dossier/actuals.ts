/**
 * Actual quantities: exported by the shipment (1961 art. 31(7)(c)), imported or nil by the endorsement (31(7)(a)(b),
 * 1971 art. 12(1)(e)). More than shipped can arrive, and both sides see the difference.
 */
import type { ActOf, ActualLine } from '../act/body.ts';
import { microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { DecimalText } from '../ids.ts';
import type { Problem } from '../result.ts';
import { takenBy } from './import-use.ts';
import {
  lineByNo,
  minus,
  plus,
  quantitiesOf,
  strandOf,
  type DossierState,
  type StrandState
} from './state.ts';

type Outcome = Problem | 'missing' | null;

/** Allowed after a nil return: the two may have crossed, and goods that left count (`import-use.ts`). */
export function applyShipment(state: DossierState, act: ActOf<'shipment'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.act.body.issuer !== body.issuer) return { code: 'dossier.issuer.wrongSide' };
  if (strand.view.shipment !== null) return { code: 'shipment.twice' };
  if (strand.view.status === 'cancelled') return { code: 'shipment.cancelled' };
  const problem = judgeLines(strand, body.lines, 'shipment', true);
  if (problem) return problem;
  const view = strand.view;
  countStrand(state, strand, -1);
  fill(strand, body.lines, 'exported');
  view.shipment = act._id;
  view.shippedOn = body.shippedOn;
  if (view.status === 'issued') view.status = 'shipped';
  countStrand(state, strand, 1);
  return null;
}

export function applyEndorsement(state: DossierState, act: ActOf<'endorsement'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.view.endorsement !== null) return { code: 'endorsement.twice', article: '1961:31.7' };
  if (strand.view.status === 'cancelled') return { code: 'endorsement.cancelled' };
  const problem = judgeLines(strand, body.lines, 'endorsement', false) ?? judgeNil(act);
  if (problem) return problem;
  const view = strand.view;
  countStrand(state, strand, -1);
  fill(strand, body.lines, 'imported');
  view.endorsement = act._id;
  view.receivedOn = body.receivedOn;
  view.status = body.outcome === 'imported' ? 'endorsed' : 'not-imported';
  countStrand(state, strand, 1);
  return null;
}

function absent(state: DossierState, id: string): Outcome {
  return state.setAside.some((one) => one.act === id) ? { code: 'dossier.refersToSetAside' } : 'missing';
}

/** Each line once, with base by the authorization's own factor. */
function judgeLines(
  strand: StrandState,
  lines: readonly ActualLine[],
  what: 'shipment' | 'endorsement',
  bounded: boolean
): Problem | null {
  const authorized = strand.act.body.lines;
  if (lines.length !== authorized.length) return { code: what + '.lines.incomplete' };
  for (const line of authorized) {
    const actual = lines.find((one) => one.no === line.no);
    if (!actual) return { code: what + '.lines.incomplete', values: { line: line.no } };
    if (!isBaseOf(actual, line.factor.value)) return { code: 'line.base.differs', values: { line: line.no } };
    if (bounded && microgramsOf(actual.stated) > microgramsOf(line.stated)) {
      return {
        code: 'shipment.line.exceedsAuthorization',
        values: { line: line.no, quantity: actual.stated, authorized: line.stated },
        article: '1961:31.7(c)'
      };
    }
  }
  return null;
}

function isBaseOf(line: ActualLine, factor: DecimalText): boolean {
  return multiplyMicrograms(microgramsOf(line.stated), factor) === microgramsOf(line.base);
}

function judgeNil(act: ActOf<'endorsement'>): Problem | null {
  const nil = act.body.lines.every((line) => line.stated === '0');
  if (act.body.outcome === 'not-imported' && !nil)
    return { code: 'endorsement.nil.withQuantity', article: '1961:31.7' };
  if (act.body.outcome === 'imported' && nil)
    return { code: 'endorsement.imported.nothing', article: '1961:31.7' };
  return null;
}

function fill(strand: StrandState, lines: readonly ActualLine[], what: 'exported' | 'imported'): void {
  for (const one of strand.view.lines) {
    const actual = lines.find((line) => line.no === one.no);
    if (actual) one[what] = quantitiesOf(actual, one.exported ?? one.authorized);
  }
}

/** `sign`: -1 removes the strand from the totals before a change, 1 adds it after. */
export function countStrand(state: DossierState, strand: StrandState, sign: 1 | -1): void {
  const count = sign === 1 ? plus : minus;
  for (const one of strand.view.lines) {
    const target = lineByNo(state, one.importLine);
    if (!target) continue;
    target.taken = count(target.taken, takenBy(strand.view, one));
    if (one.exported) target.exported = count(target.exported, one.exported);
    if (one.imported) target.imported = count(target.imported, one.imported);
  }
}
