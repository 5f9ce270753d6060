import type { CountryCode } from '#lib/domain/ids.ts';
import { foldTrials, isTrialAct, TRIAL_KINDS, type Trial } from '#lib/domain/partners/trial.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';

export type TrialStore = Pick<Store, 'actsOf' | 'counts' | 'person'>;

function readTrials(store: TrialStore): readonly Trial[] {
  const acts = TRIAL_KINDS.flatMap((kind) => store.actsOf(kind));
  return foldTrials(acts.filter(isTrialAct).filter(({ _id }) => store.counts(_id)));
}

export function trialsWith(store: TrialStore, partner: CountryCode): readonly Trial[] {
  return readTrials(store).filter((one) => one.proposer === partner || one.partner === partner);
}

export function readTrial(store: TrialStore, id: string): Trial | null {
  return readTrials(store).find((one) => one.id === id) ?? null;
}

/** Without an answer, or with the partner's result but not ours or a different one. */
export function trialsWaiting(store: TrialStore): readonly Trial[] {
  const own = ownCountry(store);
  return readTrials(store).filter(({ state, partner, results }) => {
    if (state === 'proposed') return partner === own;
    if (state === 'one-signed') return results[0]?.by !== own;
    return state === 'differs';
  });
}
