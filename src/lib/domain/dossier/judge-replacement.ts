/**
 * An issued authorization is never amended, only cancelled and replaced (rules R3, R8): two that stand for
 * the same goods would authorize them twice, so the new one counts from when the old one is cancelled.
 *
 * | what an authorization names in `replaces`        |                            |
 * |--------------------------------------------------|----------------------------|
 * | nothing                                          | admitted                   |
 * | what is not here                                 | `replacement.unknown`      |
 * | another authority's, or of another kind          | `replacement.foreign`      |
 * | one of its own that is not cancelled, or shipped | `replacement.notCancelled` |
 * | one of its own that is cancelled                 | admitted                   |
 */
import { numberOf } from '../act/act-number.ts';
import type { DossierAct } from '../act/body.ts';
import type { Problem } from '../result.ts';
import { readUse } from './authorization-use.ts';
import { foldDossier } from './fold-dossier.ts';
import { routeActs } from './route-acts.ts';

/** `acts`: all known acts of both dossiers. */
export function judgeReplacement(acts: readonly DossierAct[], { body }: DossierAct): readonly Problem[] {
  if (body.kind !== 'import-authorization' && body.kind !== 'export-authorization') return [];
  const { replaces, kind, issuer } = body;
  if (replaces === undefined) return [];
  const path = 'body.replaces';
  const replaced = acts.find((one) => one._id === replaces);
  if (!replaced) return [{ code: 'replacement.unknown', path }];
  if (replaced.body.kind !== kind || replaced.body.issuer !== issuer)
    return [{ code: 'replacement.foreign', path }];
  if (isCancelled(acts, replaced)) return [];
  return [{ code: 'replacement.notCancelled', path, values: { number: numberOf(replaced) ?? '' } }];
}

function isCancelled(acts: readonly DossierAct[], { _id }: DossierAct): boolean {
  for (const [key, group] of routeActs(acts)) {
    if (!group.some((one) => one._id === _id)) continue;
    return readUse(foldDossier(key, group), _id).isCancelled;
  }
  return false;
}
