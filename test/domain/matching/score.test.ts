/** What `npm run match:score` demands of ten thousand pairs, of fifteen hundred and another seed. */
import { expect, test } from 'vitest';
import type { Cause } from '#lib/domain/matching/causes.ts';
import { generatePairs } from '../../score/generate-pairs.ts';
import { scoreMatching } from '../../score/match-score.ts';

const EVERY: Readonly<Record<Cause['kind'], true>> = {
  ...{ base: true, hydrate: true, form: true, unit: true, gross: true, packs: true },
  ...{ swap: true, sum: true, consignments: true, factor: true, year: true, expired: true }
};
const CAUSES = Object.keys(EVERY);

test('no pair is linked falsely, and what was mistyped finds its way, the same on both sides', () => {
  const score = scoreMatching(1500, 7);
  expect(score.falseHard).toBe(0);
  expect(score.differing).toBe(0);
  expect(score.dressed.all).toBeGreaterThan(100);
  expect(score.dressed.right).toBe(score.dressed.all);
  expect(score.first.all).toBeGreaterThan(100);
  expect(score.first.right / score.first.all).toBeGreaterThanOrEqual(0.95);
  expect(score.others.right).toBe(score.others.all);
  for (const [what, { right, missed, wrong }] of score.classes) {
    const told = right + wrong === 0 ? 1 : right / (right + wrong);
    expect([what, told >= 0.95, right >= missed * 19]).toEqual([what, true, true]);
  }
  for (const [defect, { right, all }] of score.causes)
    expect([defect, right >= all * 0.95]).toEqual([defect, true]);
});

test('every cause that a dossier can name is made', () => {
  const made = new Set(generatePairs(800, 7).map(({ cause }) => cause));
  for (const cause of CAUSES) expect(made).toContain(cause);
});
