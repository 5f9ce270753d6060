/** Binds a key to its holder, by an authorized signer (registration/certify.ts). */
import { authorityCode, keyReference, personReference } from '../../shape/references.ts';
import { instant, oneOf, pattern, shaped, text, type Checked } from '../../shape/shape.ts';
import { judgePublicAudience, defineKind } from './define-kind.ts';

const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

export const publicKey = shaped({
  required: {
    kty: oneOf(['EC']),
    crv: oneOf(['P-256']),
    x: pattern(COORDINATE, 'act.key.malformed'),
    y: pattern(COORDINATE, 'act.key.malformed')
  }
});
/** Public half of an ES256 key (JWK members of RFC 7517/7518). */
export type PublicKey = Checked<typeof publicKey>;

export const KEY_ROLES = ['root', 'administrator', 'officer', 'exchange'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

const holder = shaped({
  required: {
    authority: authorityCode,
    person: personReference,
    name: text(1, 120),
    role: oneOf(KEY_ROLES),
    device: text(1, 120)
  },
  optional: {
    /** Job title of the holder; older certificates have none. */
    function: text(0, 120)
  }
});

export const certificate = defineKind({
  kind: 'certificate',
  group: 'keys',
  signers: ['board', 'administrator'],
  audience: judgePublicAudience,
  required: {
    key: publicKey,
    keyId: keyReference,
    holder,
    validFrom: instant,
    validUntil: instant
  }
});
export type CertificateBody = Checked<(typeof certificate)['shape']>;

/**
 * Ends a key from a given time (authorizations end by `cancellation`). The Board ends any key; an administrator only
 * keys certified by their own authority: for others the door accepts it without effect (`registration/trust.ts`). The
 * door refuses other signers with `signature.role.notAllowed` (`registration/judge-signer.ts`), and a date more than a
 * day back (`door/door.ts`).
 */
export const withdrawal = defineKind({
  kind: 'withdrawal',
  group: 'keys',
  signers: ['board', 'administrator'],
  audience: judgePublicAudience,
  required: {
    keyId: keyReference,
    withdrawnFrom: instant,
    reason: text(1, 500, true)
  }
});
export type WithdrawalBody = Checked<(typeof withdrawal)['shape']>;
