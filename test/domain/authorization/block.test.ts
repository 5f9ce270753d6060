import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blockId,
  isRenewalDue,
  nextBlock,
  nextNumber,
  parseBlock,
  remainingIn,
  type Block,
  type BlockRange
} from '#lib/domain/authorization/block.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';

const KIND = 'import-authorization';
const country = 'AU' as CountryCode;
const desk = 'd'.repeat(43) as KeyId;
const laptop = 'l'.repeat(43) as KeyId;
const query = { country, kind: KIND, year: 2026, device: desk } as const;

function aBlock(range: BlockRange, device: KeyId = desk): Block {
  const claim = {
    office: 'Canberra',
    claimedAt: '2026-01-05T08:00:00.000Z' as Instant,
    claimedBy: 'au.officer'
  };
  return { _id: blockId(range), schema: 1, ...range, device, ...claim };
}

const range = (first: number, last: number): BlockRange => ({ kind: KIND, year: 2026, first, last });
const number = (serial: number): string => formatNumber({ country, kind: KIND, year: 2026, serial });

describe('number block', () => {
  test('is parsed when its id names its own range, and not otherwise', () => {
    const block = aBlock(range(51, 100));
    expect(unwrap(parseBlock({ ...block, _rev: '1-a' }))).toMatchObject(block);
    for (const wrong of [
      { ...block, first: 1 },
      { ...block, last: 50 },
      { ...block, last: 5000 },
      { ...block, schema: 2 },
      { ...block, device: 'short' },
      { ...block, claimedAt: 'yesterday' },
      null
    ]) {
      expect(parseBlock(wrong)).toMatchObject({ ok: false, problems: [{ code: 'block.malformed' }] });
    }
  });

  test('the first block of a year begins at 1 and holds 50 numbers', () => {
    expect(unwrap(nextBlock([], KIND, 2026))).toEqual(range(1, 50));
    expect(unwrap(nextBlock([{ ...range(1, 50), year: 2025 }], KIND, 2026))).toEqual(range(1, 50));
    expect(unwrap(nextBlock([{ ...range(1, 50), kind: 'export-authorization' }], KIND, 2026)).first).toBe(1);
  });

  test('a year can be full', () => {
    expect(unwrap(nextBlock([range(999900, 999980)], KIND, 2026))).toEqual(range(999981, 999999));
    expect(nextBlock([range(999900, 999999)], KIND, 2026)).toMatchObject({
      ok: false,
      problems: [{ code: 'block.yearFull' }]
    });
  });

  test('the next number is the lowest that is not used, across blocks', () => {
    const blocks = [aBlock(range(101, 150)), aBlock(range(1, 2))];
    expect(unwrap(nextNumber(blocks, new Set(), query))).toBe(number(1));
    expect(unwrap(nextNumber(blocks, new Set([number(1), number(2)]), query))).toBe(number(101));
  });

  test('without a block, and with a used-up one, the officer is told so', () => {
    const used = new Set([number(1), number(2)]);
    const codeOf = (blocks: readonly Block[]): unknown => {
      const result = nextNumber(blocks, used, query);
      return result.ok ? null : result.problems[0]?.code;
    };
    expect(codeOf([])).toBe('block.none');
    expect(codeOf([aBlock(range(1, 2), laptop)])).toBe('block.none');
    expect(codeOf([aBlock(range(1, 2))])).toBe('block.exhausted');
  });

  test('renewal is proposed below ten numbers', () => {
    const used = new Set(Array.from({ length: 40 }, (_, i) => number(i + 1)));
    expect(remainingIn([aBlock(range(1, 50))], used, query)).toBe(10);
    expect(isRenewalDue(10)).toBe(false);
    expect(isRenewalDue(9)).toBe(true);
  });

  test('two devices that claim and issue in any order never use a number twice', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (moves) => {
        const blocks: Block[] = [];
        const used: string[] = [];
        for (const [isDesk, claims] of moves) {
          const device = isDesk ? desk : laptop;
          if (claims) blocks.push(aBlock(unwrap(nextBlock(blocks, KIND, 2026, 3)), device));
          // Each device knows only what it issued itself: it is off line.
          const own = new Set(
            used.filter((entry) => entry.startsWith(device)).map((entry) => entry.slice(43))
          );
          const next = nextNumber(blocks, own, { ...query, device });
          if (next.ok) used.push(device + next.value);
        }
        const numbers = used.map((entry) => entry.slice(43));
        expect(new Set(numbers).size).toBe(numbers.length);
      })
    );
  });
});
