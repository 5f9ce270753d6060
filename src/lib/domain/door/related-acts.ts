/**
 * Acts of many dossiers, and of them those that can bear upon one: of its dossier, and of every dossier that
 * a reference, a link or a replacement leads to or from. A large batch is judged dossier by dossier by
 * this, not each act by all.
 */
import type { DossierAct } from '../act/body.ts';
import { actReference } from '../dossier/fold-dossier.ts';
import type { ActId, DossierKey } from '../ids.ts';

type Name = ActId | DossierKey;

interface Group {
  readonly names: Name[];
  readonly acts: DossierAct[];
}

export class RelatedActs {
  readonly #groups = new Map<Name, Group>();

  /** Once each. */
  add(act: DossierAct): void {
    const group = this.#join(namesIn(act));
    group.acts.push(act);
  }

  /** All that were added and have to do with this one, added or not. */
  of(act: DossierAct): readonly DossierAct[] {
    const groups = new Set(namesIn(act).flatMap((name) => this.#groups.get(name) ?? []));
    const [only = null, ...more] = groups;
    if (only === null) return [];
    return more.length === 0 ? only.acts : [...groups].flatMap(({ acts }) => acts);
  }

  /** The smaller goes into the larger, so that however they come together each name moves seldom. */
  #join(names: readonly Name[]): Group {
    const groups = [...new Set(names.flatMap((name) => this.#groups.get(name) ?? []))];
    groups.sort((a, b) => b.names.length - a.names.length);
    const [into = { names: [], acts: [] }, ...others] = groups;
    for (const other of others) {
      for (const act of other.acts) into.acts.push(act);
      for (const name of other.names) this.#name(name, into);
    }
    for (const name of names) if (this.#groups.get(name) !== into) this.#name(name, into);
    return into;
  }

  #name(name: Name, group: Group): void {
    group.names.push(name);
    this.#groups.set(name, group);
  }
}

function namesIn(act: DossierAct): Name[] {
  const reference = actReference(act);
  return [act.body.dossier, act._id, ...linkedBy(act), ...(reference === null ? [] : [reference])];
}

/** A decision names an export authorization that may stand under another reference; so may what is replaced. */
export function linkedBy({ body }: DossierAct): ActId[] {
  if (body.kind === 'match-decision') return [body.exportAuthorization];
  return 'replaces' in body && body.replaces ? [body.replaces] : [];
}
