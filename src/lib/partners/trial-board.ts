import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import { ACT_KINDS } from '#lib/domain/act/kinds.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { agreedAt, type Trial } from '#lib/domain/partners/trial.ts';
import { trialItems, type TrialItem } from '#lib/domain/partners/trial-figures.ts';
import type { TrialStore } from './read-trials.ts';

/** An agreed result stays as both signed it, even if more arrives on the same day. */
export function boardOf(store: TrialStore, trial: Trial, asAt: CalendarDate): readonly TrialItem[] {
  const until = agreedAt(trial);
  const isCounted = ({ _id, body }: DossierAct): boolean =>
    store.counts(_id) && (until === null || body.at <= until);
  const kinds = ACT_KINDS.filter(isDossierKind);
  const acts = kinds.flatMap((kind) => store.actsOf(kind)).filter(isDossierAct);
  return trialItems(trial, acts.filter(isCounted), asAt);
}

export function openedBy({ dossier }: TrialItem): ActId | null {
  return dossier.importAuthorization ?? dossier.exports[0]?.act ?? null;
}
