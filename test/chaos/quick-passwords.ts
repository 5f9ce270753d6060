/** `@node-rs/argon2` without its work: nobody guesses a password in a simulation. */
import { createHash } from 'node:crypto';

export async function hash(password: string): Promise<string> {
  return createHash('sha256').update(password).digest('hex');
}

export async function verify(stored: string, password: string): Promise<boolean> {
  return (await hash(password)) === stored;
}
