/** Where two texts differ: what an officer's eye is led to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markDifferences, type Piece } from '#lib/matching/mark-differences.ts';

const marked = (pieces: readonly Piece[]): string[] =>
  pieces.filter(({ isOther }) => isOther).map(({ text }) => text);
const whole = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

test('of a number with one wrong figure that figure alone is marked, on both sides', () => {
  const [ours, theirs] = markDifferences('AU-I-2026-000101-98', 'AU-I-2026-000107-98');
  expect([marked(ours), marked(theirs)]).toEqual([['1'], ['7']]);
});

test('a figure that was left out is marked where it stands, and nothing where it is missing', () => {
  const [ours, theirs] = markDifferences('AU-I-2026-000101-98', 'A-I-2026-000101-98');
  expect([marked(ours), marked(theirs)]).toEqual([['U'], []]);
});

test('what is the same carries no mark', () => {
  const [ours, theirs] = markDifferences('Alpenpharma AG', 'Alpenpharma AG');
  expect([marked(ours), marked(theirs)]).toEqual([[], []]);
});

test('another name altogether is marked as a whole: pieces of it would tell nothing', () => {
  const [ours, theirs] = markDifferences('Southern Cross Hospital', 'Quite Another House');
  expect(marked(ours)).toEqual(['Southern Cross Hospital']);
  expect(marked(theirs)).toEqual(['Quite Another House']);
});

test('in Arabic the word is marked, for a letter by itself would lose its shape', () => {
  const [ours, theirs] = markDifferences('شركة الدواء الحديثة', 'شركة الدواء القديمة');
  expect([marked(ours), marked(theirs)]).toEqual([['الحديثة'], ['القديمة']]);
});

test('where one side has nothing, there is nothing to mark there', () => {
  expect(markDifferences('Sydney', '')).toEqual([[{ text: 'Sydney', isOther: true }], []]);
});

test('no text is lost or added by marking it, however long or odd', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [ours, theirs] = markDifferences(a, b);
      expect([whole(ours), whole(theirs)]).toEqual([a, b]);
    })
  );
  const long = 'An address that fills the page. '.repeat(400);
  const [ours, theirs] = markDifferences(long, `${long}x`);
  expect([whole(ours), whole(theirs)]).toEqual([long, `${long}x`]);
});
