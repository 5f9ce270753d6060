/** The board of a trial as a device shows it. */
import { expect, test } from 'vitest';
import type { ActKind, ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { agreedAt, foldTrial } from '#lib/domain/partners/trial.ts';
import type { TrialStore } from '#lib/partners/read-trials.ts';
import { boardOf } from '#lib/partners/trial-board.ts';
import { aClosedTrade, anImportAuthorization } from '../samples/acts.ts';
import { aProposal, anAnswer, aResult } from '../samples/trials.ts';

const asAt = '2026-11-02' as CalendarDate;
const proposal = aProposal();
const [ours, theirs] = [aResult(proposal._id, 'AU', { asAt }), aResult(proposal._id, 'CH', { asAt })];
const late = anImportAuthorization({
  at: '2026-11-02T09:00:00.000Z',
  over: { number: 'AU-I-2026-000777-00', issuedOn: '2026-10-20' }
});
const held = [...aClosedTrade(), late];
const store = {
  actsOf: (kind: ActKind) => held.filter(({ body }) => body.kind === kind),
  counts: () => true,
  person: null
} as TrialStore;

function boardWith(...results: readonly ActOf<'trial-result'>[]): readonly string[] {
  const trial = foldTrial(proposal._id, [proposal, anAnswer(proposal._id), ...results])!;
  return boardOf(store, trial, asAt).map(({ dossier }) => dossier.number);
}

test('what is stated after both have signed is no part of what they signed, on the same day either', () => {
  expect(boardWith(ours)).toContain('AU-I-2026-000777-00');
  expect(boardWith(ours, theirs)).toHaveLength(1);
  expect(boardWith(ours, theirs)).not.toContain('AU-I-2026-000777-00');
});

test('both have signed when the later of the two has', () => {
  const at = (...results: readonly ActOf<'trial-result'>[]) =>
    agreedAt(foldTrial(proposal._id, [proposal, anAnswer(proposal._id), ...results])!);
  expect(at(ours)).toBeNull();
  expect(at(theirs, ours)).toBe('2026-11-02T08:00:01.000Z');
});
