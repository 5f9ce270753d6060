/** A database's changes over a feed that is cut, by a clock of the test: cuts are hours apart. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveChanges } from '#couch/database/live-changes.ts';
import type { Database } from '#couch/engine/engine.ts';

const AN_HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a feed that is cut once an hour is begun again at once each time', async () => {
  const feeds: EventEmitter[] = [];
  const changes = (): EventEmitter => {
    const feed = Object.assign(new EventEmitter(), { cancel: () => undefined });
    feeds.push(feed);
    return feed;
  };
  const database = { info: () => Promise.resolve({ update_seq: 1 }), changes } as unknown as Database;
  const live = new LiveChanges({ database, from: 'now', take: () => undefined });
  await live.ready;
  for (let cuts = 1; cuts <= 10; cuts++) {
    await vi.advanceTimersByTimeAsync(AN_HOUR_MS);
    feeds.at(-1)?.emit('error', new Error('cut'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(feeds).toHaveLength(cuts + 1);
  }
  live.stop();
});

test('a feed that cannot be begun is tried less and less often', async () => {
  let tries = 0;
  const info = (): Promise<never> => Promise.reject(new Error(`away ${++tries}`));
  const database = { info } as unknown as Database;
  const live = new LiveChanges({ database, from: 'now', take: () => undefined });
  await live.ready.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(AN_HOUR_MS);
  expect(tries).toBeGreaterThan(100);
  expect(tries).toBeLessThan(150);
  live.stop();
});
