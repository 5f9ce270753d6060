/** The lists that the server sent count in a browser that keeps nothing, as in a private window. */
import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { updateLists } from '#lib/verify/lists.ts';
import { theAnswer } from './paper-world.ts';

test('a full disk or a private window spoils no answer of the server', async () => {
  const at = '2026-11-28T08:00:00.000Z' as Instant;
  const answer = await theAnswer([], at);
  const place = {
    readKept: () => Promise.resolve(null),
    writeKept: () => Promise.reject(new Error('QuotaExceededError'))
  };
  const ask = (() => Promise.resolve(new Response(answer as BodyInit))) as typeof fetch;
  const updated = await updateLists(ask, { place });
  expect(updated.ok && updated.value.at).toBe(at);
});
