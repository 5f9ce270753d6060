/** Statements of a dossier after its authorizations. */
import { actualLine } from '../../goods/goods.ts';
import { actReference } from '../../shape/references.ts';
import { calendarDate, listOf, oneOf, text } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

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

/** Only `received`, `authentic` and `withdrawn` need no text. */
export function needsWords(answer: Answer): boolean {
  return answer !== 'received' && answer !== 'authentic' && answer !== 'withdrawn';
}

export const replyText = text(1, 4000, true);
export const remarks = text(1, 2000, true);
const lines = listOf(actualLine, 1, 200);

/** Particulars that a correction can replace (`correction.ts`). */
export const SHIPPED = { required: { lines, shippedOn: calendarDate }, optional: { remarks } };
export const ENDORSED = {
  required: {
    lines,
    outcome: oneOf(['imported', 'not-imported']),
    /** Date of receipt or of expiry. */
    receivedOn: calendarDate
  },
  optional: { remarks }
};
export const REPLIED = {
  required: { on: actReference, answer: oneOf(ANSWERS) },
  optional: { text: replyText }
};

/**
 * A reply to the other side's document. Only the side that raised an objection can withdraw or uphold it. A device with
 * only the first four answers skips the others, so the objection safely remains.
 */
export const reply = defineTradeKind({
  kind: 'reply',
  side: 'either',
  refersTo: 'on',
  ...REPLIED
});

export const goodsMoved = { exportAuthorization: actReference, lines };

/** 1961 art. 31(7)(c): the quantity actually exported. */
export const shipment = defineTradeKind({
  kind: 'shipment',
  side: 'exporting',
  refersTo: 'exportAuthorization',
  required: { ...goodsMoved, ...SHIPPED.required },
  optional: SHIPPED.optional
});

export const goodsReceived = { ...goodsMoved, ...ENDORSED.required };

/** 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e): the quantity actually imported, or nil on expiry. */
export const endorsement = defineTradeKind({
  kind: 'endorsement',
  side: 'importing',
  refersTo: 'exportAuthorization',
  required: goodsReceived,
  optional: ENDORSED.optional
});

export const cancelled = { of: actReference, reason: text(1, 2000, true) };

/** An issued document is never amended, only cancelled and replaced. */
export const cancellation = defineTradeKind({
  kind: 'cancellation',
  side: 'either',
  refersTo: 'of',
  required: cancelled,
  optional: { replacedBy: actReference }
});

/**
 * An officer decides whether an export authorization with another reference belongs to this dossier, or confirms a
 * comparison if the reference matches. `reopen` undoes either decision. `paperRecord` with an export authorization: it
 * records the paper of that one. `paperRecord` without: it records the paper of this dossier's import authorization.
 */
export const matchDecision = defineTradeKind(
  {
    kind: 'match-decision',
    side: 'either',
    required: { decision: oneOf(['link', 'unlink', 'reopen']) },
    optional: { exportAuthorization: actReference, paperRecord: actReference, reason: text(1, 2000, true) }
  },
  {
    refersTo: ({ exportAuthorization, paperRecord }) => exportAuthorization ?? paperRecord ?? null,
    consistency: ({ exportAuthorization, paperRecord }) =>
      (exportAuthorization ?? paperRecord)
        ? []
        : [{ code: 'act.key.missing', path: 'body.exportAuthorization' }]
  }
);
