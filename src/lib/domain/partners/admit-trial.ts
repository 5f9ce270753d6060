/** Judges an act of a trial by the fold that shows it, the same at the door and on the device. */
import type { Problem } from '../result.ts';
import { foldTrial, trialOf, type TrialAct } from './trial.ts';

/** `acts`: stored ones in the issuer's database, perhaps of other trials too. */
export function admitTrialAct(acts: readonly TrialAct[], act: TrialAct): readonly Problem[] {
  if (act.body.kind === 'trial-proposal') return [];
  const all = acts.some(({ _id }) => _id === act._id) ? acts : [...acts, act];
  const id = trialOf(act);
  const trial = foldTrial(
    id,
    all.filter((one) => trialOf(one) === id)
  );
  // Only an authority with the proposal can answer or sign.
  if (trial === null) return [{ code: 'trial.proposal.missing', path: 'body.trial' }];
  return trial.setAside.filter((one) => one.act === act._id).map(({ problem }) => problem);
}
