/** May this act of a trial be added to what is held of it? The fold that shows it answers, at the door as at the desk. */
import type { Problem } from '../result.ts';
import { foldTrial, trialOf, type TrialAct } from './trial.ts';

/** `acts`: those that are held in the issuer's database, of this trial and perhaps of others. */
export function admitTrialAct(acts: readonly TrialAct[], act: TrialAct): readonly Problem[] {
  if (act.body.kind === 'trial-proposal') return [];
  const all = acts.some(({ _id }) => _id === act._id) ? acts : [...acts, act];
  const id = trialOf(act);
  const trial = foldTrial(
    id,
    all.filter((one) => trialOf(one) === id)
  );
  // Whoever answers or signs has the proposal: nobody else can know what it says.
  if (trial === null) return [{ code: 'trial.proposal.missing', path: 'body.trial' }];
  return trial.setAside.filter((one) => one.act === act._id).map(({ problem }) => problem);
}
