/**
 * A reply to the other side's document. Only the side that raised an objection can withdraw or uphold it. A device with
 * only the first four answers skips the others, so the objection safely remains.
 */
import { actualLine } from '../../goods/goods.ts';
import { actReference, dossierReference } from '../../shape/references.ts';
import { oneOf, text, type Checked, calendarDate, listOf } from '../../shape/shape.ts';
import { bodyShape, defineTradeKind } from './define-kind.ts';

export const ANSWERS = [
  'received',
  'authentic',
  'query',
  'objection',
  'explanation',
  'withdrawn',
  'upheld'
] as const;
export type Answer = (typeof ANSWERS)[number];

const replyShape = bodyShape(
  'reply',
  { dossier: dossierReference, on: actReference, answer: oneOf(ANSWERS) },
  {
    /** Required except for `received`, `authentic` and `withdrawn` (`needsWords`). */
    text: text(1, 4000, true)
  }
);
export function needsWords(answer: Answer): boolean {
  return answer !== 'received' && answer !== 'authentic' && answer !== 'withdrawn';
}

export type ReplyBody = Checked<typeof replyShape>;

export const reply = defineTradeKind({
  kind: 'reply',
  side: 'either',
  shape: replyShape,
  refersTo: ({ on }: ReplyBody) => on
});

/** 1961 art. 31(7)(c): the quantity actually exported. */

const shipmentShape = bodyShape(
  'shipment',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    shippedOn: calendarDate,
    lines: listOf(actualLine, 1, 200)
  },
  { remarks: text(1, 2000, true) }
);
export type ShipmentBody = Checked<typeof shipmentShape>;

export const shipment = defineTradeKind({
  kind: 'shipment',
  side: 'exporting',
  shape: shipmentShape,
  refersTo: ({ exportAuthorization }: ShipmentBody) => exportAuthorization
});

/** 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e): the quantity actually imported, or nil on expiry. */

const endorsementShape = bodyShape(
  'endorsement',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    outcome: oneOf(['imported', 'not-imported']),
    /** Date of receipt or of expiry. */
    receivedOn: calendarDate,
    lines: listOf(actualLine, 1, 200)
  },
  { remarks: text(1, 2000, true) }
);
export type EndorsementBody = Checked<typeof endorsementShape>;

export const endorsement = defineTradeKind({
  kind: 'endorsement',
  side: 'importing',
  shape: endorsementShape,
  refersTo: ({ exportAuthorization }: EndorsementBody) => exportAuthorization
});

/** An issued document is never amended, only cancelled and replaced. */

const cancellationShape = bodyShape(
  'cancellation',
  { dossier: dossierReference, of: actReference, reason: text(1, 2000, true) },
  { replacedBy: actReference }
);
export type CancellationBody = Checked<typeof cancellationShape>;

export const cancellation = defineTradeKind({
  kind: 'cancellation',
  side: 'either',
  shape: cancellationShape,
  refersTo: ({ of }: CancellationBody) => of
});

/**
 * An officer decides whether an export authorization with another reference belongs to this dossier, or confirms a
 * comparison if the reference matches. `reopen` undoes either decision.
 */

const matchDecisionShape = bodyShape(
  'match-decision',
  {
    dossier: dossierReference,
    exportAuthorization: actReference,
    decision: oneOf(['link', 'unlink', 'reopen'])
  },
  { reason: text(1, 2000, true) }
);
export type MatchDecisionBody = Checked<typeof matchDecisionShape>;

export const matchDecision = defineTradeKind({
  kind: 'match-decision',
  side: 'either',
  shape: matchDecisionShape,
  refersTo: ({ exportAuthorization }: MatchDecisionBody) => exportAuthorization
});
