/** `@node-rs/argon2` without its cost: no attacker is simulated. */
import { createHash } from 'node:crypto';

export async function hash(password: string): Promise<string> {
  return createHash('sha256').update(password).digest('hex');
}

export async function verify(stored: string, password: string): Promise<boolean> {
  return (await hash(password)) === stored;
}
