/**
 * Special import licences that a new export authorization cites as acts: of the same substance, still valid, and not exceeded by all
 * exports upon them (1971 art. 13(3): "in specified quantities").
 */
import { asKind, type ActOf, type DossierAct, type ExportAuthorizationBody } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import type { Dossier } from './dossier.ts';
import { isUsing } from './import-use.ts';

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
