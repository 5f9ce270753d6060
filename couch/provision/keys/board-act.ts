/** What the root states: acts of the Board, made away from any server and carried to it by hand. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';

/** The root is the Board's and no person's; who was at the ceremony stands in its minutes. */
const BY = { person: 'incb.root', name: 'INCB root key', function: 'Root key of the Board, kept off line' };

/**
 * `seq` is 1 on all of them: the root keeps no count, since files that are carried by hand may be kept back
 * or lost without anybody having taken them away.
 */
export async function stateAsRoot<B extends Body>(
  particulars: { readonly kind: B['kind'] } & Record<string, unknown>,
  key: SigningKey,
  at: Instant
): Promise<Act<B>> {
  const head = { schema: 1, issuer: 'INCB', to: ['*'], seq: { INCB: 1 }, at, by: BY };
  const act = await signBody({ ...head, ...particulars } as unknown as B, key);
  const parsed = parseAct(act);
  if (!parsed.ok) throw new Error(`an act of the root: ${JSON.stringify(parsed.problems)}`);
  return act;
}

export function instantNow(): Instant {
  return new Date().toISOString() as Instant;
}

/** For people at a ceremony, whose computer's clock nobody corrects: minutes, and that it is UTC. */
export function toMoment(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
