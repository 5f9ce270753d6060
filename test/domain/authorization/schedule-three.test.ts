import { describe, expect, test } from 'vitest';
import { isWithinScheduleThree, needsAtropine } from '#lib/domain/authorization/schedule-three.ts';

type Preparation = Parameters<typeof isWithinScheduleThree>[0];

/** `milligrams` of the drug in a tablet, or in a gram or millilitre of an undivided preparation. */
function prepared(
  substance: string,
  milligrams: number,
  unit: 'unit' | 'ml' | 'g',
  { factor = '1', atropine }: { factor?: string; atropine?: number } = {}
): Preparation {
  const size = { per: '1', unit, unitSize: '1', unitsPerPack: 1, packs: 1 };
  const content = { strength: String(Math.round(milligrams * 1000)), ...size };
  const scheduleThree = atropine === undefined ? {} : { atropine: String(atropine * 1000) };
  return { substance, content, factor: { value: factor }, scheduleThree } as never;
}

describe('1961 Schedule III exempts', () => {
  test.each([
    ['codeine up to 100 mg in a dosage unit', prepared('codeine', 100, 'unit'), true],
    ['codeine above 100 mg in a dosage unit', prepared('codeine', 100.1, 'unit'), false],
    ['pholcodine up to 2.5 per cent undivided', prepared('pholcodine', 25, 'ml'), true],
    ['pholcodine above 2.5 per cent undivided', prepared('pholcodine', 25.1, 'ml'), false],
    ['a salt by its base, not by its weight', prepared('codeine', 130, 'unit', { factor: '0.7367' }), true],
    ['dextropropoxyphene up to 135 mg', prepared('dextropropoxyphene', 135, 'unit'), true],
    ['dextropropoxyphene above 135 mg', prepared('dextropropoxyphene', 136, 'unit'), false],
    ['cocaine up to 0.1 per cent', prepared('cocaine', 1, 'g'), true],
    ['cocaine above 0.1 per cent', prepared('cocaine', 1.1, 'g'), false],
    ['morphine up to 0.2 per cent', prepared('morphine', 2, 'ml'), true],
    ['morphine above 0.2 per cent', prepared('morphine', 2.1, 'ml'), false],
    ['morphine in tablets, whose share nothing shows', prepared('morphine', 1, 'unit'), false],
    ['opium by its morphine', prepared('opium', 20, 'g', { factor: '0.1' }), true],
    ['opium with too much morphine', prepared('opium', 21, 'g', { factor: '0.1' }), false],
    ['Dover’s powder with ten per cent of opium', prepared('opium', 100, 'g', { factor: '0.1' }), true],
    [
      'difenoxin with five per cent of atropine sulfate',
      prepared('difenoxin', 0.5, 'unit', { atropine: 0.025 }),
      true
    ],
    ['difenoxin with less of it', prepared('difenoxin', 0.5, 'unit', { atropine: 0.024 }), false],
    ['difenoxin without it', prepared('difenoxin', 0.5, 'unit'), false],
    [
      'diphenoxylate with one per cent of atropine sulfate',
      prepared('diphenoxylate', 2.5, 'unit', { atropine: 0.025 }),
      true
    ],
    ['diphenoxylate with less of it', prepared('diphenoxylate', 2.5, 'unit', { atropine: 0.024 }), false],
    ['fentanyl never', prepared('fentanyl', 0.001, 'unit'), false]
  ])('%s', (_, preparation, isExempt) => {
    expect(isWithinScheduleThree(preparation)).toBe(isExempt);
  });

  test('atropine is only asked about for the two drugs whose limit names it', () => {
    expect(['difenoxin', 'diphenoxylate', 'codeine'].filter(needsAtropine)).toEqual([
      'difenoxin',
      'diphenoxylate'
    ]);
  });
});
