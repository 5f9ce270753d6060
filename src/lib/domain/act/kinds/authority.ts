/** 1961 art. 18(1)(d): names and addresses of the authorities empowered to issue. */
import { bodyShape } from '../head.ts';
import { authorityCode } from '../../shape/references.ts';
import { text, type Checked } from '../../shape/shape.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const shape = bodyShape(
  'authority',
  { authority: authorityCode, name: text(1, 200), address: text(1, 500, true) },
  { email: text(3, 200), legalBasis: text(1, 300) }
);
export type AuthorityBody = Checked<typeof shape>;

export const authority = defineKind({
  kind: 'authority',
  group: 'lists',
  signers: ['board'],
  shape,
  audience: judgeBoardAudience
});
