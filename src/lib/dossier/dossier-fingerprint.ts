/**
 * Fingerprint of a dossier in sixteen characters: two authorities that read the same characters have the same dossier.
 */
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';

export function dossierFingerprint(dossier: Dossier): string {
  return fingerprintOf(sha256Base64url(canonicalJson(dossier)) as KeyId);
}
