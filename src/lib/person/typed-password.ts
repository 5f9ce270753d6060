/**
 * Whether a passphrase is the password over again. The server never sees a passphrase, and a device knows no password,
 * so the two can be compared only where both were typed into this page: a salted digest of the password that opened
 * the account is kept in memory, and nowhere else, while the tab is open.
 */
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { randomBytes, type Bytes } from '#lib/crypto/bytes.ts';
import type { Problem } from '#lib/domain/result.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/utf8.ts';
import type { Person } from '#lib/store/api.ts';

interface Typed {
  readonly person: string;
  readonly salt: Bytes;
  readonly digest: string;
}

let typed: Typed | undefined;

export function noteTypedPassword(person: string, password: string): void {
  const salt = randomBytes(16);
  typed = { person, salt, digest: digestOf(salt, password) };
}

export function forgetTypedPassword(): void {
  typed = undefined;
}

/** A new passphrase, as the rule has it; nor is it the password, where that was typed here. */
export function judgeNewPassphrase(passphrase: string, { id, name }: Pick<Person, 'id' | 'name'>): Problem[] {
  const problems = judgePassphrase(passphrase, [id, name]);
  return problems.length === 0 && isTypedPassword(id, passphrase)
    ? [{ code: 'vault.passphrase.isPassword' }]
    : problems;
}

function isTypedPassword(person: string, text: string): boolean {
  return typed?.person === person && typed.digest === digestOf(typed.salt, text);
}

function digestOf(salt: Bytes, text: string): string {
  const bytes = textToUtf8(text.normalize('NFKC'));
  return sha256(Uint8Array.of(...salt, ...bytes)).join();
}
