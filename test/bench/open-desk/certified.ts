/** A certificate as the Board signs it. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, CertificateBody } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';

export function certified(root: SigningKey, of: SigningKey, authority: string, person: string) {
  const body: CertificateBody = {
    schema: 1,
    kind: 'certificate',
    issuer: 'INCB',
    to: ['*'],
    seq: { INCB: 1 },
    at: '2025-12-01T00:00:00.000Z' as Instant,
    by: { person: 'incb.secretary', name: 'Secretary', function: 'Secretariat' },
    key: of.publicKey,
    keyId: of.keyId,
    holder: {
      authority: authority as AuthorityCode,
      person,
      name: person,
      role: 'administrator',
      device: 'Bench'
    },
    validFrom: '2025-12-01T00:00:00.000Z' as Instant,
    validUntil: '2030-01-01T00:00:00.000Z' as Instant
  };
  return signBody(body, root) as Promise<Act>;
}
