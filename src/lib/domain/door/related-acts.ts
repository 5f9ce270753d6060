/**
 * Groups acts by connected dossiers (same, reference, decision, replacement), so that a large batch is not judged act
 * against all acts.
 */
import type { DossierAct } from '../act/body.ts';
import { runTogetherKeys } from '../act/run-together.ts';
import { actReference } from '../dossier/fold-dossier.ts';
import type { ActId, DossierKey } from '../ids.ts';

type Name = ActId | DossierKey;

interface Group {
  readonly names: Name[];
  readonly acts: DossierAct[];
}

export class RelatedActs {
  readonly #groups = new Map<Name, Group>();

  add(act: DossierAct): void {
    const group = this.#join(namesIn(act));
    group.acts.push(act);
  }

  of(act: DossierAct): readonly DossierAct[] {
    const groups = new Set(namesIn(act).flatMap((name) => this.#groups.get(name) ?? []));
    const [only = null, ...more] = groups;
    if (only === null) return [];
    return more.length === 0 ? only.acts : [...groups].flatMap(({ acts }) => acts);
  }

  /** Merges the smaller group into the larger, so that each name moves seldom. */
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
  return [...keysOf(act), act._id, ...linkedBy(act), ...(reference === null ? [] : [reference])];
}

/** Keys under which acts of its dossier can be found. */
export function keysOf({ _id, body }: DossierAct): readonly DossierKey[] {
  if (body.kind === 'import-authorization') return [body.dossier, ...runTogetherKeys(body)];
  const isLinkable = body.kind === 'export-authorization' || body.kind === 'paper-record';
  // The index lists a decision under what it links as well.
  return isLinkable ? [body.dossier, _id as string as DossierKey] : [body.dossier];
}

export function linkedBy({ body }: DossierAct): ActId[] {
  if (body.kind === 'match-decision')
    return [body.exportAuthorization, body.paperRecord].flatMap((one) => one ?? []);
  if (body.kind === 'correction' && body.exportAuthorization) return [body.exportAuthorization];
  if (body.kind === 'paper-record' && body.corrects) return [body.corrects.of];
  return 'replaces' in body && body.replaces ? [body.replaces] : [];
}
