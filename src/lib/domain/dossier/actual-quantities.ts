/**
 * Quantities actually exported (1961 art. 31(7)(c)) and imported (31(7)(a)(b)) as the fold judges and counts them, when
 * stated and when corrected.
 */
import type { ActualLine, BodyOf } from '../act/body.ts';
import type { DecimalText } from '../ids.ts';
import { microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { arrivingOf, takenBy } from './import-use.ts';
import { lineByNo, minus, plus, quantitiesOf, type DossierState, type StrandState } from './state.ts';

/** Each line once, with base by the authorization's own factor. */
export function judgeLines(
  strand: StrandState,
  lines: readonly ActualLine[],
  what: 'shipment' | 'endorsement' | 'moved'
): Problem | null {
  const authorized = strand.act.body.lines;
  if (lines.length !== authorized.length) return { code: what + '.lines.incomplete' };
  for (const line of authorized) {
    const actual = lines.find((one) => one.no === line.no);
    if (!actual) return { code: what + '.lines.incomplete', values: { line: line.no } };
    if (!isBaseOf(actual, line.factor.value)) return { code: 'line.base.differs', values: { line: line.no } };
    if (what === 'shipment' && microgramsOf(actual.stated) > microgramsOf(line.stated)) {
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

export function judgeNil({
  lines,
  outcome
}: Pick<BodyOf<'endorsement'>, 'lines' | 'outcome'>): Problem | null {
  const nil = lines.every((line) => line.stated === '0');
  if (outcome === 'not-imported' && !nil)
    return { code: 'endorsement.nil.withQuantity', article: '1961:31.7' };
  if (outcome === 'imported' && nil) return { code: 'endorsement.imported.nothing', article: '1961:31.7' };
  return null;
}

export function fill(strand: StrandState, lines: readonly ActualLine[], what: 'exported' | 'imported'): void {
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
    const arriving = arrivingOf(one);
    if (arriving) target.exported = count(target.exported, arriving);
    if (one.imported) target.imported = count(target.imported, one.imported);
  }
}
