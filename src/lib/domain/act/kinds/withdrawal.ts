/**
 * From when a key counts no more. (An authorization is taken back by a `cancellation`.) The Board's word ends a key for
 * everybody, an administrator's only what their own authority has certified: of any other key it is taken at the door and
 * ends nothing (`registration/trust.ts`). Another signer is refused there, `signature.role.notAllowed`
 * (`registration/judge-signer.ts`), and so is one dated back by more than a day (`door/door.ts`).
 */
import { bodyShape } from '../head.ts';
import { keyReference } from '../references.ts';
import { instant, text, type Checked } from '../shape.ts';
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
