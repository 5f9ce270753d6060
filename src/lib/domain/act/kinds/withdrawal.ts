/** From when a key counts no more. */
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
