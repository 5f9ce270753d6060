import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { MAX_LIST_BYTES } from '#lib/domain/public-list/public-list.ts';
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

test('an answer without end and without a length is left after eight megabytes, and the held lists stay', async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull: (stream) => {
      sent += 1_000_000;
      stream.enqueue(new Uint8Array(1_000_000));
    }
  });
  const place = { readKept: () => Promise.resolve(null), writeKept: () => Promise.resolve() };
  const ask = (() => Promise.resolve(new Response(endless))) as typeof fetch;
  expect(await updateLists(ask, { place })).toEqual({ ok: false, problems: [{ code: 'list.offline' }] });
  expect(sent).toBeLessThan(2 * MAX_LIST_BYTES);
});
