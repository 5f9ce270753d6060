/**
 * argon2id with OWASP's parameters (19 MiB, two passes). Two at a time, so that a flood of sign-ins takes
 * neither the memory nor the threads that LevelDB needs; and the same work for a person nobody knows.
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

/** `held` is null for a person who is not there: the work is done all the same, and the answer is no. */
export async function isPassword(held: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const against = held ?? (await decoy);
  const matches = await inTurn(() => verify(against, password));
  return held !== null && matches;
}
