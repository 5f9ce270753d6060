/**
 * The tree of a document's revisions as the embedded engine keeps it. It is walked here for what somebody else names,
 * since PouchDB's own walks throw for a revision that is not there.
 */
import { isStatus } from './document.ts';
import type { Database } from './pouch.ts';

type RevisionNode = readonly [
  hash: string,
  about: { readonly status?: string; readonly deleted?: boolean },
  after: readonly RevisionNode[]
];

/** From its first known revision on, which is that of generation `pos`. */
export interface RevisionBranch {
  readonly pos: number;
  readonly ids: RevisionNode;
}

type Told = (error: unknown, tree?: readonly RevisionBranch[]) => void;

/** Empty where there is no such document. */
export function readRevisionTree(database: Database, id: string): Promise<readonly RevisionBranch[]> {
  const engine = database as unknown as { _getRevisionTree(id: string, told: Told): void };
  return new Promise((resolve, reject) =>
    engine._getRevisionTree(id, (error, tree) => {
      if (error && !isStatus(error, 404)) reject(error as Error);
      else resolve(tree ?? []);
    })
  );
}

/** The revision itself or one that has replaced it; null where it is not there. */
export function leafOf(tree: readonly RevisionBranch[], revision: string): string | null {
  const open = tree.map((branch) => ({ ...branch, isAfter: false }));
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { pos, ids } = one;
    const [hash, , after] = ids;
    const name = `${pos}-${hash}`;
    const isAfter = one.isAfter || name === revision;
    if (isAfter && after.length === 0) return name;
    for (const next of after) open.push({ pos: pos + 1, ids: next, isAfter });
  }
  return null;
}

/** Those of the asked revisions whose bodies are not there. */
export function missingOf(tree: readonly RevisionBranch[], revisions: readonly string[]): string[] {
  const held = new Set<string>();
  const open = [...tree];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { pos, ids } = one;
    const [hash, about, after] = ids;
    if (about.status === 'available') held.add(`${pos}-${hash}`);
    for (const next of after) open.push({ pos: pos + 1, ids: next });
  }
  return revisions.filter((revision) => !held.has(revision));
}
