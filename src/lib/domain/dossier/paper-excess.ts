/**
 * Compares recorded papers and the partner's own documents. An export that rests on one record can exceed
 * another, or the import authorization that the partner issued since. It counts, because goods might have left; the
 * excess is a finding on both sides.
 */
import type { ActOf } from '../act/body.ts';
import type { Problem } from '../result.ts';
import { judgeTerms } from './export-authorization.ts';
import { areConsignmentsUsed, basisOf, countUsing, isUsing } from './import-use.ts';
import type { DossierState, LineState } from './state.ts';

/** `found`: what is reported already. */
export function readPaperDifferences(state: DossierState, found: readonly Problem[]): readonly Problem[] {
  const { papers, importAuthorization: ia } = state;
  if (papers === null) return [];
  if (ia === null || state.cancelled) return papers.differences;
  const told = new Set(found.flatMap(({ code, values }) => (isTotal(code) ? [values?.['line']] : [])));
  const lines = state.lines.filter(({ no }) => !told.has(no)).flatMap((line) => excessOn(state, ia, line));
  const used = countUsing(state.strands.map(({ view }) => view));
  const { number, consignments } = ia.body;
  const isMore = consignments > 0 && areConsignmentsUsed(consignments, used - 1);
  const values = { number, consignments, used };
  const code = 'matching.import.moreConsignments';
  const more: Problem = { code, path: ia._id, values, weight: 'todo', article: '1961:31.4(d)' };
  return [...papers.differences, ...lines, ...(isMore ? [more] : []), ...outsideTerms(state, ia)];
}

function isTotal(code: string): boolean {
  return code === 'matching.import.moreImported' || code === 'matching.import.moreExported';
}

function excessOn(
  state: DossierState,
  ia: ActOf<'import-authorization'>,
  line: LineState
): readonly Problem[] {
  const drawn = state.strands.filter(
    ({ view }) => isUsing(view) && view.lines.some(({ importLine }) => importLine === line.no)
  );
  const basis = basisOf(
    line.no,
    state.strands.map(({ view }) => view)
  );
  const [taken, authorized] = [line.taken[basis], line.authorized[basis]];
  if (taken <= authorized) return [];
  for (const { view } of drawn) view.agreement = 'exceeds';
  const values = { number: ia.body.number, line: line.no, exported: taken, authorized };
  return [{ code: 'matching.import.moreAuthorized', values, weight: 'todo', article: '1961:31.1' }];
}

function outsideTerms({ strands }: DossierState, ia: ActOf<'import-authorization'>): readonly Problem[] {
  return strands.flatMap(({ act, view }): readonly Problem[] => {
    if (!isUsing(view)) return [];
    const { number } = view;
    const terms = judgeTerms(ia.body, act.body);
    const stray = view.lines.find(({ importLine }) => importLine === null);
    return [
      ...(terms ? [{ ...terms, values: { ...terms.values, number }, weight: 'todo' } as const] : []),
      ...(stray
        ? [{ code: 'matching.line.notInImport', values: { number, line: stray.no }, weight: 'todo' } as const]
        : [])
    ];
  });
}
