/**
 * Ends a key from a given time (authorizations end by `cancellation`). The Board ends any key; an administrator only
 * keys certified by their own authority: for others the door accepts it without effect (`registration/trust.ts`). The
 * door refuses other signers with `signature.role.notAllowed` (`registration/judge-signer.ts`), and a date more than a
 * day back (`door/door.ts`).
 */
import { bodyShape } from '../head.ts';
import { keyReference } from '../../shape/references.ts';
import { instant, text, type Checked } from '../../shape/shape.ts';
import { judgePublicAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const shape = bodyShape('withdrawal', {
  keyId: keyReference,
  withdrawnFrom: instant,
  reason: text(1, 500, true)
});
export type WithdrawalBody = Checked<typeof shape>;

export const withdrawal = defineKind({
  kind: 'withdrawal',
  group: 'keys',
  signers: ['board', 'administrator'],
  shape,
  audience: judgePublicAudience
});
