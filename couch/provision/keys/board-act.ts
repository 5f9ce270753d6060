/** Acts of the Board, signed by the root away from any server and carried to it by hand. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';

/** The root belongs to the Board, not to a person; the minutes of the ceremony name who was present. */
const BY = { person: 'incb.root', name: 'INCB root key', function: 'Root key of the Board, kept off line' };

/** `seq` is always 1: files carried by hand can be lost, so the root counts nothing. */
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

/** UTC to the minute: no one corrects that computer's clock. */
export function toMoment(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
