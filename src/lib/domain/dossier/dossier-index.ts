/**
 * Routes an act to its dossier: its own key, unless an officer linked its export authorization elsewhere (a mistyped
 * reference). The latest decision counts.
 */
import { addTo } from '../groups.ts';
import type { DossierAct, Act } from '../act/body.ts';
import { isDossierKind } from '../act/kinds.ts';
import type { ActId, DossierKey } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { actReference, foldDossier } from './fold-dossier.ts';

interface Decision {
  readonly at: string;
  readonly act: string;
  readonly dossier: DossierKey;
  readonly link: boolean;
}

type Decisions = Map<ActId, Decision>;

function noteDecision(decisions: Decisions, act: DossierAct): boolean {
  if (act.body.kind !== 'match-decision') return false;
  const { exportAuthorization, dossier, decision, at } = act.body;
  const before = decisions.get(exportAuthorization);
  const isLater = before === undefined || before.at < at || (before.at === at && before.act < act._id);
  if (isLater) decisions.set(exportAuthorization, { at, act: act._id, dossier, link: decision === 'link' });
  return isLater;
}

function routeAct(act: DossierAct, decisions: Decisions): DossierKey {
  if (decisions.size === 0 || act.body.kind === 'match-decision') return act.body.dossier;
  const subject = act.body.kind === 'export-authorization' ? act._id : actReference(act);
  const decision = subject === null ? undefined : decisions.get(subject);
  return decision && decision.link ? decision.dossier : act.body.dossier;
}

export function routeActs(acts: readonly DossierAct[]): Map<DossierKey, DossierAct[]> {
  const decisions: Decisions = new Map();
  for (const act of acts) noteDecision(decisions, act);
  const byKey = new Map<DossierKey, DossierAct[]>();
  for (const act of acts) addTo(byKey, routeAct(act, decisions), act);
  return byKey;
}

/** Dossiers marked by new acts and folded on the next read. One lookup per act, no scan (architecture §7). */
export function isDossierAct(act: Act): act is DossierAct {
  return isDossierKind(act.body.kind);
}

interface Entry {
  readonly key: DossierKey;
  acts: DossierAct[];
  dossier: Dossier | null;
  /** Number of the addition that last changed it. */
  touched: number;
}

export class DossierIndex {
  readonly #entries = new Map<DossierKey, Entry>();
  readonly #decisions: Decisions = new Map();
  #additions = 0;

  add(acts: readonly DossierAct[]): readonly DossierKey[] {
    const changed: Entry[] = [];
    let rerouted = false;
    this.#additions++;
    for (const act of acts) {
      if (noteDecision(this.#decisions, act)) rerouted = true;
      this.#place(act, changed);
    }
    if (rerouted) return this.#placeAll(this.#all());
    return changed.map((entry) => entry.key);
  }

  remove(ids: ReadonlySet<ActId>): readonly DossierKey[] {
    const kept = this.#all().filter((act) => !ids.has(act._id));
    this.#decisions.clear();
    for (const act of kept) noteDecision(this.#decisions, act);
    return this.#placeAll(kept);
  }

  get(key: DossierKey): Dossier | null {
    const entry = this.#entries.get(key);
    return entry ? this.#fold(entry) : null;
  }

  ofAct(act: DossierAct): Dossier | null {
    return this.get(routeAct(act, this.#decisions));
  }

  actsOf(key: DossierKey): readonly DossierAct[] {
    return this.#entries.get(key)?.acts ?? [];
  }

  keys(): IterableIterator<DossierKey> {
    return this.#entries.keys();
  }

  forEach(visit: (dossier: Dossier) => void): void {
    this.#entries.forEach((entry) => visit(this.#fold(entry)));
  }

  get size(): number {
    return this.#entries.size;
  }

  #fold(entry: Entry): Dossier {
    if (entry.dossier === null) entry.dossier = foldDossier(entry.key, entry.acts);
    return entry.dossier;
  }

  #place(act: DossierAct, changed: Entry[]): void {
    const key = routeAct(act, this.#decisions);
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      const opened: Entry = { key, acts: [act], dossier: null, touched: this.#additions };
      this.#entries.set(key, opened);
      changed.push(opened);
      return;
    }
    if (entry.touched === this.#additions) {
      // Acts of one addition need no check for duplicates: the fold uses each only once.
      entry.acts.push(act);
      return;
    }
    if (entry.acts.some((one) => one._id === act._id)) return;
    entry.acts.push(act);
    entry.dossier = null;
    entry.touched = this.#additions;
    changed.push(entry);
  }

  #all(): DossierAct[] {
    const acts: DossierAct[] = [];
    this.#entries.forEach((entry) => acts.push(...entry.acts));
    return acts;
  }

  /** A decision moves an export authorization with all its references; rare, so all acts are placed again. */
  #placeAll(acts: readonly DossierAct[]): readonly DossierKey[] {
    const keys = new Set(this.#entries.keys());
    this.#entries.clear();
    const changed: Entry[] = [];
    this.#additions++;
    for (const act of acts) this.#place(act, changed);
    for (const entry of changed) keys.add(entry.key);
    return Array.from(keys);
  }
}
