/**
 * Number blocks that are brought back: by the devices of a country whose database was restored from a
 * backup, and by a national server that claims them for its country. A range is one device's for ever
 * (invariant 7), so what another device holds meanwhile stays that one's.
 */
import type { Keyring } from '#lib/crypto/keyring.ts';
import {
  BLOCK_SIZE,
  nextBlock,
  parseBlock,
  remainingIn,
  type Block
} from '#lib/domain/authorization/block.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { LongWork } from '../bounds/long-work.ts';

export interface BlockContext {
  readonly country: CountryCode;
  readonly keyring: Keyring;
  /** Numbers that the country's authorizations bear. */
  readonly used: ReadonlyMap<string, ActId>;
}

/** So that nobody runs through a year's numbers: what comes back comes close behind what is here. */
const FARTHEST_AHEAD = 20 * BLOCK_SIZE;
/** Numbers of one device, kind and year that bear no act yet. */
const MOST_UNUSED = 20 * BLOCK_SIZE;

/** In order of their ranges; each is judged with those before it. `held` is what the database has. */
export async function judgeBlocks(
  documents: readonly object[],
  held: readonly Block[],
  context: BlockContext
): Promise<Map<object, readonly Problem[]>> {
  const outcome = new Map<object, readonly Problem[]>();
  const known = [...held];
  const work = new LongWork();
  for (const document of [...documents].sort(byId)) {
    await work.yieldWhenDue();
    const parsed = parseBlock(document);
    const problems = parsed.ok ? judgeBlock(parsed.value, known, context) : parsed.problems;
    outcome.set(document, problems);
    if (parsed.ok && problems.length === 0) known.push(parsed.value);
  }
  return outcome;
}

export function judgeBlock(block: Block, known: readonly Block[], context: BlockContext): readonly Problem[] {
  const { country, keyring, used } = context;
  const { kind, year, device } = block;
  const inRange = known.filter((one) => one.kind === kind && one.year === year);
  if (inRange.some((one) => isSameBlock(one, block))) return [];
  const values = { first: block.first, last: block.last };
  if (inRange.some((one) => one.first <= block.last && block.first <= one.last))
    return [{ code: 'door.block.taken', path: '_id', values }];
  if (!isCertified(block, country, keyring)) return [{ code: 'block.device.notCertified', path: 'device' }];
  const next = nextBlock(known, kind, year);
  if (!next.ok) return next.problems;
  if (block.first > next.value.first + FARTHEST_AHEAD)
    return [{ code: 'door.block.farAhead', path: 'first', values }];
  const left = remainingIn([...known, block], used.keys(), { country, kind, year, device });
  return left > MOST_UNUSED ? [{ code: 'block.enoughLeft', values: { left } }] : [];
}

export function isSameBlock(a: Block, b: Block): boolean {
  return (
    a._id === b._id &&
    a.last === b.last &&
    a.device === b.device &&
    a.claimedAt === b.claimedAt &&
    a.claimedBy === b.claimedBy
  );
}

/** A key that was withdrawn since had its numbers all the same, and no other may have them. */
function isCertified({ device, claimedBy }: Block, country: CountryCode, { trust }: Keyring): boolean {
  return trust.standingsOf(device).some(({ certificate }) => {
    const holder = certificate?.body.holder;
    return holder?.authority === country && holder.person === claimedBy;
  });
}

function byId(a: object, b: object): number {
  return String((a as { _id?: unknown })._id) < String((b as { _id?: unknown })._id) ? -1 : 1;
}
