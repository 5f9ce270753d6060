/** Certificates behind a signature, from the signer's key up to INCB's root. */
import type { Act, ActOf, KeyRole } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_CHAIN } from '#lib/domain/registration/certify.ts';

interface ChainLink {
  readonly key: KeyId;
  readonly name: string;
  readonly role: KeyRole;
  readonly authority: AuthorityCode;
  readonly device: string;
  readonly validUntil: Instant;
}

interface SignatureChain {
  readonly links: readonly ChainLink[];
  /** True if it ends at a key without certificate, like INCB's root. */
  readonly reachesRoot: boolean;
}

export function signatureChain(act: Act, certificates: readonly ActOf<'certificate'>[]): SignatureChain {
  const links: ChainLink[] = [];
  let key = act.signature.key;
  for (let step = 0; step < MAX_CHAIN; step++) {
    const certificate = latestFor(key, certificates);
    if (!certificate) return { links, reachesRoot: links.length > 0 && isFromBoard(key, certificates) };
    const { holder, validUntil } = certificate.body;
    const { name, role, authority, device } = holder;
    links.push({ key, name, role, authority, device, validUntil });
    key = certificate.signature.key;
  }
  return { links, reachesRoot: false };
}

function latestFor(key: KeyId, certificates: readonly ActOf<'certificate'>[]): ActOf<'certificate'> | null {
  const own = certificates.filter((one) => one.body.keyId === key);
  return own.reduce<ActOf<'certificate'> | null>(
    (latest, one) => (latest && latest.body.at > one.body.at ? latest : one),
    null
  );
}

function isFromBoard(key: KeyId, certificates: readonly ActOf<'certificate'>[]): boolean {
  return certificates.some((one) => one.signature.key === key && one.body.issuer === 'INCB');
}
