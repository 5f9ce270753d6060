/**
 * Goods that left and came back, or were diverted in transit (1961 art. 31(12), 1971 art. 12(3)(f); rule R21). The
 * Conventions treat a diversion as an export of the country of transit, so it uses another import authorization.
 *
 * | recorded by                       | quantity of the import authorization | finding                              |
 * |-----------------------------------|--------------------------------------|--------------------------------------|
 * | the exporting authority           | free again                           | the importing one has not confirmed  |
 * | the importing authority alone     | free again                           | the exporting one has not recorded   |
 * | both                              | free, as the exporting one says      | if the quantities differ             |
 *
 * An endorsement of the importing authority confirms too. A consignment is free again if all of it came back and nothing
 * arrived.
 */
import type { ActOf } from '../act/body.ts';
import { exportingCountryOf, importingCountryOf } from '../act/dossier-key.ts';
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { countStrand, judgeLines } from './actual-quantities.ts';
import type { MovedGoods, Quantities } from './dossier.ts';
import { arrivingOf, NOTHING } from './import-use.ts';
import { absent, plus, quantitiesOf, strandOf, type DossierState, type StrandState } from './state.ts';

/** Every other paper is replaced by `papers.ts`, or only shown. */
export function applyMovedGoods(
  state: DossierState,
  { _id, body }: ActOf<'paper-record'>
): Problem | 'missing' | null {
  const { paper, issuer } = body;
  if (paper.instrument !== 'return' && paper.instrument !== 'diversion') return null;
  const strand = strandOf(state, paper.exportAuthorization);
  if (strand === null) return absent(state, paper.exportAuthorization);
  if (strand.view.status === 'cancelled') return { code: 'moved.cancelled' };
  const { view } = strand;
  const before = view.moved ?? [];
  const lines = paper.lines.map((line) => ({ no: line.no, ...quantitiesOf(line) }));
  const moved = before.concat({ act: _id, issuer, what: paper.instrument, lines });
  const problem = judgeLines(strand, paper.lines, 'moved') ?? judgeExcess(strand, moved, issuer);
  if (problem) return problem;
  countStrand(state, strand, -1);
  view.moved = moved;
  const by = moved.some((one) => one.issuer === exportingCountryOf(state.key))
    ? exportingCountryOf(state.key)
    : issuer;
  for (const line of view.lines) line.moved = sumOf(moved, by, line.no);
  countStrand(state, strand, 1);
  return null;
}

/** No more comes back, or goes elsewhere, than left. */
function judgeExcess(
  { view }: StrandState,
  moved: readonly MovedGoods[],
  issuer: AuthorityCode
): Problem | null {
  for (const { no, exported, authorized } of view.lines) {
    const left = (exported ?? authorized).stated;
    const quantity = sumOf(moved, issuer, no).stated;
    if (quantity > left)
      return {
        code: 'moved.line.exceedsExport',
        values: { line: no, quantity: String(quantity), exported: String(left) },
        article: '1961:31.12'
      };
  }
  return null;
}

function sumOf(moved: readonly MovedGoods[], issuer: AuthorityCode, no: number): Quantities {
  let sum = NOTHING;
  for (const one of moved)
    for (const line of one.issuer === issuer ? one.lines : [])
      if (line.no === no) sum = plus(sum, { stated: line.stated, base: line.base });
  return sum;
}

/** Returns and diversions that one side recorded and the other has neither confirmed nor recorded; both see them. */
export function movedDifferences(state: DossierState): readonly Problem[] {
  const [importing, exporting] = [importingCountryOf(state.key), exportingCountryOf(state.key)];
  return state.strands.flatMap(({ view }): readonly Problem[] => {
    const { moved, number } = view;
    if (moved === undefined) return [];
    const isBy = (side: AuthorityCode): boolean => moved.some(({ issuer }) => issuer === side);
    const told = (code: string, country: AuthorityCode): Problem[] => [
      { code, values: { number, country }, weight: 'todo', article: '1961:31.12' }
    ];
    if (!isBy(exporting)) return told('matching.moved.unrecorded', exporting);
    if (!isBy(importing)) {
      if (view.endorsement === null) return told('matching.moved.unconfirmed', importing);
      const isMore = view.lines.some(
        (line) => (line.imported?.stated ?? 0) > (arrivingOf(line)?.stated ?? line.authorized.stated)
      );
      return isMore ? told('matching.moved.differs', importing) : [];
    }
    const differs = view.lines.some(
      ({ no }) => sumOf(moved, exporting, no).stated !== sumOf(moved, importing, no).stated
    );
    return differs ? told('matching.moved.differs', importing) : [];
  });
}
