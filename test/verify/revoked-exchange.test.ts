/** A list that the holder of a revoked key of the exchange signed, under whatever date, takes no place of a good one. */
import { expect, test } from 'vitest';
import { readAnswer, verifyLists } from '#lib/crypto/public-lists.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { HeldLists } from '#lib/domain/public-list/public-list.ts';
import { AUSTRALIA, entryOf, ROOT, theAnswer, theLists } from './paper-world.ts';

const day = (date: string): Instant => `2026-11-${date}T08:00:00.000Z` as Instant;

test.each([
  ['after the revocation', '20', '10', '15', 'list.forged'],
  ['before it, following a list of after it', '05', '20', '10', 'list.forged'],
  ['before a revocation that is still to come', '12', '10', '15', 'taken']
])('a list dated %s', async (_what, at, heldAt, ended, expected) => {
  const read = readAnswer(await theAnswer([], day(at)), 0, null);
  if (!read.ok) throw new Error(read.problems[0]?.code);
  const { key } = read.value.signed.signature;
  const entry = entryOf(AUSTRALIA.officer, { endedFrom: day(ended) });
  const held: HeldLists = { ...theLists({ at: day(heldAt) }), keys: new Map([[key, entry]]) };
  const verified = await verifyLists({ ...read.value, roots: [ROOT.key.publicKey] }, held);
  expect(verified.ok ? 'taken' : verified.problems[0]?.code).toBe(expected);
});
