/**
 * argon2id with OWASP's parameters (19 MiB, two passes). Two run at a time, so that a flood of sign-ins leaves LevelDB
 * its memory and threads.
 */
import { hash, verify } from '@node-rs/argon2';

const OPTIONS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
const MAX_AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) await new Promise<void>((resume) => waiting.push(resume));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, OPTIONS));
}

let decoy: Promise<string> | null = null;

/** Null for an unknown person: the work is done, and the answer is false. */
export async function isPassword(held: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const against = held ?? (await decoy);
  const matches = await inTurn(() => verify(against, password));
  return held !== null && matches;
}
