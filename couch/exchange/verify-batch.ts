/** Keys certified in a batch are learned first. */
import { verifyActs, type Keyring, type Verification } from '#lib/crypto/verify.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import type { Instant } from '#lib/domain/ids.ts';

/** `firstSeen`: the documents were absent before. This reveals backdated acts that bypassed the door. */
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
