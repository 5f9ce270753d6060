/**
 * Claims of number blocks (invariant 7). The block's id is the claim: the database takes the first document and refuses
 * the second. A cluster that takes both confirms only one; the other gateway tries the next range.
 */
import type { Person } from '#couch/accounts/accounts.ts';
import type { Claimed } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/keyring.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import {
  blockId,
  nextBlock,
  parseBlock,
  remainingIn,
  type Block,
  type BlockRange
} from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import { isAuthorizationKind, LAST_SERIAL, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { Refusal, refusal } from '../bounds/refusal.ts';
import { readRestoredAt } from '#couch/database/named-database.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';

interface BlockClaim {
  readonly kind: AuthorizationKind;
  readonly year: number;
  readonly device: KeyId;
}

export interface ClaimContext {
  readonly person: Person;
  readonly target: NamedDatabase;
  readonly keyring: Keyring;
  readonly holders: ReadonlyMap<string, ActId>;
  readonly now: Instant;
  claim(block: Block): Promise<Claimed>;
}

/** A cluster with too few nodes confirms nothing, so the caller must come back. */
const MAX_UNCONFIRMED = 5;
const COME_BACK_AFTER = 5;

/** Two blocks of unused numbers are enough. */
const MIN_NUMBERS_LEFT = 2 * BLOCK_SIZE;

export function parseClaim(body: unknown, now: Instant): BlockClaim {
  const { kind, year, device } = isPlainObject(body) ? body : { kind: null, year: null, device: null };
  const thisYear = Number(now.slice(0, 4));
  if (!isAuthorizationKind(kind)) throw refusal(400, 'block.kind.unknown', 'kind');
  // Around the new year a device can be a day ahead or behind.
  if (typeof year !== 'number' || !Number.isInteger(year) || Math.abs(year - thisYear) > 1) {
    throw refusal(400, 'block.year.wrong', 'year');
  }
  return { kind, year, device: parseDevice(device) };
}

export function parseDevice(device: unknown): KeyId {
  if (typeof device !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(device))
    throw refusal(400, 'block.device.malformed', 'device');
  return device as KeyId;
}

export async function claimBlock(claim: BlockClaim, context: ClaimContext): Promise<Block> {
  const office = officeOf(claim.device, context);
  const country = context.person.authority as CountryCode;
  const restoredAt = await readRestoredAt(context.target.database);
  // Lost to another gateway. The asked copy might not show its block yet.
  const lost: Block[] = [];
  for (let unconfirmed = 0; unconfirmed < MAX_UNCONFIRMED;) {
    const blocks = await readBlocks(context.target);
    const left = remainingIn(blocks, context.holders.keys(), { ...claim, country });
    if (left >= MIN_NUMBERS_LEFT) throw new Refusal(409, [{ code: 'block.enoughLeft', values: { left } }]);
    const held = [...blocks, ...lost];
    const range = nextBlock([...held, ...passedOver(held, claim, restoredAt)], claim.kind, claim.year);
    if (!range.ok) throw new Refusal(409, range.problems);
    const block: Block = {
      _id: blockId(range.value),
      schema: 1,
      ...range.value,
      device: claim.device,
      office,
      claimedAt: context.now,
      claimedBy: context.person.id
    };
    const outcome = await context.claim(block);
    if (outcome === 'claimed') return block;
    if (outcome === 'unconfirmed') unconfirmed++;
    lost.push(block);
  }
  throw new Refusal(503, [{ code: 'request.busy' }], COME_BACK_AFTER);
}

/** Numbers; fewer than the door accepts ahead of all others, so that a later restore does not lose their blocks. */
const PASSED_OVER = 10 * BLOCK_SIZE;

/**
 * Devices may hold blocks that they claimed after the copy from which this database was restored. They bring them back, but
 * the first claim can come before them.
 */
function passedOver(
  held: readonly Block[],
  { kind, year }: BlockClaim,
  restoredAt: Instant | null
): readonly BlockRange[] {
  const isOfYear = (one: Block): boolean => one.kind === kind && one.year === year;
  // In December the first blocks of the next year are claimed.
  const mayLack = restoredAt !== null && restoredAt >= `${year - 1}-12`;
  if (!mayLack || held.some((one) => isOfYear(one) && one.claimedAt >= restoredAt)) return [];
  const next = nextBlock(held, kind, year, PASSED_OVER);
  return next.ok && next.value.last < LAST_SERIAL ? [next.value] : [];
}

/** The certificate makes the device this person's. */
export function officeOf(
  device: KeyId,
  { person, keyring, now }: Pick<ClaimContext, 'person' | 'keyring' | 'now'>
): string {
  const { trust } = keyring;
  const end = trust.withdrawnFrom(device, person.authority);
  const standing = trust.standingsOf(device).find(({ certificate }) => {
    const body = certificate?.body;
    const isHis = body?.holder.person === person.id && body.holder.authority === person.authority;
    return isHis && body.validFrom <= now && now < body.validUntil && (end === null || now < end);
  });
  if (!standing?.certificate) throw refusal(403, 'block.device.notCertified', 'device');
  return standing.certificate.body.holder.device;
}

async function readBlocks({ database }: NamedDatabase): Promise<Block[]> {
  const { rows } = await database.allDocs({ startkey: 'block:', endkey: 'block:\ufff0', include_docs: true });
  return rows.flatMap((row) => {
    const block = parseBlock(row.doc);
    return block.ok ? [block.value] : [];
  });
}
