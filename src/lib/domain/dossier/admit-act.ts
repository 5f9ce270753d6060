/**
 * Judges whether an act fits its dossier by the fold that shows it, so that form, local store and server door always
 * agree.
 */
import type { DossierAct } from '../act/body.ts';
import type { Problem } from '../result.ts';
import { foldDossier } from './fold-dossier.ts';
import { judgeReplacement } from './judge-replacement.ts';
import { judgeStatement } from './judge-statement.ts';
import { isColleagues, nameRival, rivalsOf } from './rivals.ts';
import { routeActs } from './route-acts.ts';

/**
 * Problems that `act` would show among `acts`; empty if it counts. The fold sorts by date, so a late act can displace
 * an accepted one: then the newcomer is refused.
 */
export function admitAct(acts: readonly DossierAct[], act: DossierAct): readonly Problem[] {
  const isHere = acts.some((one) => one._id === act._id);
  const all = isHere ? acts : acts.concat(act);
  for (const [key, group] of routeActs(all)) {
    if (group.indexOf(act) < 0 && !group.some((one) => one._id === act._id)) continue;
    const after = foldDossier(key, group);
    const aside = judgeIn(after, act);
    const problems = aside.length > 0 || isHere ? aside : judgeStatement(group, after, act);
    if (problems.length > 0) return [...problems, ...rivalsOf(all, after, act, problems)];
    const displaced = judgeDisplaced(after, acts, act);
    return displaced.length > 0 ? displaced : judgeReplacement(all, act);
  }
  return [];
}

function judgeIn(dossier: ReturnType<typeof foldDossier>, act: DossierAct): readonly Problem[] {
  const aside = dossier.setAside.filter((one) => one.act === act._id).map((one) => one.problem);
  if (aside.length > 0) return aside;
  if (dossier.timeline.indexOf(act._id) >= 0) return [];
  return [{ code: 'dossier.reference.missing' }];
}

function judgeDisplaced(
  after: ReturnType<typeof foldDossier>,
  acts: readonly DossierAct[],
  act: DossierAct
): readonly Problem[] {
  const others = acts.filter((one) => one._id !== act._id);
  const aside = others.filter((one) => after.setAside.some((row) => row.act === one._id));
  if (aside.length === 0) return [];
  const before = routeActs(others);
  const counted = [...before].flatMap(([key, group]) => foldDossier(key, group).timeline);
  const displaced = aside.filter((one) => counted.indexOf(one._id) >= 0);
  // Two colleagues signed offline: the later to connect may have signed first.
  const rivals = displaced.filter((one) => isColleagues(one, act));
  if (rivals.length > 0) return rivals.map(nameRival);
  return displaced.slice(0, 1).map(({ _id }) => ({ code: 'dossier.act.displaces', values: { act: _id } }));
}
