/**
 * Number blocks that return after a restore, or from a national server that claims for its country. A range belongs to
 * one device for ever (invariant 7).
 */
import { BLOCK_SIZE, nextBlock, remainingIn, type Block } from '../authorization/block.ts';
import type { ActId, CountryCode } from '../ids.ts';
import type { Trust } from '../registration/trust.ts';
import type { Problem } from '../result.ts';

export interface BlockContext {
  readonly country: CountryCode;
  readonly trust: Pick<Trust, 'standingsOf'>;
  readonly used: ReadonlyMap<string, ActId>;
}

/** Prevents exhausting a year's numbers: a returned block lies close behind the existing ones. */
const FARTHEST_AHEAD = 20 * BLOCK_SIZE;
const MAX_UNUSED = 20 * BLOCK_SIZE;

/** Empty if the block is valid or already here; `known`: all blocks of the country. */
export function judgeBlock(block: Block, known: readonly Block[], context: BlockContext): readonly Problem[] {
  const { country, trust, used } = context;
  const { kind, year, device } = block;
  const inRange = known.filter((one) => one.kind === kind && one.year === year);
  if (inRange.some((one) => isSameBlock(one, block))) return [];
  const values = { first: block.first, last: block.last };
  if (inRange.some((one) => one.first <= block.last && block.first <= one.last))
    return [{ code: 'door.block.taken', path: '_id', values }];
  if (!isCertified(block, country, trust)) return [{ code: 'block.device.notCertified', path: 'device' }];
  const next = nextBlock(known, kind, year);
  if (!next.ok) return next.problems;
  if (block.first > next.value.first + FARTHEST_AHEAD)
    return [{ code: 'door.block.farAhead', path: 'first', values }];
  const left = remainingIn([...known, block], used.keys(), { country, kind, year, device });
  return left > MAX_UNUSED ? [{ code: 'block.enoughLeft', values: { left } }] : [];
}

function isSameBlock(a: Block, b: Block): boolean {
  return (
    a._id === b._id &&
    a.last === b.last &&
    a.device === b.device &&
    a.claimedAt === b.claimedAt &&
    a.claimedBy === b.claimedBy
  );
}

/** A key revoked since still owns its numbers. */
function isCertified(
  { device, claimedBy }: Block,
  country: CountryCode,
  trust: BlockContext['trust']
): boolean {
  return trust.standingsOf(device).some(({ certificate }) => {
    const holder = certificate?.body.holder;
    return holder?.authority === country && holder.person === claimedBy;
  });
}
