import { expect, test } from 'vitest';
import { matchingFirst } from '#lib/register/found-rows.ts';

const LINES = ['Morphine sulfate', 'Codeine phosphate', 'Fentanyl citrate'];

test('the substance that was looked for stands first, the others in the order of the lines', () => {
  expect(matchingFirst(LINES, 'FENTA')).toEqual([
    'Fentanyl citrate',
    'Morphine sulfate',
    'Codeine phosphate'
  ]);
});

test('words that mean a partner or a number leave the order of the lines', () => {
  expect(matchingFirst(LINES, 'ch-2026')).toEqual(LINES);
  expect(matchingFirst(LINES, ' ')).toEqual(LINES);
});
