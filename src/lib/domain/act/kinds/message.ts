/** A message between two authorities, about a dossier, a trial or neither. */
import { isTrader, judgeTradeAudience, proposerOf, WRONG_AUDIENCE, defineKind } from './define-kind.ts';
import { dossierReference, trialReference } from '../../shape/references.ts';
import { text, type Checked } from '../../shape/shape.ts';

export const MAX_MESSAGE_LENGTH = 8000;

export const message = defineKind(
  {
    kind: 'message',
    group: 'message',
    signers: ['administrator', 'officer'],
    required: { text: text(1, MAX_MESSAGE_LENGTH, true) },
    optional: { dossier: dossierReference, trial: trialReference }
  },
  {
    audience: ({ issuer, to }) =>
      isTrader(issuer) && to.every((one) => isTrader(one) && one !== issuer) ? [] : [WRONG_AUDIENCE],
    /** Only the two sides of a dossier, or of a trial, write about it, never a third country. */
    consistency: ({ dossier, trial, issuer, to }) => [
      ...(dossier === undefined ? [] : judgeTradeAudience({ dossier, issuer, to })),
      ...(trial === undefined || isBetween(proposerOf(trial), issuer, to) ? [] : [WRONG_AUDIENCE])
    ]
  }
);
export type MessageBody = Checked<(typeof message)['shape']>;

function isBetween(proposer: string, issuer: string, to: readonly string[]): boolean {
  return to.length === 1 && (proposer === issuer || proposer === to[0]);
}
