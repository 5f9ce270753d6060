import { expect, test } from 'vitest';
import { blockId, type Block } from '#lib/domain/authorization/block.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CalendarDate, CountryCode, KeyId } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { Numbers } from '#lib/store/commands/numbers.ts';
import type { Records } from '#lib/store/index/records.ts';
import type { ServerApi } from '#lib/store/server/server-api.ts';

const DEVICE = 'k'.repeat(43) as KeyId;
const TODAY = '2026-06-01' as CalendarDate;

function aBlock(kind: AuthorizationKind, year: number): Block {
  const range = { kind, year, first: 1, last: 50 };
  const claim = {
    device: DEVICE,
    office: '',
    claimedAt: '2026-06-01T08:00:00.000Z',
    claimedBy: 'au.officer'
  };
  return { _id: blockId(range), schema: 1, ...range, ...claim } as Block;
}

/** What a screen that is drawn anew with each change reads of the numbers. */
function follow(answer: (kind: AuthorizationKind, year: number) => Result<unknown>): {
  numbers: Numbers;
  seen: boolean[];
} {
  const shelf = { blocks: new Map<string, Block>(), acts: new Map(), carried: [] };
  const seen: boolean[] = [];
  const look = (): void => queueMicrotask(() => seen.push(numbers.isReserving));
  const records = {
    shelf,
    takeBlock: async (block: Block) => {
      shelf.blocks.set(block._id, block);
      await Promise.resolve();
      look();
    }
  };
  const numbers: Numbers = new Numbers({
    country: 'AU' as CountryCode,
    records: records as unknown as Records,
    api: {
      claimBlock: (kind: AuthorizationKind, year: number) => Promise.resolve(answer(kind, year))
    } as unknown as ServerApi
  });
  numbers.changed = look;
  return { numbers, seen };
}

test('numbers are being reserved until the last kind has its own, and then it is told that they are not', async () => {
  const { numbers, seen } = follow((kind, year) => accept(aBlock(kind, year)));
  await numbers.replenish(TODAY, DEVICE);
  await Promise.resolve();
  expect(numbers.left('export-authorization', TODAY, DEVICE)).toBe(50);
  expect(seen.at(-1)).toBe(false);
  expect(seen.slice(0, -1)).toEqual(seen.slice(0, -1).map(() => true));
  expect(seen.length).toBeGreaterThan(2);
});

test('where the server has none to give, what is left is told to be all; and nothing is told where nothing was asked', async () => {
  const empty = follow(() => refuse({ code: 'line.unreachable' }));
  await empty.numbers.replenish(TODAY, DEVICE);
  await Promise.resolve();
  expect(empty.seen).toEqual([false]);
  const full = follow((kind, year) => accept(aBlock(kind, year)));
  await full.numbers.replenish(TODAY, DEVICE);
  await Promise.resolve();
  full.seen.length = 0;
  await full.numbers.replenish(TODAY, DEVICE);
  await Promise.resolve();
  expect(full.seen).toEqual([]);
});
