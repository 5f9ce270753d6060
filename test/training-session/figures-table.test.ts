import { expect, test } from 'vitest';
import { NO_EVALUATIONS, type EvaluationSum } from '#lib/domain/training/evaluation.ts';
import { tallySession } from '#lib/domain/training/tally.ts';
import { foldAttendance } from '#lib/domain/training/attendance.ts';
import { figuresTables } from '#lib/training-session/figures-table.ts';
import { csvOf } from '#lib/ui/file/file-table.ts';
import { aMark, aSession } from '../samples/training.ts';

const present = foldAttendance(['au.officer', 'au.admin', 'ke.admin'].map((one) => aMark(one)));
const evaluation: EvaluationSum = { count: 6, sums: { useful: 27, clear: 24, pace: 18, again: 30 } };
const tallies = [
  tallySession(aSession(), present, evaluation, 6),
  tallySession(aSession({ language: 'fr' }), foldAttendance([aMark('ke.officer')]), NO_EVALUATIONS, 0)
];

test('the file of training figures counts by country first, and says of no country what its people thought', () => {
  const [byCountry] = figuresTables(tallies, false);
  expect(byCountry?.rows).toEqual([
    ['AU', 'Australia', 1, 2],
    ['KE', 'Kenya', 2, 2]
  ]);
  expect(csvOf(byCountry!)).toContain('"KE","Kenya","2","2"');
});

test('by region, language and month it has the means of whole sessions, and for a country none', () => {
  const [, , byLanguage] = figuresTables(tallies, false);
  expect(byLanguage?.rows).toEqual([
    ['English', 1, 3, 2, 6, 4.5, 4, 3, 5],
    ['Français', 1, 1, 1, 0, null, null, null, null]
  ]);
  const widths = figuresTables(tallies, true).map(({ head }) => head.length);
  expect(widths).toEqual([4, 4, 4, 4]);
});
