/**
 * Terms of a new export authorization that its import authorization sets (1961 art. 31(5), (9); 1971 art. 12(1)(c),
 * (3)(c)). They refuse a new one, on the form and at the door; what was issued before goes on counting.
 *
 * | the import authorization        | the export authorization              |                          |
 * |---------------------------------|---------------------------------------|--------------------------|
 * | begins on a day                 | begins before it                      | `validity.beforeImport`  |
 * | names a bonded warehouse        | does not say that the goods go there  | `bonded.unstated`        |
 *
 * `export-authorization.ts` has those that also set one aside: it ends later, or names a warehouse that is not approved.
 */
import { asKind, type ActOf, type BodyOf, type DossierAct } from '../act/body.ts';
import { readAct } from '../act/stand-in.ts';
import type { Problem } from '../result.ts';
import { countedInstead } from './corrections.ts';
import type { Dossier } from './dossier.ts';
import { withArticlesOf } from './follow-up-codes.ts';

export function judgeExportTerms(
  acts: readonly DossierAct[],
  dossier: Dossier,
  body: BodyOf<'export-authorization'>
): readonly Problem[] {
  const ia = importOf(acts, dossier, body)?.body;
  if (!ia) return [];
  const problems: Problem[] = [];
  if (body.validFrom < ia.validFrom) {
    const values = { from: body.validFrom, limit: ia.validFrom };
    problems.push({ code: 'validity.beforeImport', path: 'body.validFrom', values, article: '1961:31.5' });
  }
  if (ia.bondedWarehouse && !body.bondedWarehouse)
    problems.push({ code: 'bonded.unstated', path: 'body.bondedWarehouse', article: '1961:31.9' });
  return withArticlesOf(problems, body.lines);
}

/** The electronic one, or the newest record of its paper. */
function importOf(
  acts: readonly DossierAct[],
  dossier: Dossier,
  body: BodyOf<'export-authorization'>
): ActOf<'import-authorization'> | null {
  const cited = body.importAuthorization?.act;
  const counted = cited && (countedInstead(dossier, cited) ?? cited);
  const named = acts.find(({ _id }) => _id === counted);
  const act = named ?? acts.find(({ _id }) => _id === dossier.importAuthorization);
  return asKind(act && readAct(act), 'import-authorization');
}
