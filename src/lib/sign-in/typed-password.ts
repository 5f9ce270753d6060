/** A salted digest of the password stays only in memory while the tab is open. */
import { judgePassphrase } from '#lib/crypto/vault.ts';
import { randomBytes, type Bytes } from '#lib/crypto/bytes.ts';
import type { Problem } from '#lib/domain/result.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
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

/** By the rule, and against the password if it was typed here. */
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
