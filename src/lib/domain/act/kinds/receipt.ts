/** Delivery receipts and findings about stored acts. */
import type { Problem } from '../../result.ts';
import { isTrader, WRONG_AUDIENCE, WRONG_ISSUER, defineKind } from './define-kind.ts';
import { actReference, authorityCode } from '../../shape/references.ts';
import { listOf, oneOf, type Checked } from '../../shape/shape.ts';

/**
 * The exchange reports `delivered`, `altered` (content changed), `missing` (deleted or gone) and `retracted` (found
 * intact again). The partner reports `opened`.
 */
const RECEIPT_STAGES = ['delivered', 'opened', 'altered', 'missing', 'retracted'] as const;
export type ReceiptStage = (typeof RECEIPT_STAGES)[number];

export const receipt = defineKind(
  {
    kind: 'receipt',
    group: 'receipt',
    signers: ['administrator', 'officer', 'exchange'],
    required: {
      stage: oneOf(RECEIPT_STAGES),
      of: listOf(actReference, 1, 1000),
      /** The database that holds, altered or misses them; or the authority that opened them. */
      where: authorityCode
    },
    optional: {
      /** Only in a retraction: the receipts it withdraws, never later ones. */
      takesBack: listOf(actReference, 1, 1000)
    }
  },
  {
    /**
     * | stage            | stated by    | addressed to                                  |
     * |------------------|--------------|-----------------------------------------------|
     * | delivered        | the exchange | the issuer of the acts                        |
     * | opened           | a country    | the issuer of the acts, another country       |
     * | altered, missing | the exchange | the issuer and the addressees, countries each |
     * | retracted        | the exchange | those who were told of what is taken back     |
     */
    audience({ stage, issuer, to }): Problem[] {
      const rightIssuer = stage === 'opened' ? isTrader(issuer) : issuer === 'EXCHANGE';
      if (!rightIssuer) return [WRONG_ISSUER];
      const rightCount = (stage !== 'delivered' && stage !== 'opened') || to.length === 1;
      const rightOnes = to.every((one) => isTrader(one) && one !== issuer);
      return rightCount && rightOnes ? [] : [WRONG_AUDIENCE];
    },
    /** A retraction names its receipts, so that a later finding on the same act still counts. */
    consistency({ stage, takesBack }): Problem[] {
      if ((stage === 'retracted') === (takesBack !== undefined)) return [];
      const code = takesBack === undefined ? 'act.key.missing' : 'act.key.unknown';
      return [{ code, path: 'body.takesBack' }];
    }
  }
);
export type ReceiptBody = Checked<(typeof receipt)['shape']>;
