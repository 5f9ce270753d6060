/**
 * A person enrols in a webinar or regional session, or returns the place. Name and function are the only personal data.
 * Copied to INCB's training database (`exchange/share-scope.ts`).
 */
import { bodyShape, isTrader, WRONG_AUDIENCE, WRONG_ISSUER, defineKind } from './define-kind.ts';
import { sessionReference } from '../../shape/references.ts';
import { oneOf, type Checked } from '../../shape/shape.ts';

const shape = bodyShape('enrolment', {
  session: sessionReference,
  intent: oneOf(['enrol', 'withdraw'])
});
export type EnrolmentBody = Checked<typeof shape>;

export const enrolment = defineKind({
  kind: 'enrolment',
  group: 'training',
  signers: ['administrator', 'officer'],
  shape,
  audience: ({ issuer, to }: EnrolmentBody) => {
    if (!isTrader(issuer)) return [WRONG_ISSUER];
    return to.length === 1 && to[0] === 'INCB' ? [] : [WRONG_AUDIENCE];
  }
});
