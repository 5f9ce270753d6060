/**
 * Dossiers kept fresh while acts come in: what arrives marks its dossier, and the fold runs when somebody
 * looks. One look-up an act, no scan (architecture §7).
 */
import type { Act, DossierAct } from '../act/body.ts';
import { isDossierKind } from '../act/kinds.ts';
import type { ActId, DossierKey } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { foldDossier } from './fold-dossier.ts';
import { noteDecision, routeAct, type Decisions } from './route-acts.ts';

export function isDossierAct(act: Act): act is DossierAct {
  return isDossierKind(act.body.kind);
}

interface Entry {
  readonly key: DossierKey;
  acts: DossierAct[];
  /** Null while acts have come that the fold has not seen. */
  dossier: Dossier | null;
  /** The addition that last changed it. */
  touched: number;
}

export class DossierIndex {
  readonly #entries = new Map<DossierKey, Entry>();
  readonly #decisions: Decisions = new Map();
  #additions = 0;

  /** Adds acts (one that is here already changes nothing); returns the keys whose dossier may have changed. */
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

  /** Takes acts out again: those that the server refused must not change a dossier here. */
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

  /** The dossier that an act counts in. */
  ofAct(act: DossierAct): Dossier | null {
    return this.get(routeAct(act, this.#decisions));
  }

  actsOf(key: DossierKey): readonly DossierAct[] {
    return this.#entries.get(key)?.acts ?? [];
  }

  keys(): IterableIterator<DossierKey> {
    return this.#entries.keys();
  }

  /** Calls `visit` with every dossier, folding those that changed. */
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
      // Within one addition the fold itself takes each act once; no need to look twice.
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

  /** A decision moves an export authorization and all that refers to it; rare, so all is placed anew. */
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
