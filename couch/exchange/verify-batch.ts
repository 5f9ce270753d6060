/** Verifies what a database's feed brought, and learns the keys that are certified in it before anything else is judged. */
import { verifyActs, type Keyring, type Verification } from '#lib/crypto/verify.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import type { Instant } from '#lib/domain/ids.ts';

/**
 * `firstSeen`: the documents were not there before, where that is known. The door has judged what came through it;
 * this tells what was put into the database behind it, dated back to when a key was still good.
 */
export async function verifyBatch(
  documents: readonly unknown[],
  keyring: Keyring,
  firstSeen?: Instant
): Promise<readonly Verification[]> {
  for (const act of documents.filter(isOfKeys)) await keyring.addAct(act, firstSeen);
  return verifyActs(documents, keyring, () => firstSeen);
}

function isOfKeys(document: unknown): boolean {
  return isKeyKind((document as { body?: { kind?: unknown } | null } | null)?.body?.kind);
}
