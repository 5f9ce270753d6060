/** Messages between two authorities, about a dossier, a trial or neither, and receipts for stored acts. */
import type { Problem } from '../../result.ts';
import { dossierReference, trialReference, actReference, authorityCode } from '../../shape/references.ts';
import { text, type Checked, listOf, oneOf } from '../../shape/shape.ts';
import {
  isTrader,
  judgeTradeAudience,
  proposerOf,
  WRONG_AUDIENCE,
  defineKind,
  WRONG_ISSUER
} from './define-kind.ts';

export const MAX_MESSAGE_LENGTH = 8000;
/** With long numbers and a sentence each, their list fits into the text. */
export const MAX_REMINDED = 50;

export const message = defineKind(
  {
    kind: 'message',
    group: 'message',
    signers: ['administrator', 'officer'],
    required: { text: text(1, MAX_MESSAGE_LENGTH, true) },
    optional: {
      dossier: dossierReference,
      trial: trialReference,
      /** Dossiers in which the sender waits for the addressee. */
      reminds: listOf(dossierReference, 1, MAX_REMINDED)
    }
  },
  {
    audience: ({ issuer, to }) =>
      isTrader(issuer) && to.every((one) => isTrader(one) && one !== issuer) ? [] : [WRONG_AUDIENCE],
    /** Only the two sides of a dossier, or of a trial, write about it, never a third country. */
    consistency: ({ dossier, trial, reminds = [], issuer, to }) => [
      ...(dossier === undefined ? reminds : [dossier, ...reminds]).flatMap((one) =>
        judgeTradeAudience({ dossier: one, issuer, to })
      ),
      ...(trial === undefined || isBetween(proposerOf(trial), issuer, to) ? [] : [WRONG_AUDIENCE])
    ]
  }
);
export type MessageBody = Checked<(typeof message)['shape']>;

function isBetween(proposer: string, issuer: string, to: readonly string[]): boolean {
  return to.length === 1 && (proposer === issuer || proposer === to[0]);
}

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
