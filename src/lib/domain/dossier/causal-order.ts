/**
 * Sorts acts after their references: keys before signatures, practices and lists before what relies on them, import before export authorization, export before
 * shipment. Replicated batches have no order.
 */
import type { Act, DossierAct } from '../act/body.ts';
import { isKeyKind, isPublishedKind } from '../act/kinds.ts';
import type { ActId } from '../ids.ts';
import { isDossierAct } from './dossier-index.ts';
import { actReference } from './fold-dossier.ts';

export function inCausalOrder<A extends Act>(acts: readonly A[]): A[] {
  const sorted = acts.slice().sort(compareActs);
  const byId = new Map(sorted.map((act) => [act._id as string, act]));
  const imports = new Map<string, A>();
  for (const act of sorted) {
    if (act.body.kind === 'import-authorization') imports.set(act.body.dossier, act);
  }
  const restsOn = (act: A): readonly (A | undefined)[] =>
    isDossierAct(act) && act.body.kind !== 'import-authorization'
      ? [imports.get(act.body.dossier), byId.get(actReference(act) ?? ''), byId.get(correctedBy(act) ?? '')]
      : [];
  const ordered = new Set<A>();
  const place = (act: A): void => {
    if (ordered.has(act)) return;
    // Ids are content hashes, so references cannot form a circle.
    for (const one of restsOn(act)) if (one) place(one);
    ordered.add(act);
  };
  sorted.forEach(place);
  return Array.from(ordered);
}

function correctedBy({ body }: DossierAct): ActId | undefined {
  return body.kind === 'paper-record' ? body.corrects?.of : undefined;
}

function compareActs(a: Act, b: Act): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (a.body.at === b.body.at) return 0;
  return a.body.at < b.body.at ? -1 : 1;
}

function rank({ body }: Act): number {
  if (isKeyKind(body.kind)) return 0;
  if (body.kind === 'list-confirmation') return 2;
  return isPublishedKind(body.kind) ? 1 : 2;
}
