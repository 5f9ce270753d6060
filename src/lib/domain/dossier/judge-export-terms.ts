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
import {
  asKind,
  type ActOf,
  type BodyOf,
  type DossierAct,
  type ExportAuthorizationBody
} from '../act/body.ts';
import { readAct } from '../act/stand-in.ts';
import type { ActId } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { countedInstead } from './corrections.ts';
import type { Dossier } from './dossier.ts';
import { withArticlesOf } from './follow-up-codes.ts';
import { isUsing } from './import-use.ts';

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

/**
 * Special import licences that a new export authorization cites as acts: of the same substance, still valid, and not exceeded by all
 * exports upon them (1971 art. 13(3): "in specified quantities").
 */

export function judgeLicences(
  acts: readonly DossierAct[],
  { exports }: Dossier,
  body: ExportAuthorizationBody
): readonly Problem[] {
  const cited = body.specialLicences ?? [];
  const using = acts.flatMap((one) => {
    const upon = asKind(one, 'export-authorization');
    return upon && exports.some((strand) => strand.act === upon._id && isUsing(strand)) ? upon.body : [];
  });
  return cited.flatMap(({ line: no, act }): readonly Problem[] => {
    if (act === undefined) return [];
    const found = acts.map((one) => asKind(one, 'special-import-licence')).find((one) => one?._id === act);
    const line = body.lines.find((one) => one.no === no);
    const path = 'body.specialLicences';
    if (!found || !line || found.body.substance !== line.substance)
      return [{ code: 'licence.unknown', path, values: { line: no }, article: '1971:13.3' }];
    return judgeLimits(found, { no, using, issuedOn: body.issuedOn });
  });
}

interface Use {
  readonly no: number;
  readonly using: readonly ExportAuthorizationBody[];
  readonly issuedOn: string;
}

function judgeLimits(
  { _id, body: { number: licence, limit, validUntil: until } }: ActOf<'special-import-licence'>,
  { no, using, issuedOn }: Use
): readonly Problem[] {
  const about = { path: 'body.specialLicences', article: '1971:13.3' };
  if (issuedOn > until)
    return [{ code: 'line.licence.expired', ...about, values: { line: no, licence, until } }];
  const quantity = using.reduce((sum, body) => sum + drawnUpon(_id, body), 0);
  if (quantity <= microgramsOf(limit)) return [];
  return [
    { code: 'line.licence.limit', ...about, values: { line: no, licence, quantity: String(quantity), limit } }
  ];
}

function drawnUpon(licence: ActId, { lines, specialLicences = [] }: ExportAuthorizationBody): number {
  return lines
    .filter(({ no }) => specialLicences.some((one) => one.line === no && one.act === licence))
    .reduce((sum, { base }) => sum + microgramsOf(base), 0);
}
