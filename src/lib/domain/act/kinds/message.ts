/** A message between two authorities, about a dossier, a trial or neither. */
import {
  bodyShape,
  isTrader,
  judgeTradeAudience,
  proposerOf,
  WRONG_AUDIENCE,
  defineKind
} from './define-kind.ts';
import { dossierReference, trialReference } from '../../shape/references.ts';
import { text, type Checked } from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';

export const MAX_MESSAGE_LENGTH = 8000;

const shape = bodyShape(
  'message',
  { text: text(1, MAX_MESSAGE_LENGTH, true) },
  { dossier: dossierReference, trial: trialReference }
);
export type MessageBody = Checked<typeof shape>;

export const message = defineKind({
  kind: 'message',
  group: 'message',
  signers: ['administrator', 'officer'],
  shape,
  audience: ({ issuer, to }: MessageBody) =>
    isTrader(issuer) && to.every((one) => isTrader(one) && one !== issuer) ? [] : [WRONG_AUDIENCE],
  consistency: (body: MessageBody) => [...judgeDossier(body), ...judgeTrial(body)]
});

/** Only the two sides of a dossier write about it, never a third country. */
function judgeDossier({ dossier, issuer, to }: MessageBody): Problem[] {
  return dossier === undefined ? [] : judgeTradeAudience({ dossier, issuer, to });
}

function judgeTrial({ trial, issuer, to }: MessageBody): Problem[] {
  if (trial === undefined) return [];
  const proposer = proposerOf(trial);
  const isBetween = to.length === 1 && (proposer === issuer || proposer === to[0]);
  return isBetween ? [] : [WRONG_AUDIENCE];
}
