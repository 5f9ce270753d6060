/**
 * argon2id with OWASP's parameters (19 MiB, two passes). Two run at a time, so that a flood of sign-ins leaves LevelDB
 * its memory and threads.
 */
import { hash, verify } from '@node-rs/argon2';
import { Semaphore } from '#couch/base/turns.ts';

const OPTIONS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
const turns = new Semaphore(2);

export function hashPassword(password: string): Promise<string> {
  return turns.pass(() => hash(password, OPTIONS));
}

let decoy: Promise<string> | null = null;

/** Null for an unknown person: the same work is done. */
export async function isPassword(held: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const against = held ?? (await decoy);
  const matches = await turns.pass(() => verify(against, password));
  return held !== null && matches;
}
