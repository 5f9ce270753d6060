/** Words between two authorities, about a dossier or about none. */
import { bodyShape } from '../head.ts';
import { dossierReference } from '../references.ts';
import { text, type Checked } from '../shape.ts';
import { isTrader, WRONG_AUDIENCE } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const shape = bodyShape('message', { text: text(1, 8000, true) }, { dossier: dossierReference });
export type MessageBody = Checked<typeof shape>;

export const message = defineKind({
  kind: 'message',
  group: 'message',
  signers: ['administrator', 'officer'],
  shape,
  audience: ({ issuer, to }: MessageBody) =>
    isTrader(issuer) && to.every((one) => isTrader(one) && one !== issuer) ? [] : [WRONG_AUDIENCE]
});
