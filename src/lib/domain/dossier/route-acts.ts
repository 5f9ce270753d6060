/**
 * Routes an act to its dossier: its own key, unless an officer linked its export authorization elsewhere (a mistyped
 * reference). The latest decision counts.
 */
import type { DossierAct } from '../act/body.ts';
import type { ActId, DossierKey } from '../ids.ts';
import { actReference } from './fold-dossier.ts';

interface Decision {
  readonly at: string;
  readonly act: string;
  readonly dossier: DossierKey;
  readonly link: boolean;
}

export type Decisions = Map<ActId, Decision>;

export function noteDecision(decisions: Decisions, act: DossierAct): boolean {
  if (act.body.kind !== 'match-decision') return false;
  const { exportAuthorization, dossier, decision, at } = act.body;
  const before = decisions.get(exportAuthorization);
  const isLater = before === undefined || before.at < at || (before.at === at && before.act < act._id);
  if (isLater) decisions.set(exportAuthorization, { at, act: act._id, dossier, link: decision === 'link' });
  return isLater;
}

export function routeAct(act: DossierAct, decisions: Decisions): DossierKey {
  if (decisions.size === 0 || act.body.kind === 'match-decision') return act.body.dossier;
  const subject = act.body.kind === 'export-authorization' ? act._id : actReference(act);
  const decision = subject === null ? undefined : decisions.get(subject);
  return decision && decision.link ? decision.dossier : act.body.dossier;
}

export function routeActs(acts: readonly DossierAct[]): Map<DossierKey, DossierAct[]> {
  const decisions: Decisions = new Map();
  for (const act of acts) noteDecision(decisions, act);
  const byKey = new Map<DossierKey, DossierAct[]>();
  for (const act of acts) {
    const key = routeAct(act, decisions);
    const group = byKey.get(key);
    if (group) group.push(act);
    else byKey.set(key, [act]);
  }
  return byKey;
}
