/**
 * Number blocks that are brought back: by the devices of a country whose database was restored from a
 * backup, and by a national server that claims them for its country. A range is one device's for ever
 * (invariant 7), so what another device holds meanwhile stays that one's.
 */
import { BLOCK_SIZE, nextBlock, remainingIn, type Block } from '../authorization/block.ts';
import type { ActId, CountryCode } from '../ids.ts';
import type { Trust } from '../registration/trust.ts';
import type { Problem } from '../result.ts';

export interface BlockContext {
  readonly country: CountryCode;
  readonly trust: Pick<Trust, 'standingsOf'>;
  /** Numbers that the country's authorizations bear. */
  readonly used: ReadonlyMap<string, ActId>;
}

/** So that nobody runs through a year's numbers: what comes back comes close behind what is here. */
const FARTHEST_AHEAD = 20 * BLOCK_SIZE;
/** Numbers of one device, kind and year that bear no act yet. */
const MAX_UNUSED = 20 * BLOCK_SIZE;

/** Nothing where the block is in order, or is here already; `known` are all that the country has. */
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

/** A key that was withdrawn since had its numbers all the same, and no other may have them. */
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
