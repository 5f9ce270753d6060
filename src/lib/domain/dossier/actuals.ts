/**
 * What really went and came: the shipment states the quantity actually exported (1961 art. 31(7)(c)), the
 * endorsement the quantity actually imported, or nil when the period has expired (31(7)(a)(b), 1971 art.
 * 12(1)(e)). More than authorized can never be shipped; more than shipped can arrive, and is then a
 * difference that both sides see.
 */
import type { ActOf, ActualLine } from '../act/body.ts';
import { microgramsOf, toBase } from '../quantity.ts';
import type { Problem } from '../result.ts';
import {
  addQuantities,
  quantitiesOf,
  strandOf,
  takenBy,
  type DossierState,
  type MutableQuantities,
  type StrandState
} from './state.ts';

type Outcome = Problem | 'missing' | null;

export function applyShipment(state: DossierState, act: ActOf<'shipment'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.act.body.issuer !== body.issuer) return { code: 'dossier.issuer.wrongSide' };
  if (strand.shipment !== null) return { code: 'shipment.twice' };
  if (strand.status === 'cancelled') return { code: 'shipment.cancelled' };
  if (strand.status === 'not-imported') return { code: 'shipment.afterReturn' };
  const problem = judgeLines(strand, body.lines, 'shipment', true);
  if (problem) return problem;
  recount(state, strand, () => {
    fill(strand, body.lines, (line, quantities) => (line.exported = quantities));
    strand.shipment = act._id;
    strand.shippedOn = body.shippedOn;
    if (strand.status === 'issued') strand.status = 'shipped';
  });
  return null;
}

export function applyEndorsement(state: DossierState, act: ActOf<'endorsement'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.endorsement !== null) return { code: 'endorsement.twice', article: '1961:31.7' };
  if (strand.status === 'cancelled') return { code: 'endorsement.cancelled' };
  const problem = judgeLines(strand, body.lines, 'endorsement', false) ?? judgeNil(act);
  if (problem) return problem;
  recount(state, strand, () => {
    fill(strand, body.lines, (line, quantities) => (line.imported = quantities));
    strand.endorsement = act._id;
    strand.receivedOn = body.receivedOn;
    strand.status = body.outcome === 'imported' ? 'endorsed' : 'not-imported';
  });
  return null;
}

function absent(state: DossierState, id: string): Outcome {
  return state.setAside.some((one) => one.act === id) ? { code: 'dossier.refersToSetAside' } : 'missing';
}

/** Each line of the authorization once, its base by the authorization's own factor. */
function judgeLines(
  strand: StrandState,
  lines: readonly ActualLine[],
  what: 'shipment' | 'endorsement',
  bounded: boolean
): Problem | null {
  if (lines.length !== strand.lines.length) return { code: what + '.lines.incomplete' };
  for (const one of strand.lines) {
    const actual = lines.filter((line) => line.no === one.line.no);
    const only = actual[0];
    if (actual.length !== 1 || !only) return { code: what + '.lines.incomplete', values: { line: one.line.no } };
    if (toBase(only.stated, one.line.factor.value) !== only.base) return { code: 'line.base.differs', values: { line: only.no } };
    if (bounded && microgramsOf(only.stated) > microgramsOf(one.line.stated)) {
      return { code: 'shipment.line.exceedsAuthorization', values: { line: only.no }, article: '1961:31.7(c)' };
    }
  }
  return null;
}

function judgeNil(act: ActOf<'endorsement'>): Problem | null {
  const nil = act.body.lines.every((line) => line.stated === '0');
  if (act.body.outcome === 'not-imported' && !nil) return { code: 'endorsement.nil.withQuantity', article: '1961:31.7' };
  if (act.body.outcome === 'imported' && nil) return { code: 'endorsement.imported.nothing', article: '1961:31.7' };
  return null;
}

function fill(
  strand: StrandState,
  lines: readonly ActualLine[],
  put: (line: StrandState['lines'][number], quantities: MutableQuantities) => void
): void {
  for (const one of strand.lines) {
    const actual = lines.find((line) => line.no === one.line.no);
    if (actual) put(one, quantitiesOf(actual));
  }
}

/** Takes the strand's share out of the totals, changes the strand, puts the new share in. */
function recount(state: DossierState, strand: StrandState, change: () => void): void {
  total(state, strand, -1);
  change();
  total(state, strand, 1);
}

function total(state: DossierState, strand: StrandState, sign: 1 | -1): void {
  for (const one of strand.lines) {
    for (const target of state.lines) {
      if (target.no !== one.importLine) continue;
      addQuantities(target.taken, takenBy(strand, one), sign);
      if (one.exported) addQuantities(target.exported, one.exported, sign);
      if (one.imported) addQuantities(target.imported, one.imported, sign);
    }
  }
}
