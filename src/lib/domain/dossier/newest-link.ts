/** The later of two corrections of one act counts, then the greater id, in any order of arrival. */
import type { ActId } from '../ids.ts';
import type { Correction } from './dossier.ts';

export type Link = Pick<Correction, 'act' | 'of' | 'at'>;

/** The link that counts of the chain that begins with `first`. */
export function newestLink(corrections: readonly Link[], first: ActId): ActId {
  let newest = first;
  for (;;) {
    const [next] = corrections.filter(({ of }) => of === newest).sort(compareLater);
    if (!next) return newest;
    newest = next.act;
  }
}

export function compareLater(a: Link, b: Link): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return a.act > b.act ? -1 : 1;
}
