/** PouchDB's own walks throw for a missing revision. */
import { Revisions, type KnownRevisions } from '#lib/domain/door/pick-versions.ts';
import { countsWrites, type Database, type Pause } from './contract.ts';
import { isStatus } from './document.ts';

type RevisionNode = readonly [
  hash: string,
  about: { readonly status?: string; readonly deleted?: boolean },
  after: readonly RevisionNode[]
];

/** `pos`: the generation of its first known revision. */
interface RevisionBranch {
  readonly pos: number;
  readonly ids: RevisionNode;
}

type Told<T> = (error: unknown, found?: T) => void;

interface StoredRevision {
  readonly document: { readonly _id: string; readonly _rev: string };
  readonly tree: readonly RevisionBranch[];
}

/** Internal methods of PouchDB's LevelDB adapter; the public ones throw or read everything twice. */
interface Level {
  readonly taskqueue: { readonly isReady: boolean };
  readonly _closed?: boolean;
  _getRevisionTree(id: string, told: Told<readonly RevisionBranch[]>): void;
  _get(
    id: string,
    options: { readonly rev?: string },
    told: Told<{
      readonly doc: StoredRevision['document'];
      readonly metadata: { readonly rev_tree: readonly RevisionBranch[] };
    }>
  ): void;
}

export async function readRevisionTree(database: Database, id: string): Promise<readonly RevisionBranch[]> {
  const level = await openLevel(database);
  return (await found<readonly RevisionBranch[]>((told) => level._getRevisionTree(id, told))) ?? [];
}

/** The winning one if none is given. Null if it is missing. */
export async function readRevision(
  database: Database,
  id: string,
  rev: string | undefined
): Promise<StoredRevision | null> {
  const level = await openLevel(database);
  const read = await found<Parameters<Parameters<Level['_get']>[2]>[1]>((told) =>
    level._get(id, rev === undefined ? {} : { rev }, told)
  );
  return read ? { document: read.doc, tree: read.metadata.rev_tree } : null;
}

/** An opening store has nothing to read, and in a closed one everything would be missing. */
async function openLevel(database: Database): Promise<Level> {
  const level = database as Database & Level;
  if (!level.taskqueue.isReady || level._closed) await database.info();
  return level;
}

function found<T>(ask: (told: Told<T>) => void): Promise<T | null> {
  return new Promise((resolve, reject) =>
    ask((error, read) => {
      if (error && !isStatus(error, 404)) reject(error as Error);
      else resolve(read ?? null);
    })
  );
}

interface Step {
  readonly pos: number;
  readonly ids: RevisionNode;
  readonly before: Step | null;
}

export interface FoundRevision {
  readonly leaf: string;
  readonly history: { readonly start: number; readonly ids: readonly string[] };
}

export type FindRevision = (revision: string) => FoundRevision | null;

export function finderIn(tree: readonly RevisionBranch[]): FindRevision {
  const steps = new Map<string, Step[]>();
  for (const step of walk(tree)) {
    const same = steps.get(step.ids[0]);
    if (same) same.push(step);
    else steps.set(step.ids[0], [step]);
  }
  return (revision) => {
    const [generation, hash = ''] = revision.split('-', 2);
    return tell(steps.get(hash)?.find(({ pos }) => String(pos) === generation));
  };
}

export function findIn(tree: readonly RevisionBranch[], revision: string): FoundRevision | null {
  const [generation, hash] = revision.split('-', 2);
  for (const step of walk(tree))
    if (step.ids[0] === hash && String(step.pos) === generation) return tell(step);
  return null;
}

function tell(step: Step | undefined): FoundRevision | null {
  if (step === undefined) return null;
  return { leaf: leafAfter(step), history: { start: step.pos, ids: hashesUpTo(step) } };
}

function* walk(tree: readonly RevisionBranch[]): Generator<Step, void> {
  const open: Step[] = tree.map((branch) => ({ ...branch, before: null }));
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    yield step;
    for (const ids of step.ids[2]) open.push({ pos: step.pos + 1, ids, before: step });
  }
}

function leafAfter({ pos, ids }: Step): string {
  let [generation, [hash, , after]] = [pos, ids];
  for (let next = after[0]; next !== undefined; next = after[0]) {
    generation++;
    [hash, , after] = next;
  }
  return `${generation}-${hash}`;
}

function hashesUpTo(last: Step): string[] {
  const hashes: string[] = [];
  for (let step: Step | null = last; step !== null; step = step.before) hashes.push(step.ids[0]);
  return hashes;
}

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

/** Finds what a push would replace: one read per id in the embedded engine, one request per hundred of CouchDB. */
const ASKED_AT_ONCE = 100;

/** If CouchDB lists at most `few` leaves, all count as open, since finding tombstones costs a request per document. */
export async function readKnownRevisions(
  database: Database,
  ids: readonly string[],
  few: number,
  pause: Pause = () => Promise.resolve()
): Promise<Map<string, KnownRevisions>> {
  const known = new Map<string, KnownRevisions>();
  if (countsWrites(database))
    for (const id of ids) {
      noteTree(known, id, await readRevisionTree(database, id));
      await pause();
    }
  else
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE)
      await askCouchdb(known, database, ids.slice(at, at + ASKED_AT_ONCE), few);
  return known;
}

function noteTree(known: Map<string, KnownRevisions>, id: string, tree: readonly RevisionBranch[]): void {
  if (tree.length === 0) return;
  const [leaves, open, all] = [new Set<string>(), new Set<string>(), new Revisions()];
  const ahead = tree.map(({ pos, ids }) => ({ generation: pos, node: ids }));
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { generation, node } = next;
    const [hash, { deleted }, children] = node;
    all.add(generation, hash);
    for (const child of children) ahead.push({ generation: generation + 1, node: child });
    if (children.length > 0) continue;
    const revision = `${generation}-${hash}`;
    leaves.add(revision);
    if (!deleted) open.add(revision);
  }
  known.set(id, { leaves, open, all });
}

/**
 * CouchDB cannot list revisions before the leaves without bodies. The door bounds leaves and `_revs_limit`
 * (`revisionsOf`) bounds history. The work runs in CouchDB and not on our thread.
 */
async function askCouchdb(
  known: Map<string, KnownRevisions>,
  database: Database,
  ids: readonly string[],
  few: number
): Promise<void> {
  const { results } = await database.changes({
    doc_ids: [...ids],
    style: 'all_docs',
    limit: ids.length,
    batch_size: ids.length
  });
  for (const { id, changes } of results) {
    const leaves = new Set(changes.map(({ rev }) => rev));
    const open = leaves.size <= few ? leaves : await readOpenLeaves(database, id);
    known.set(id, { leaves, open, all: Revisions.of(leaves) });
  }
}

async function readOpenLeaves(database: Database, id: string): Promise<ReadonlySet<string>> {
  try {
    const { _rev, _conflicts = [] } = await database.get(id, { conflicts: true });
    return new Set([_rev, ..._conflicts]);
  } catch (error) {
    if (isStatus(error, 404)) return new Set();
    throw error;
  }
}
