/**
 * Typed on two separated devices. If both changed a field, the later text stays and a person decides (architecture,
 * invariant 4).
 */
import type { AnyDraft, DraftLine, Typed } from './draft.ts';

const PREPARED = 'prepared';

export interface DraftConflict {
  /** `importerName`, `lines.<key>.quantity`, or `lines.<key>` if one side removed a line the other changed. */
  readonly path: string;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export interface MergedDraft<D extends AnyDraft = AnyDraft> {
  readonly draft: D;
  readonly conflicts: readonly DraftConflict[];
}

interface Sides<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

/** Without a common base, differing non-empty texts conflict. */
export function mergeDrafts<D extends AnyDraft>(base: D | null, mine: D, theirs: D): MergedDraft<D> {
  if (mine._id !== theirs._id || mine.kind !== theirs.kind) throw new Error('two different drafts');
  const mineIsLater = isLater(mine, theirs);
  const conflicts: DraftConflict[] = [];
  const merge = (sides: Sides<Typed>, path: string): Typed => mergeTyped(sides, path, mineIsLater, conflicts);
  const fields = merge({ base: base?.fields ?? {}, mine: mine.fields, theirs: theirs.fields }, '');
  const lines = mergeLines(
    { base: base?.lines ?? [], mine: mine.lines, theirs: theirs.lines },
    mineIsLater,
    merge,
    conflicts
  );
  const later = mineIsLater ? mine : theirs;
  const demonstration = mine.demonstration ?? theirs.demonstration;
  const draft: D = { ...later, fields, lines, ...(demonstration ? { demonstration } : {}) };
  return { draft, conflicts: conflicts.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Same result on both devices: by instant, device, then text. */
function isLater(mine: AnyDraft, theirs: AnyDraft): boolean {
  if (mine.updatedAt !== theirs.updatedAt) return mine.updatedAt > theirs.updatedAt;
  if (mine.device !== theirs.device) return mine.device > theirs.device;
  return JSON.stringify([mine.fields, mine.lines]) >= JSON.stringify([theirs.fields, theirs.lines]);
}

function mergeTyped(
  sides: Sides<Typed>,
  path: string,
  mineIsLater: boolean,
  conflicts: DraftConflict[]
): Typed {
  const merged: Record<string, string> = {};
  const names = new Set([...Object.keys(sides.mine), ...Object.keys(sides.theirs)]);
  for (const name of [...names].sort()) {
    const base = sides.base[name] ?? '';
    const mine = sides.mine[name] ?? '';
    const theirs = sides.theirs[name] ?? '';
    if (mine === theirs || theirs === base) merged[name] = mine;
    else if (mine === base) merged[name] = theirs;
    else {
      merged[name] = mineIsLater ? mine : theirs;
      // A signature of who prepared the draft is no text to choose; it is checked against the content.
      if (name !== PREPARED) conflicts.push({ path: path + name, base, mine, theirs });
    }
  }
  return merged;
}

function mergeLines(
  sides: Sides<readonly DraftLine[]>,
  mineIsLater: boolean,
  merge: (sides: Sides<Typed>, path: string) => Typed,
  conflicts: DraftConflict[]
): readonly DraftLine[] {
  const base = linesByKey(sides.base);
  const mine = linesByKey(sides.mine);
  const theirs = linesByKey(sides.theirs);
  const merged: DraftLine[] = [];
  for (const key of orderOfKeys(
    mineIsLater ? sides.mine : sides.theirs,
    mineIsLater ? sides.theirs : sides.mine
  )) {
    const one = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
    if (one.mine && one.theirs) {
      const fields = { base: one.base ?? {}, mine: one.mine, theirs: one.theirs };
      merged.push({ key, fields: merge(fields, `lines.${key}.`) });
      continue;
    }
    const left = one.mine ?? one.theirs ?? {};
    if (one.base && isSameTyped(one.base, left)) continue;
    merged.push({ key, fields: left });
    if (one.base) conflicts.push(removedLineConflict(key, one));
  }
  return merged;
}

/** A line removed on one side and edited on the other stays until a person decides. */
function removedLineConflict(key: string, one: Sides<Typed | undefined>): DraftConflict {
  const write = (fields: Typed | undefined): string => (fields ? JSON.stringify(fields) : '');
  return { path: `lines.${key}`, base: write(one.base), mine: write(one.mine), theirs: write(one.theirs) };
}

function orderOfKeys(later: readonly DraftLine[], earlier: readonly DraftLine[]): readonly string[] {
  return [...new Set([...later, ...earlier].map((line) => line.key))];
}

function linesByKey(lines: readonly DraftLine[]): ReadonlyMap<string, Typed> {
  return new Map(lines.map((line) => [line.key, line.fields]));
}

function isSameTyped(a: Typed, b: Typed): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? '') === (b[name] ?? ''));
}
