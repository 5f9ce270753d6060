/**
 * Matching and folding against the floor: a bare `Map` join of the same rows, which pairs every act with
 * the one that it refers to and does nothing else.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { actReference } from '#lib/domain/dossier/fold-dossier.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import { aClosedTrade } from '../samples/acts.ts';
import { median, round, type Row } from './row.ts';

const RUNS = 7;

/** `count` acts: dossiers of five (issued, answered, exported, shipped, endorsed), shuffled as they might arrive. */
function actsFor(count: number): DossierAct[] {
  const acts: DossierAct[] = [];
  for (let i = 0; acts.length < count; i++) {
    acts.push(...aClosedTrade(`AU-I-2026-${String(i).padStart(6, '0')}-00`));
  }
  let state = 12345;
  for (let i = acts.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const j = state % (i + 1);
    [acts[i], acts[j]] = [acts[j]!, acts[i]!];
  }
  // As they come from a database: each act its own text, no string shared between two of them.
  return acts.slice(0, count).map((act) => JSON.parse(JSON.stringify(act)) as DossierAct);
}

/**
 * Nothing but the join: import authorizations by their reference, everything by its id, then for each act
 * the one that it refers to (an export authorization by what it cites, the others by id), a row each.
 */
function bareJoin(acts: readonly DossierAct[]): number {
  const byReference = new Map<string, DossierAct>();
  const byId = new Map<string, DossierAct>();
  for (const act of acts) {
    byId.set(act._id, act);
    if (act.body.kind === 'import-authorization') byReference.set(act.body.dossier, act);
  }
  const rows: { act: DossierAct; refersTo: DossierAct }[] = [];
  for (const act of acts) {
    const id = actReference(act);
    const refersTo = id === null ? byReference.get(act.body.dossier) : byId.get(id);
    if (refersTo !== undefined && refersTo !== act) rows.push({ act, refersTo });
  }
  return rows.length;
}

function matchAndFold(acts: readonly DossierAct[]): number {
  const index = new DossierIndex();
  index.add(acts);
  let matched = 0;
  index.forEach((dossier) => {
    if (dossier.match === 'matched') matched++;
  });
  return matched;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Each run begins with a collected heap: the litter of the run before is not its own cost. */
function time(work: () => number): number {
  collect();
  const start = performance.now();
  if (work() < 1) throw new Error('nothing was matched');
  return performance.now() - start;
}

function measure(acts: readonly DossierAct[]): { ours: number; bare: number } {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    bare.push(time(() => bareJoin(acts)));
    ours.push(time(() => matchAndFold(acts)));
  }
  return { ours: median(ours), bare: median(bare) };
}

export function benchFold(): Row[] {
  const all = actsFor(100_000);
  measure(all.slice(0, 10_000));
  // Whole dossiers in both: half of the shuffled acts would be dossiers cut in half, which is other work.
  const half = measure(actsFor(50_000));
  const whole = measure(all);
  const growth = round(whole.ours / half.ours);
  return [
    {
      name: 'match and fold 100,000 acts, against a bare Map join',
      ours: round(whole.ours, 1),
      reference: round(whole.bare, 1),
      unit: 'ms',
      ratio: round(whole.ours / whole.bare),
      goal: 3,
      growth
    },
    {
      name: 'match and fold: growth from 50,000 to 100,000 acts',
      ours: growth,
      reference: null,
      unit: 'times',
      ratio: null,
      goal: 2.2,
      growth
    }
  ];
}
