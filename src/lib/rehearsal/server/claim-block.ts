/** Numbers for a device of a rehearsal, like the gateway's: the next range that no device has. */
import { BLOCK_SIZE, blockId, nextBlock, remainingIn, type Block } from '#lib/domain/authorization/block.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { PracticeOffice } from './offices.ts';
import type { PracticeDatabase } from './practice-database.ts';
import { Held, type PracticeDoor } from './practice-door.ts';

export interface BlockClaim {
  readonly kind: AuthorizationKind;
  readonly year: number;
  readonly device: KeyId;
}

export interface ClaimContext {
  readonly office: PracticeOffice;
  readonly own: PracticeDatabase;
  readonly door: PracticeDoor;
  readonly now: Instant;
}

export async function claimBlock(claim: BlockClaim, context: ClaimContext): Promise<Result<Block>> {
  const { office, own, door, now } = context;
  const { person, country, authority } = office;
  const holder = { authority: person.authority, person: person.id };
  const { trust } = await door.keyring(own);
  if (keyStandingOf(trust, claim.device, holder, now).state !== 'certified')
    return refuse({ code: 'block.device.notCertified', path: 'device' });
  const { blocks, holders } = new Held([...(await own.all()).values()]);
  const left = remainingIn(blocks.all(), holders.keys(), { ...claim, country });
  if (left >= 2 * BLOCK_SIZE) return refuse({ code: 'block.enoughLeft', values: { left } });
  const range = nextBlock(blocks.all(), claim.kind, claim.year);
  if (!range.ok) return range;
  const made = { device: claim.device, office: authority.name, claimedAt: now, claimedBy: person.id };
  const block: Block = { _id: blockId(range.value), schema: 1, ...range.value, ...made };
  await own.put({ ...block });
  return accept(block);
}
