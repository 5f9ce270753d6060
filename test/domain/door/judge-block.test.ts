import { expect, test } from 'vitest';
import { blockId, type Block } from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import { judgeBlock, type BlockContext } from '#lib/domain/door/blocks.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';

const DESK = 'D'.repeat(43) as KeyId;
const LAPTOP = 'L'.repeat(43) as KeyId;

function aBlock(first: number, over: Partial<Block> = {}): Block {
  const range = { kind: 'import-authorization', year: 2026, first, last: first + BLOCK_SIZE - 1 } as const;
  return {
    ...{ _id: blockId(range), schema: 1, ...range, device: DESK, office: 'Desk 1' },
    ...{ claimedAt: '2026-11-20T08:00:00.000Z' as Instant, claimedBy: 'au.officer', ...over }
  };
}

/** The desk is certified for the officer; nothing else is. */
const context: BlockContext = {
  country: 'AU' as CountryCode,
  used: new Map(),
  trust: {
    standingsOf: (key) => {
      const holder = { authority: 'AU', person: 'au.officer' };
      return key === DESK ? ([{ certificate: { body: { holder } } }] as never) : [];
    }
  }
};

const codesOf = (block: Block, known: readonly Block[] = []): string[] =>
  judgeBlock(block, known, context).map(({ code }) => code);

test('a block that is free, close behind the others and of a certified device is taken back', () => {
  expect(codesOf(aBlock(1))).toEqual([]);
  expect(codesOf(aBlock(51), [aBlock(1)])).toEqual([]);
});

test('what is here already is in order, and a range in which another lies is not', () => {
  expect(codesOf(aBlock(1), [aBlock(1)])).toEqual([]);
  expect(codesOf(aBlock(1), [aBlock(1, { device: LAPTOP })])).toEqual(['door.block.taken']);
  expect(codesOf(aBlock(26), [aBlock(1)])).toEqual(['door.block.taken']);
});

test('a device that was never certified for who claims has no numbers', () => {
  expect(codesOf(aBlock(1, { device: LAPTOP }))).toEqual(['block.device.notCertified']);
  expect(codesOf(aBlock(1, { claimedBy: 'au.other' }))).toEqual(['block.device.notCertified']);
});

test('nobody runs through a year’s numbers: neither far ahead nor with many unused', () => {
  expect(codesOf(aBlock(1 + 21 * BLOCK_SIZE))).toEqual(['door.block.farAhead']);
  const many = Array.from({ length: 20 }, (_, at) => aBlock(1 + at * BLOCK_SIZE));
  expect(codesOf(aBlock(1 + 20 * BLOCK_SIZE), many)).toEqual(['block.enoughLeft']);
});
