/** Trials as this device holds them: only what is verified good, and was not refused. */
import { ACT_KINDS, isDossierKind } from '#lib/domain/act/kinds.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { agreedAt, foldTrials, isTrialAct, TRIAL_KINDS, type Trial } from '#lib/domain/partners/trial.ts';
import { trialItems, type TrialItem } from '#lib/domain/partners/trial-figures.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './read-partners.ts';

export type TrialStore = Pick<Store, 'actsOf' | 'counts' | 'person'>;

export function readTrials(store: TrialStore): readonly Trial[] {
  const acts = TRIAL_KINDS.flatMap((kind) => store.actsOf(kind));
  return foldTrials(acts.filter(isTrialAct).filter(({ _id }) => store.counts(_id)));
}

export function trialsWith(store: TrialStore, partner: CountryCode): readonly Trial[] {
  return readTrials(store).filter((one) => one.proposer === partner || one.partner === partner);
}

export function readTrial(store: TrialStore, id: string): Trial | null {
  return readTrials(store).find((one) => one.id === id) ?? null;
}

/** Proposed to us and not answered, or signed by the partner and not by us, or otherwise than by us. */
export function trialsWaiting(store: TrialStore): readonly Trial[] {
  const own = ownCountry(store);
  return readTrials(store).filter(({ state, partner, results }) => {
    if (state === 'proposed') return partner === own;
    if (state === 'one-signed') return results[0]?.by !== own;
    return state === 'differs';
  });
}

/** What both have signed stands as they saw it, though more is stated on the same day. */
export function boardOf(store: TrialStore, trial: Trial, asAt: CalendarDate): readonly TrialItem[] {
  const until = agreedAt(trial);
  const isCounted = ({ _id, body }: DossierAct): boolean =>
    store.counts(_id) && (until === null || body.at <= until);
  const kinds = ACT_KINDS.filter(isDossierKind);
  const acts = kinds.flatMap((kind) => store.actsOf(kind)).filter(isDossierAct);
  return trialItems(trial, acts.filter(isCounted), asAt);
}

/** The act that a dossier is opened by on the screen. */
export function openedBy({ dossier }: TrialItem): ActId | null {
  return dossier.importAuthorization ?? dossier.exports[0]?.act ?? null;
}
