/**
 * Routes an act to its dossier: its own key, unless an officer linked its export authorization elsewhere (a mistyped
 * reference) or its number only lacks the separators (`act/run-together.ts`). The latest decision counts.
 */
import { addTo } from '../groups.ts';
import type { ActOf, BodyOf, DossierAct } from '../act/body.ts';
import { isDossierKind } from '../act/kind-groups.ts';
import { isPaper } from '../act/stand-in.ts';
import type { CarriedAct } from '../act/later-act.ts';
import type { ActId, DossierKey, Instant } from '../ids.ts';
import { chainLinks, supersededBy, type ChainLink } from './corrected-papers.ts';
import type { Dossier } from './dossier.ts';
import { actReference, foldDossier } from './fold-dossier.ts';
import { MeantNumbers } from '../act/run-together.ts';

interface Decision {
  readonly at: Instant;
  readonly act: string;
  readonly dossier: DossierKey;
  readonly decision: BodyOf<'match-decision'>['decision'];
}

/** Acts noted before that might now belong elsewhere: those about what a decision names, or any. */
type Affected = 'none' | 'subjects' | 'all';

class Routes {
  readonly #decisions = new Map<ActId, Decision>();
  readonly #paperImports = new Map<ActId, Omit<Decision, 'decision' | 'act'>>();
  /** Each record of a paper that corrects another, and that one. */
  readonly #corrected = new Map<ActId, ActId>();
  /** Each export authorization that names the record of a paper. */
  readonly #citing = new Map<ActId, ActId>();
  readonly #opened = new Set<DossierKey>();
  /** Dossiers of a paper import authorization whose number was corrected, or that the partner has issued since. */
  #joined = new Map<DossierKey, DossierKey>();
  /** Records whose number was corrected and is that of another document: they move without its dossier. */
  #moved = new Map<ActId, DossierKey>();
  readonly #meant = new MeantNumbers();

  note(act: DossierAct): Affected {
    const isLed = this.#meant.note(act);
    if (isLed || act.body.kind !== 'match-decision') return this.#noteLinks(act) || isLed ? 'all' : 'none';
    if (!this.#noteDecision(act as ActOf<'match-decision'>)) return 'none';
    if (this.#paperImports.size === 0 && this.#corrected.size === 0) return 'subjects';
    this.#join();
    return 'all';
  }

  #noteLinks(act: DossierAct): boolean {
    const { body } = act;
    if (body.kind === 'import-authorization') {
      this.#opened.add(body.dossier);
      return this.#joined.has(body.dossier) && this.#join();
    }
    if (body.kind === 'export-authorization') return this.#noteCiting(act._id, body.importAuthorization?.act);
    if (body.kind !== 'paper-record') return false;
    const { corrects, paper, dossier, at } = body;
    if (corrects) this.#noteCorrection(act._id, corrects.of);
    if (paper.instrument === 'import-authorization') this.#paperImports.set(act._id, { dossier, at });
    const isCorrected = this.#corrected.size > 0 && this.#paperImports.has(act._id);
    const isMoved = isCorrected || (corrects !== undefined && this.#decisions.size > 0);
    return (isMoved || this.#decisions.has(act._id)) && this.#join();
  }

  /** True if what was noted before about this export authorization moves with it. */
  #noteCiting(id: ActId, record: ActId | undefined): boolean {
    if (record === undefined || !isPaper(record)) return false;
    this.#citing.set(id, record);
    return this.#moved.has(record);
  }

  /** A decision on any record of a paper holds for the others. */
  #noteCorrection(id: ActId, of: ActId): void {
    this.#corrected.set(id, of);
    const decided = this.#decisions.get(id);
    this.#decisions.delete(id);
    if (decided) this.#decide(this.#firstOf(id), decided);
  }

  #firstOf(id: ActId): ActId {
    const of = this.#corrected.get(id);
    return of === undefined ? id : this.#firstOf(of);
  }

  of(act: DossierAct): DossierKey {
    const { kind, dossier } = act.body;
    if (kind === 'match-decision') return dossier;
    const decision =
      this.#decisions.size === 0 ? null : this.#decisions.get(this.#firstOf(routedBy(act) ?? act._id));
    if (decision?.decision === 'link') return decision.dossier;
    const moved = this.#moved.size === 0 ? undefined : this.#movedWith(act);
    const joined = moved ?? this.#joined.get(dossier);
    // An officer can rule out what a number without separators seems to mean.
    return joined ?? (decision?.decision === 'unlink' ? dossier : this.#meant.lead(dossier));
  }

  #movedWith(act: DossierAct): DossierKey | undefined {
    const about = routedBy(act) ?? act._id;
    return (
      this.#moved.get(act._id) ??
      this.#moved.get(this.#citing.get(act._id) ?? this.#citing.get(about) ?? about)
    );
  }

  meantBy(key: DossierKey): DossierKey {
    return this.#meant.lead(key);
  }

  /** True unless a later decision is known already. */
  #noteDecision({ _id, body }: ActOf<'match-decision'>): boolean {
    const { exportAuthorization, paperRecord, dossier, decision, at } = body;
    let isLater = false;
    for (const subject of [exportAuthorization, paperRecord])
      if (subject && this.#decide(this.#firstOf(subject), { at, act: _id, dossier, decision }))
        isLater = true;
    return isLater;
  }

  #decide(subject: ActId, decision: Decision): boolean {
    const before = this.#decisions.get(subject);
    const { at, act } = decision;
    if (before && (before.at > at || (before.at === at && before.act >= act))) return false;
    this.#decisions.set(subject, decision);
    return true;
  }

  /** The partner's own document under the paper's number is stronger than a decision on the record. */
  #join(): true {
    this.#joined = new Map();
    this.#moved = new Map();
    const superseded = supersededBy(this.#links());
    const recordedAt = this.#latestRecords(superseded);
    const from = new Map<DossierKey, string>();
    this.#paperImports.forEach(({ dossier }, record) => {
      const decision = this.#decisions.get(this.#firstOf(record));
      const newest = superseded.get(record) ?? record;
      const isDecided = decision?.decision === 'link';
      // The number of a paper can be corrected too: its dossier is that of the newest record.
      const { at, dossier: to } = isDecided ? decision : this.#paperImports.get(newest)!;
      // The number is that of another document, which the partner issued or this authority recorded since.
      const isOther = this.#opened.has(dossier) || (recordedAt.get(dossier) ?? '') > at;
      if (to !== dossier && !isDecided && isOther) return void this.#moved.set(record, to);
      // Of two records under one number, a decision and then the later one leads.
      const strength = [isDecided ? 1 : 0, at, isDecided ? decision.act : newest].join(' ');
      if (to === dossier || this.#opened.has(dossier) || (from.get(dossier) ?? '') > strength) return;
      from.set(dossier, strength);
      this.#joined.set(dossier, to);
    });
    return true;
  }

  /** When a paper of this number was last recorded, without records that were corrected. */
  #latestRecords(superseded: ReadonlyMap<ActId, ActId>): ReadonlyMap<DossierKey, Instant> {
    const latest = new Map<DossierKey, Instant>();
    this.#paperImports.forEach(({ dossier, at }, record) => {
      if (!superseded.has(record) && at > (latest.get(dossier) ?? '')) latest.set(dossier, at);
    });
    return latest;
  }

  #links(): readonly ChainLink[] {
    const before = new Map<ActId, ActId>();
    this.#corrected.forEach((of, act) => {
      if (this.#paperImports.has(act) && this.#paperImports.has(of)) before.set(act, of);
    });
    return chainLinks(before, (id) => this.#paperImports.get(id)!.at);
  }
}

function routesOf(acts: readonly DossierAct[]): Routes {
  const routes = new Routes();
  for (const act of acts) routes.note(act);
  return routes;
}

/** The authorization with which an act moves to another dossier; a correction names it besides the corrected act. */
function routedBy(act: DossierAct): ActId | null {
  return act.body.kind === 'correction' ? (act.body.exportAuthorization ?? null) : actReference(act);
}

export function routeActs(acts: readonly DossierAct[]): Map<DossierKey, DossierAct[]> {
  const routes = routesOf(acts);
  const byKey = new Map<DossierKey, DossierAct[]>();
  for (const act of acts) addTo(byKey, routes.of(act), act);
  return byKey;
}

/** Dossiers marked by new acts and folded on the next read. One lookup per act, no scan (architecture §7). */
export function isDossierAct(act: CarriedAct): act is DossierAct {
  return isDossierKind(act.body.kind);
}

interface Placed {
  readonly act: DossierAct;
  readonly key: DossierKey;
}

/** What opens a dossier is led by its number alone. */
const LEADING: ReadonlySet<string> = new Set(['import-authorization', 'match-decision']);

interface Entry {
  readonly key: DossierKey;
  acts: DossierAct[];
  dossier: Dossier | null;
  /** Number of the addition that last changed it. */
  touched: number;
  /** In the list of all; -1 before it is listed. */
  place: number;
}

export class DossierIndex {
  readonly #entries = new Map<DossierKey, Entry>();
  /** Each authorization of an export with the acts that move with it. */
  readonly #about = new Map<ActId, DossierAct[]>();
  #routes = new Routes();
  #additions = 0;
  #changed = new Set<DossierKey>();
  #list: readonly Dossier[] = [];
  readonly #unlisted = new Set<Entry>();
  /** One went, so the places of others changed. */
  #isMoved = false;

  add(acts: readonly DossierAct[]): readonly DossierKey[] {
    const changed: Entry[] = [];
    let rerouted = false;
    this.#additions++;
    for (const act of acts) {
      const moving = rerouted ? [] : this.#listMoving(act);
      const affected = this.#routes.note(act);
      if (affected === 'all') rerouted = true;
      else if (affected === 'subjects') for (const one of moving) this.#move(one, changed);
      this.#place(act, changed);
    }
    if (rerouted) this.#reroute(changed);
    return this.#noteChanged(changed.map((entry) => entry.key));
  }

  #listMoving({ body }: DossierAct): readonly Placed[] {
    if (body.kind !== 'match-decision') return [];
    const subjects = [body.exportAuthorization, body.paperRecord];
    const acts = subjects.flatMap((id) => (id && this.#about.get(id)) || []);
    return acts.map((act) => ({ act, key: this.#routes.of(act) }));
  }

  #move({ act, key }: Placed, changed: Entry[]): void {
    const entry = this.#entries.get(key);
    if (!entry || this.#routes.of(act) === key) return;
    this.#keep(
      entry,
      entry.acts.filter((one) => one !== act),
      changed
    );
    this.#put(act, changed);
  }

  #noteChanged(keys: readonly DossierKey[]): readonly DossierKey[] {
    for (const key of keys) {
      this.#changed.add(key);
      const entry = this.#entries.get(key);
      if (entry) this.#unlisted.add(entry);
    }
    return keys;
  }

  /** Dossiers that came, changed or went since the last call; for one reader. */
  takeChanged(): ReadonlySet<DossierKey> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  remove(ids: ReadonlySet<ActId>): readonly DossierKey[] {
    const kept: DossierAct[] = [];
    const changed: Entry[] = [];
    this.#additions++;
    this.#entries.forEach((entry) => {
      const acts = entry.acts.filter(({ _id }) => !ids.has(_id));
      if (acts.length < entry.acts.length) this.#keep(entry, acts, changed);
      for (const act of acts) kept.push(act);
    });
    this.#routes = routesOf(kept);
    this.#about.clear();
    for (const act of kept) this.#noteAbout(act);
    this.#reroute(changed);
    return this.#noteChanged(changed.map((entry) => entry.key));
  }

  get(key: DossierKey): Dossier | null {
    const entry = this.#entries.get(key);
    return entry ? this.#fold(entry) : null;
  }

  ofAct(act: DossierAct): Dossier | null {
    return this.get(this.#routes.of(act));
  }

  actsOf(key: DossierKey): readonly DossierAct[] {
    const own = this.#entries.get(key)?.acts ?? [];
    const meant = this.#routes.meantBy(key);
    return meant === key ? own : own.concat(this.#entries.get(meant)?.acts ?? []);
  }

  keys(): IterableIterator<DossierKey> {
    return this.#entries.keys();
  }

  forEach(visit: (dossier: Dossier) => void): void {
    this.#entries.forEach((entry) => visit(this.#fold(entry)));
  }

  /** The same list until a dossier changes; unchanged dossiers are the same objects in the same order. */
  get all(): readonly Dossier[] {
    if (this.#isMoved) {
      this.#unlisted.clear();
      this.#entries.forEach((entry) => this.#unlisted.add(entry));
    } else if (this.#unlisted.size === 0) return this.#list;
    const list = this.#isMoved ? [] : this.#list.slice();
    this.#unlisted.forEach((entry) => {
      if (this.#isMoved || entry.place < 0) entry.place = list.length;
      list[entry.place] = this.#fold(entry);
    });
    this.#unlisted.clear();
    this.#isMoved = false;
    return (this.#list = list);
  }

  get size(): number {
    return this.#entries.size;
  }

  #fold(entry: Entry): Dossier {
    if (entry.dossier === null) entry.dossier = foldDossier(entry.key, entry.acts);
    return entry.dossier;
  }

  #place(act: DossierAct, changed: Entry[]): void {
    if (this.#put(act, changed)) this.#noteAbout(act);
  }

  #noteAbout(act: DossierAct): void {
    if (!LEADING.has(act.body.kind)) addTo(this.#about, routedBy(act) ?? act._id, act);
  }

  /** False if it is there already. */
  #put(act: DossierAct, changed: Entry[]): boolean {
    const key = this.#routes.of(act);
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      const opened: Entry = { key, acts: [act], dossier: null, touched: this.#additions, place: -1 };
      this.#entries.set(key, opened);
      changed.push(opened);
      return true;
    }
    if (entry.touched === this.#additions) {
      // Acts of one addition need no check for duplicates: the fold uses each only once.
      entry.acts.push(act);
      return true;
    }
    if (entry.acts.some((one) => one._id === act._id)) return false;
    entry.acts.push(act);
    entry.dossier = null;
    entry.touched = this.#additions;
    changed.push(entry);
    return true;
  }

  /** Corrected papers and numbers without separators can move any act; rare, so the place of each is looked up. */
  #reroute(changed: Entry[]): void {
    const moved: DossierAct[] = [];
    this.#entries.forEach((entry) => {
      const acts = entry.acts.filter((act) => this.#routes.of(act) === entry.key);
      if (acts.length === entry.acts.length) return;
      for (const act of entry.acts) if (this.#routes.of(act) !== entry.key) moved.push(act);
      this.#keep(entry, acts, changed);
    });
    for (const act of moved) this.#put(act, changed);
  }

  #keep(entry: Entry, acts: DossierAct[], changed: Entry[]): void {
    entry.acts = acts;
    entry.dossier = null;
    changed.push(entry);
    if (acts.length > 0) return;
    this.#entries.delete(entry.key);
    this.#isMoved = true;
  }
}
