/**
 * A person enrols in a webinar or regional session, or returns the place. Name and function are the only personal data.
 * Copied to INCB's training database (`exchange/share-scope.ts`).
 */
import { isTrader, WRONG_AUDIENCE, WRONG_ISSUER, defineKind } from './define-kind.ts';
import { sessionReference } from '../../shape/references.ts';
import { oneOf } from '../../shape/shape.ts';

export const enrolment = defineKind(
  {
    kind: 'enrolment',
    group: 'training',
    signers: ['administrator', 'officer'],
    required: {
      session: sessionReference,
      intent: oneOf(['enrol', 'withdraw'])
    }
  },
  {
    audience: ({ issuer, to }) => {
      if (!isTrader(issuer)) return [WRONG_ISSUER];
      return to.length === 1 && to[0] === 'INCB' ? [] : [WRONG_AUDIENCE];
    }
  }
);
