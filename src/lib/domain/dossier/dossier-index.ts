/**
 * Dossiers kept fresh while acts come in: what arrives marks its dossier, and the fold runs when somebody
 * looks. One look-up per act, no scan (architecture §7).
 */
import type { Act, DossierAct } from '../act/body.ts';
import type { ActId, DossierKey } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { actReference, foldDossier } from './fold-dossier.ts';
import { noteDecision, routeAct, type Decisions } from './route-acts.ts';

const DOSSIER_KINDS = [
  'import-authorization',
  'export-authorization',
  'reply',
  'shipment',
  'endorsement',
  'cancellation',
  'match-decision'
];

export function isDossierAct(act: Act): act is DossierAct {
  return DOSSIER_KINDS.indexOf(act.body.kind) >= 0;
}

export class DossierIndex {
  readonly #acts = new Map<ActId, DossierAct>();
  readonly #byKey = new Map<DossierKey, DossierAct[]>();
  readonly #folded = new Map<DossierKey, Dossier>();
  readonly #decisions: Decisions = new Map();

  /** Adds what is new; returns the keys whose dossier may have changed. */
  add(acts: readonly DossierAct[]): ReadonlySet<DossierKey> {
    const changed = new Set<DossierKey>();
    let rerouted = false;
    for (const act of acts) {
      if (this.#acts.has(act._id)) continue;
      this.#acts.set(act._id, act);
      if (noteDecision(this.#decisions, act)) rerouted = true;
      this.#place(act, changed);
    }
    if (rerouted) this.#rerouteAll(changed);
    for (const key of changed) this.#folded.delete(key);
    return changed;
  }

  /** Takes acts out again: those that the server refused must not change a dossier here. */
  remove(ids: readonly ActId[]): ReadonlySet<DossierKey> {
    const changed = new Set<DossierKey>();
    for (const id of ids) this.#acts.delete(id);
    if (ids.length > 0) this.#rerouteAll(changed);
    for (const key of changed) this.#folded.delete(key);
    return changed;
  }

  get(key: DossierKey): Dossier | null {
    const known = this.#folded.get(key);
    if (known) return known;
    const acts = this.#byKey.get(key);
    if (!acts || acts.length === 0) return null;
    const dossier = foldDossier(key, acts);
    this.#folded.set(key, dossier);
    return dossier;
  }

  /** The dossier that an act counts in. */
  ofAct(id: ActId): Dossier | null {
    const act = this.#acts.get(id);
    return act ? this.get(routeAct(act, this.#decisions)) : null;
  }

  actsOf(key: DossierKey): readonly DossierAct[] {
    return this.#byKey.get(key) ?? [];
  }

  act(id: ActId): DossierAct | null {
    return this.#acts.get(id) ?? null;
  }

  keys(): IterableIterator<DossierKey> {
    return this.#byKey.keys();
  }

  get size(): number {
    return this.#byKey.size;
  }

  #place(act: DossierAct, changed: Set<DossierKey>): void {
    const key = routeAct(act, this.#decisions);
    const group = this.#byKey.get(key);
    if (group) group.push(act);
    else this.#byKey.set(key, [act]);
    changed.add(key);
  }

  /** A decision moves an export authorization and all that refers to it; rare, so all is placed anew. */
  #rerouteAll(changed: Set<DossierKey>): void {
    for (const key of this.#byKey.keys()) changed.add(key);
    this.#byKey.clear();
    this.#decisions.clear();
    for (const act of this.#acts.values()) noteDecision(this.#decisions, act);
    for (const act of this.#acts.values()) this.#place(act, changed);
  }
}

export { actReference };
