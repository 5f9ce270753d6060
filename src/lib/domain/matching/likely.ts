/**
 * Similarities between unmatched export authorizations and import authorizations of two countries. Acts never change,
 * so each pair is compared only once.
 */
import type { ActOf } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import { findLikely, type Candidate } from './candidates.ts';
import type { Habit } from './habits.ts';

type ExportAct = ActOf<'export-authorization'>;
type ImportAct = ActOf<'import-authorization'>;

const NONE: readonly ImportAct[] = [];

export class Likely {
  /** By export authorization, compared with all of `#imports` under `#habits`. */
  #found = new Map<ActId, readonly Candidate[]>();
  #imports = new Set<ActId>();
  #habits = '';

  read(
    strays: readonly ExportAct[],
    imports: readonly ImportAct[],
    habits: readonly Habit[]
  ): (stray: ExportAct) => readonly Candidate[] {
    const before = this.#keepIfSame(imports, habits);
    const all = bySubstance(imports);
    const fresh = bySubstance(imports.filter(({ _id }) => !this.#imports.has(_id)));
    this.#found = new Map();
    for (const stray of strays) {
      const kept = before.get(stray._id);
      const likely = findLikely(stray, (kept ? fresh : all)(stray), habits);
      this.#found.set(stray._id, kept ? kept.concat(likely) : likely);
    }
    this.#imports = new Set(imports.map(({ _id }) => _id));
    return ({ _id }) => this.#found.get(_id) ?? [];
  }

  /** A removed act or a new habit, both rare, repeats all comparisons. */
  #keepIfSame(
    imports: readonly ImportAct[],
    habits: readonly Habit[]
  ): ReadonlyMap<ActId, readonly Candidate[]> {
    const told = habits.map(({ learntFrom, meant }) => `${learntFrom} ${meant}`).join();
    const here = new Set(imports.map(({ _id }) => _id));
    const isSame = told === this.#habits && Array.from(this.#imports).every((id) => here.has(id));
    this.#habits = told;
    if (isSame) return this.#found;
    this.#imports = new Set();
    return new Map();
  }
}

/** Other goods can never be linked, so they are skipped. */
function bySubstance(imports: readonly ImportAct[]): (stray: ExportAct) => readonly ImportAct[] {
  const groups = new Map<string, ImportAct[]>();
  for (const act of imports)
    for (const substance of new Set(act.body.lines.map((line) => line.substance as string))) {
      const group = groups.get(substance);
      if (group) group.push(act);
      else groups.set(substance, [act]);
    }
  return ({ body }) => {
    const [first] = body.lines;
    return first ? (groups.get(first.substance) ?? NONE) : imports;
  };
}
