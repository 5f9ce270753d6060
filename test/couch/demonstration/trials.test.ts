/** The demonstration's trials are what two authorities' devices make of the acts: one agreed, one that waits for Switzerland. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { judgeAct } from '#lib/domain/door/door.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { foldTrials, isTrialAct, type Trial, type TrialAct } from '#lib/domain/partners/trial.ts';
import { trialFigures, trialItems } from '#lib/domain/partners/trial-figures.ts';
import { writeWorld, type WrittenWorld } from './written.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;

let world: WrittenWorld;
beforeAll(async () => {
  world = await writeWorld(NOW);
});

function heldIn(name: string): readonly TrialAct[] {
  return (world.byDatabase.get(name) ?? []).filter(isTrialAct);
}

function trialsIn(name: string): readonly Trial[] {
  return foldTrials(heldIn(name));
}

describe('the trials of the demonstration', () => {
  test('are the same at both, the one that was agreed first in the list', () => {
    const [agreed, proposed] = trialsIn('country-au');
    expect([agreed?.state, proposed?.state]).toEqual(['agreed', 'proposed']);
    expect([agreed?.proposer, proposed?.proposer]).toEqual(['CH', 'AU']);
    expect(trialsIn('country-ch')).toEqual(trialsIn('country-au'));
  });

  test('come to figures that each side counts from what it holds, with something agreed and something open', () => {
    const agreed = trialsIn('country-au')[0]!;
    const [{ asAt, figures }] = agreed.results as [Trial['results'][number]];
    for (const name of ['country-au', 'country-ch']) {
      const acts = (world.byDatabase.get(name) ?? []).filter(isDossierAct);
      expect(trialFigures(agreed, trialItems(agreed, acts, asAt))).toEqual(figures);
    }
    for (const state of ['agreed', 'open'] as const)
      expect(
        figures.reduce((sum, one) => sum + one[state], 0),
        state
      ).toBeGreaterThan(0);
  });

  test('pass the door of whoever states them', () => {
    const stated: TrialAct[] = [];
    const acts = [...heldIn('country-au')].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
    expect(acts).toHaveLength(5);
    for (const act of acts) {
      const context = {
        ...{ now: act.body.at, verification: { verdict: 'good' } as const, demonstration: true },
        ...{
          blocks: new BlockShelf(),
          numberHolder: null,
          dossier: [],
          trial: [...stated]
        }
      };
      expect(judgeAct(act, context), act._id).toEqual([]);
      stated.push(act);
    }
  });
});
